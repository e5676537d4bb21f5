// What other modules may use of `swap-lines`, in tiers: read, with the arithmetic by which central banks lend to each other, and
// create, which makes and destroys what is lent on to banks.
import type { StateReader, Stored } from "#src/state/view.ts";
import { decimalsOf, requirePriceNano } from "./lending.ts";
import { drawOnward, exchange, type OnwardPlace, onwardDraw, onwardOffer, repayOnward } from "./onward.ts";
import { type Spot, worthUp } from "./rules.ts";
import type { Draw, OnwardLimit } from "./schemas.ts";
import { onwardLimits } from "./tables.ts";

export type { Exchange, OnwardOffer, OnwardPlace } from "./onward.ts";
export { freeFrom, interestOf, interestSince, owedInterest, repayable, type Spot } from "./rules.ts";
export { dayMs, drawNumberSchema, lineNumberSchema, rateBpSchema, spotSchema } from "./schemas.ts";

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
  exchange,
  /** What a bank may have drawn on a line, ended or not. */
  onwardLimit: (state: StateReader, { line, currency, bank }: OnwardPlace): Stored<OnwardLimit> | undefined =>
    onwardLimits.get(state, line, currency, bank),
  onwardOffer,
  /** An open draw of a bank, or nothing when it is over. */
  onwardDraw: (state: StateReader, line: number, draw: number): Stored<Draw> | undefined =>
    onwardDraw(state, line, draw),
};

export const create = { drawOnward, repayOnward };
