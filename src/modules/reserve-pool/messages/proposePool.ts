// A central bank proposes a pool to others.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { countProposed, join } from "../pooling.ts";
import { refusals } from "../refusals.ts";
import { flawOf } from "../rules.ts";
import { poolNumberSchema, termsSchema } from "../schemas.ts";
import { nextPools, pools, proposedCounts } from "../tables.ts";

export const proposePool = defineMessage({
  summary: "Proposes a pool to all members named in its terms; it opens when each of them has joined.",
  actors: "anyone",
  schema: z.strictObject({ terms: termsSchema }),
  result: z.strictObject({ pool: poolNumberSchema }),
  work: 200,
  handle({ state, actor, emit }, { terms }) {
    if (terms.members.every(({ centralBank }) => centralBank !== actor)) throw refusals.notProposed({});
    accounts.requireCurrency(state, terms.currency);
    for (const { centralBank, currency } of terms.members) {
      const { issuer } = accounts.requireCurrency(state, currency);
      if (issuer !== centralBank || isModuleAccount(issuer)) throw refusals.notCentralBank({ centralBank, currency });
    }
    accounts.requireAccount(state, terms.attestor);
    const flaw = flawOf(terms);
    if (flaw !== undefined) throw refusals.termsUnsound({ flaw });
    const latestMs = state.timeMs + Number(parameters.poolMsMost.get(state));
    if (terms.expiresMs <= state.timeMs || terms.expiresMs > latestMs) throw refusals.expiryWrong({ latestMs });
    const most = Number(parameters.poolsMost.get(state));
    if ((proposedCounts.get(state, actor) ?? 0) >= most) throw refusals.tooManyPools({ most });

    const pool = nextPools.get(state) ?? 1;
    nextPools.put(state, pool + 1);
    pools.put(state, pool, { status: "proposed", proposer: actor, terms, joined: 1, openRequests: 0, draws: 0 });
    countProposed(state, actor, 1);
    join(state, pool, { terms }, actor);
    emit(events.poolProposed({ pool, proposer: actor, terms }));
    return { pool };
  },
});
