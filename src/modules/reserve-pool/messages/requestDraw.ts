// A member asks for a draw: a small one is funded at once, a larger one is voted on.
import { z } from "zod";
import { amountSchema, positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { dayMs, read as swapLines } from "#src/modules/swap-lines/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { collateralBook } from "../books.ts";
import { events } from "../events.ts";
import { fund } from "../funding.ts";
import { parameters } from "../parameters.ts";
import { hasProgramme, membersOf, putRequest, requireMembership, requireSpot, requireUsable } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { allowanceOf } from "../rules.ts";
import { drawNumberSchema, type Member, poolNumberSchema, type Request, type Terms } from "../schemas.ts";
import { dues, requests } from "../tables.ts";

export const requestDraw = defineMessage({
  summary:
    "Asks for a draw against collateral in the sender's own currency: a small one is funded at once, a larger one voted on.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, amount: positiveAmountSchema }),
  result: z.strictObject({
    collateral: amountSchema,
    /** When it was funded at once. */
    draw: drawNumberSchema.optional(),
    /** When it is voted on. */
    closesMs: timeMsSchema.optional(),
  }),
  work: 900,
  handle({ state, actor, emit }, { pool, amount }) {
    const row = requireUsable(state, pool);
    const member = requireMembership(state, pool, actor);
    requireMayDraw(state, member, row.terms);
    const open = requests.get(state, pool, actor);
    if (open !== undefined) throw refusals.requestOpen({ closesMs: open.closesMs });
    const { isLinked, isVoted } = requireWithin(state, member, row.terms, amount);
    const spot = requireSpot(state, row.terms.currency, member.currency);
    const lent = { currency: row.terms.currency, amount };
    const collateral = swapLines.worthUp(state, lent, member.currency, spot, row.terms.haircutBp);

    move.transfer(state, { currency: member.currency, from: actor, to: collateralBook, amount: collateral });
    const asked = { amount, isLinked, spot, collateral, requestedMs: state.timeMs };
    if (!isVoted) {
      const draw = fund(state, pool, actor, asked);
      if (draw === undefined) throw refusals.nothingToLend({});
      return { collateral, draw };
    }
    const weight = membersOf(state, pool, row)
      .filter(({ centralBank }) => centralBank !== actor)
      .reduce((sum, { member: { quota } }) => sum + quota, 0n);
    const closesMs = state.timeMs + row.terms.voteMs;
    const request: Stored<Request> = { ...asked, closesMs, weight, yes: 0n, no: 0n, voters: [] };
    putRequest(state, pool, actor, request);
    dues.add(state, closesMs, { pool, drawer: actor });
    emit(events.drawRequested({ pool, drawer: actor, ...asked, closesMs, weight, yes: 0n, no: 0n }));
    return { collateral, closesMs };
  },
});

function requireMayDraw(state: StateReader, member: Stored<Member>, { expiresMs, tenorDays }: Stored<Terms>): void {
  if (member.optedOutMs !== undefined) throw refusals.optedOut({});
  if (member.defaults > 0) throw refusals.drawsBlocked({ defaults: member.defaults });
  const most = Number(parameters.drawsMost.get(state));
  if (member.openDraws >= most) throw refusals.tooManyDraws({ most });
  if (state.timeMs + tenorDays * dayMs > expiresMs) throw refusals.tenorBeyondExpiry({ expiresMs });
}

/** What a draw of this size needs beside collateral. */
function requireWithin(state: StateReader, member: Stored<Member>, terms: Stored<Terms>, amount: bigint) {
  const { most, delinked, unvoted } = allowanceOf(member, terms);
  const drawn = member.drawn + amount;
  if (drawn > most) throw refusals.maximumExceeded({ left: most - member.drawn });
  const isLinked = drawn > delinked;
  if (isLinked && !hasProgramme(state, member)) {
    throw refusals.programmeMissing({ left: delinked > member.drawn ? delinked - member.drawn : 0n });
  }
  return { isLinked, isVoted: drawn > unvoted };
}
