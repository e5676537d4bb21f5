// A member of the corridor adds to a pool and gets shares of it.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as corridors } from "#src/modules/corridors/access.ts";
import type { StateReader, Stored } from "#src/state/view.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import {
  amountsByPlace,
  changeShares,
  putPool,
  requireConsents,
  requirePool,
  takeIn,
  withReserves,
} from "../pooling.ts";
import { type Priced, priced, requireCharge } from "../quoting.ts";
import { refusals } from "../refusals.ts";
import { firstShares, leavesBand, lockedShares, sharesFor } from "../rules.ts";
import { type Pool, poolNumberSchema, sidesSchema } from "../schemas.ts";

export const addLiquidity = defineMessage({
  summary: "Adds money to a pool for shares of it; what leaves the pool less balanced pays a part of its charge.",
  actors: "anyone",
  schema: z.strictObject({
    pool: poolNumberSchema,
    amounts: sidesSchema.min(1),
    /** The fewest shares for which the sender does it. */
    sharesLeast: positiveAmountSchema,
  }),
  result: z.strictObject({ shares: positiveAmountSchema, sharesAfter: amountSchema }),
  work: 1_500,
  handle({ state, actor, emit }, { pool: number, amounts, sharesLeast }) {
    const pool = requirePool(state, number);
    corridors.requireMember(state, pool.corridor, actor);
    for (const { currency } of pool.reserves) corridors.requireParticipant(state, currency, actor);
    // Else to add one currency and remove all would be an exchange past what stops exchanges.
    corridors.requireOpen(
      state,
      pool.corridor,
      pool.reserves.map(({ currency }) => currency),
    );
    requireConsents(pool);
    const added = amountsByPlace(pool, amounts);
    const found = priced(state, pool);
    const { book } = found;
    const reserves = book.reserves.map((reserve, at) => reserve + (added[at] ?? 0n));
    for (const [at, { currency }] of pool.reserves.entries()) {
      if (reserves[at] === 0n) throw refusals.depositIncomplete({ currency });
    }
    const charge = requireCharge(
      pool,
      found.doubtsPpm.reduce((sum, doubt) => sum + doubt, 0n),
    );
    const { bandBp } = pool.terms;
    if (leavesBand({ ...book, reserves }, pool.shares === 0n ? undefined : book, BigInt(bandBp))) {
      throw refusals.outsideBand({ bandBp });
    }
    const isFirst = pool.shares === 0n;
    const all = isFirst ? requireFirstShares(state, { ...found, book: { ...book, reserves } }) : 0n;
    const shares = isFirst ? all - lockedShares : sharesFor(book, added, pool.shares, charge);
    requireShares(pool, shares, sharesLeast);

    for (const side of amounts) takeIn(state, actor, side);
    const sharesAfter = isFirst ? all : pool.shares + shares;
    changeShares(state, number, actor, shares);
    putPool(state, number, withReserves(pool, reserves, sharesAfter));
    emit(events.liquidityAdded({ pool: number, account: actor, amounts, shares, sharesAfter }));
    return { shares, sharesAfter };
  },
});

/** All shares of a pool by its first deposit: a part of them belongs to nobody. */
function requireFirstShares(state: StateReader, { book, decimalsMost }: Priced): bigint {
  const worthNano = firstShares(book, decimalsMost);
  const leastNano = parameters.firstWorthNano.get(state);
  if (worthNano < leastNano) throw refusals.depositTooSmall({ worthNano, leastNano });
  return worthNano;
}

function requireShares({ shares: before }: Stored<Pool>, shares: bigint, sharesLeast: bigint): void {
  if (shares === 0n) throw refusals.addsNothing({});
  const most = limits.amountMax;
  if (before + shares + lockedShares > most) throw refusals.poolFull({ most });
  if (shares < sharesLeast) throw refusals.fewerThanAsked({ shares });
}
