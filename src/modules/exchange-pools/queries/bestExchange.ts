// What providers' quotes and the corridor's pools would do for a payment now, side by side.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { Refusal } from "#src/core/refusal.ts";
import { accountSchema, amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { corridorIdSchema, read as corridors } from "#src/modules/corridors/access.ts";
import { read as fx } from "#src/modules/fx/access.ts";
import { requirePool } from "../pooling.ts";
import { paymentOf, requireOffer } from "../quoting.ts";
import { askedShape, poolNumberSchema } from "../schemas.ts";
import { corridorPools } from "../tables.ts";

/** What comes of a way, or what it would be refused by. */
const outcomeShape = {
  paid: amountSchema.optional(),
  delivered: amountSchema.optional(),
  refusedBy: z.string().optional(),
} as const;

type Outcome = { paid?: bigint; delivered?: bigint; refusedBy?: string };

export const bestExchange = defineQuery({
  summary:
    "The best quote of providers and what each pool of the corridor would do for a payment now, and which is best.",
  readers: party("payer"),
  params: z.strictObject({ corridor: corridorIdSchema, payer: accountSchema, ...askedShape }),
  result: z.strictObject({
    providers: z.strictObject(outcomeShape),
    pools: z.array(z.strictObject({ pool: poolNumberSchema, ...outcomeShape })).max(limits.poolsPerCorridorMax),
    /** Absent where every way is refused; providers where a pool is only as good. */
    best: z.enum(["providers", "pool"]).optional(),
    bestPool: poolNumberSchema.optional(),
  }),
  answer({ state }, { corridor, payer, ...asked }) {
    const providers = outcomeOf(() => {
      const { paid, delivered, refusal } = fx.bestRoute(state, payer, { corridor, ...asked });
      if (refusal !== undefined) throw refusal;
      return { paid, delivered };
    });
    const pools = (corridorPools.get(state, corridor) ?? []).flatMap((number) => {
      const pool = requirePool(state, number);
      const codes = pool.reserves.map(({ currency }) => currency);
      if (!codes.includes(asked.source) || !codes.includes(asked.destination)) return [];
      const outcome = outcomeOf(() => {
        const { paid, delivered } = requireOffer(state, pool, asked);
        const refusal = corridors.judge(state, paymentOf(pool, payer, asked, { paid, delivered }));
        if (refusal !== undefined) throw refusal;
        return { paid, delivered };
      });
      return [{ pool: number, ...outcome }];
    });
    let best: { readonly pool?: number; readonly outcome: Outcome } | undefined;
    for (const { pool, ...outcome } of [{ pool: undefined, ...providers }, ...pools]) {
      if (outcome.refusedBy !== undefined) continue;
      if (best !== undefined && worthOf(asked.fixed, outcome) <= worthOf(asked.fixed, best.outcome)) continue;
      best = { outcome, ...(pool !== undefined && { pool }) };
    }
    const named = best?.pool === undefined ? {} : { bestPool: best.pool };
    const way = best?.pool === undefined ? ("providers" as const) : ("pool" as const);
    return { providers, pools, ...(best && { best: way }), ...named };
  },
});

/** More delivered is better, and less paid. */
const worthOf = (fixed: "source" | "destination", { paid = 0n, delivered = 0n }: Outcome) =>
  fixed === "source" ? delivered : -paid;

function outcomeOf(find: () => Outcome): Outcome {
  try {
    return find();
  } catch (refusal) {
    if (refusal instanceof Refusal) return { refusedBy: refusal.definition.code };
    throw refusal;
  }
}
