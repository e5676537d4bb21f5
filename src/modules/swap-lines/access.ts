// What other modules may do with swap lines, in tiers: read, and create, which makes and destroys what is lent on to banks.
import type { StateReader, Stored } from "#src/state/view.ts";
import { drawOnward, exchange, type OnwardPlace, onwardDraw, onwardOffer, repayOnward } from "./onward.ts";
import type { Draw, OnwardLimit } from "./schemas.ts";
import { onwardLimits } from "./tables.ts";

export type { Exchange, OnwardOffer, OnwardPlace } from "./onward.ts";
export { interestSince, repayable } from "./rules.ts";
export { dayMs, drawNumberSchema, lineNumberSchema } from "./schemas.ts";

export const read = {
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
