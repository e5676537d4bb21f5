// A corridor's operator opens a pool of two to four of its currencies.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { corridorIdSchema, read as corridors } from "#src/modules/corridors/access.ts";
import { events } from "../events.ts";
import { putPool, requirePool } from "../pooling.ts";
import { requireFitFeed } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { currenciesSchema, poolNumberSchema, termsSchema } from "../schemas.ts";
import { corridorPools, nextPools } from "../tables.ts";

export const openPool = defineMessage({
  summary: "Opens a pool of some currencies of a corridor; it is used once all their central banks consent to it.",
  actors: "anyone",
  schema: z.strictObject({ corridor: corridorIdSchema, currencies: currenciesSchema, terms: termsSchema }),
  result: z.strictObject({ pool: poolNumberSchema }),
  work: 300,
  handle({ state, actor, emit }, { corridor, currencies, terms }) {
    corridors.requireOperator(state, actor, corridor);
    if (currencies.some((currency, at) => at > 0 && (currencies[at - 1] ?? "") >= currency)) {
      throw refusals.currenciesUnordered({});
    }
    const joined = corridors.currencies(state, corridor);
    for (const currency of currencies) {
      if (!joined.includes(currency)) throw refusals.currencyOutside({ currency });
      requireFitFeed(state, currency);
    }
    const others = corridorPools.get(state, corridor) ?? [];
    const wanted = currencies.join();
    const known = others.find(
      (other) =>
        requirePool(state, other)
          .reserves.map(({ currency }) => currency)
          .join() === wanted,
    );
    if (known !== undefined) throw refusals.poolKnown({ pool: known });
    const most = limits.poolsPerCorridorMax;
    if (others.length >= most) throw refusals.tooManyPools({ most });

    const pool = nextPools.get(state) ?? 1;
    nextPools.put(state, pool + 1);
    corridorPools.put(state, corridor, [...others, pool]);
    const reserves = currencies.map((currency) => ({ currency, amount: 0n, hasConsent: false }));
    putPool(state, pool, { corridor, reserves, shares: 0n, terms, openedMs: state.timeMs });
    tie.add(state, actor);
    emit(events.poolOpened({ pool, corridor, currencies, terms }));
    return { pool };
  },
});
