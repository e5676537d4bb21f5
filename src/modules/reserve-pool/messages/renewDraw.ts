// Who drew extends a draw by another tenor.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { dayMs, interestOf } from "#src/modules/swap-lines/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { payContributors } from "../funding.ts";
import { graceEnd, hasProgramme, requireDrawn, requireMembership, requireUsable } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { rateBpOf } from "../rules.ts";
import { type Draw, drawNumberSchema, drawSchema, type Member, poolNumberSchema, type Terms } from "../schemas.ts";
import { draws, dues } from "../tables.ts";

export const renewDraw = defineMessage({
  summary: "Pays the interest of the tenor that ends, and extends the draw by another one at the rate of now.",
  actors: "anyone",
  schema: z.strictObject({ pool: poolNumberSchema, draw: drawNumberSchema }),
  result: z.strictObject({ interest: amountSchema, ...drawSchema.pick({ rateBp: true, dueMs: true }).shape }),
  work: 600,
  handle({ state, actor, emit }, { pool, draw: number }) {
    const draw = requireDrawn(state, pool, number, actor);
    const { terms } = requireUsable(state, pool);
    const dueMs = draw.dueMs + terms.tenorDays * dayMs;
    requireRenewable(state, draw, requireMembership(state, pool, actor), terms);

    const interestOn = (amount: bigint) => interestOf(amount, draw.rateBp, terms.tenorDays);
    const interest = payContributors(state, pool, draw, (amount) => ({ principal: 0n, interest: interestOn(amount) }));
    const renewals = draw.renewals + 1;
    const rateBp = rateBpOf(terms, renewals);
    const extended = { startedMs: draw.dueMs, dueMs, graceEndsMs: graceEnd(state, dueMs), rateBp, renewals };
    draws.put(state, pool, number, { ...draw, ...extended });
    dues.add(state, extended.graceEndsMs, { pool, drawer: actor, draw: number });
    emit(events.drawRenewed({ pool, draw: number, drawer: actor, interest, ...extended }));
    return { interest, rateBp, dueMs };
  },
});

function requireRenewable(
  state: StateReader,
  { dueMs, isLinked, renewals }: Stored<Draw>,
  member: Stored<Member>,
  { expiresMs, tenorDays, renewalsMost: most }: Stored<Terms>,
): void {
  if (state.timeMs >= dueMs) throw refusals.renewalTooLate({ dueMs });
  const fromMs = dueMs - dayMs;
  if (state.timeMs < fromMs) throw refusals.renewalTooEarly({ fromMs });
  if (renewals >= most) throw refusals.renewalsExhausted({ most });
  if (dueMs + tenorDays * dayMs > expiresMs) throw refusals.tenorBeyondExpiry({ expiresMs });
  if (member.defaults > 0) throw refusals.drawsBlocked({ defaults: member.defaults });
  if (isLinked && !hasProgramme(state, member)) throw refusals.programmeMissing({ left: 0n });
}
