// A central bank offers another one a line.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { pairOf } from "../lending.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { areSoundTerms } from "../rules.ts";
import { limitSchema, lineNumberSchema, termsSchema } from "../schemas.ts";
import { lines, nextLines, pairs } from "../tables.ts";

export const proposeLine = defineMessage({
  summary: "Offers the central bank of another currency a line, which opens when it accepts.",
  actors: "anyone",
  schema: z.strictObject({
    /** The sender's currency, and the other one. */
    own: currencySchema,
    other: currencySchema,
    /** What the sender may draw of the other currency, and the other of the sender's; zero makes a line one-way. */
    ownLimit: limitSchema,
    otherLimit: limitSchema,
    terms: termsSchema,
  }),
  result: z.strictObject({ line: lineNumberSchema }),
  work: 100,
  handle({ state, actor, emit }, { own, other, ownLimit, otherLimit, terms }) {
    if (accounts.requireCurrency(state, own).issuer !== actor) throw refusals.notCentralBank({ currency: own });
    const { issuer } = accounts.requireCurrency(state, other);
    if (issuer === actor) throw refusals.sameCentralBank({});
    if (isModuleAccount(issuer)) throw refusals.currencyUnfit({ currency: other });
    const [first, second] = pairOf(own, other);
    const taken = pairs.get(state, first, second);
    if (taken !== undefined) throw refusals.pairTaken({ line: taken });
    if (!areSoundTerms(terms)) throw refusals.termsUnsound({});
    const latestMs = state.timeMs + Number(parameters.lineMsMost.get(state));
    if (terms.expiresMs <= state.timeMs || terms.expiresMs > latestMs) throw refusals.expiryWrong({ latestMs });

    const line = nextLines.get(state) ?? 1;
    const nothing = { drawn: 0n, lateCalls: 0, defaults: 0 };
    const proposer = { centralBank: actor, currency: own, limit: ownLimit };
    const acceptor = { centralBank: issuer, currency: other, limit: otherLimit };
    nextLines.put(state, line + 1);
    pairs.put(state, first, second, line);
    lines.put(state, line, {
      status: "proposed",
      proposer: { ...proposer, ...nothing },
      acceptor: { ...acceptor, ...nothing },
      terms,
      openDraws: 0,
      onwardDraws: 0,
      draws: 0,
    });
    emit(events.lineProposed({ line, proposer, acceptor, terms }));
    return { line };
  },
});
