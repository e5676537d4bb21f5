// What other modules may ask of `value-support`: the room for money, and the provers' part of a fee.
import type { StateReader } from "#src/state/view.ts";
import { feesAccount, readSums, shareFee } from "./books.ts";
import { roomAt } from "./rules.ts";

export { feesAccount };

export const read = {
  /** The room of all proofs together at the block's time, in micro-KDG, rounded down. */
  roomMicroKdg: (state: StateReader): bigint => roomAt(readSums(state), state.timeMs),
};

export const move = { shareFee };
