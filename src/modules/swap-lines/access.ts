// What other modules may use of `swap-lines`: the rate of exchange and the arithmetic by which central banks lend to each other.
import type { StateReader } from "#src/state/view.ts";
import { decimalsOf, requirePriceNano } from "./lending.ts";
import { type Spot, worthUp } from "./rules.ts";

export { daysBegun, interestOf, owedInterest, type Spot } from "./rules.ts";
export { dayMs, moneySchema, rateBpSchema, spotSchema } from "./schemas.ts";

export const read = {
  /** The middle price of a whole unit of a currency; refuses where there is none, or it is not sound. */
  requirePriceNano,
  /** What a lent sum is worth in another currency at a rate, with a haircut on top, rounded up. */
  worthUp(
    state: StateReader,
    { currency, amount }: { readonly currency: string; readonly amount: bigint },
    held: string,
    spot: Spot,
    haircutBp: number,
  ): bigint {
    return worthUp(amount, spot, decimalsOf(state, currency, held), haircutBp);
  },
};
