// What other modules may do with the reserve and its money: see where a metal stands, and trade it at a price that is safe.

import { read as basket } from "#src/modules/basket/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { findUnableToFollow } from "./composition.ts";
import { coverageOf } from "./coverage.ts";
import { readHoldings } from "./holdings.ts";
import { burnKdg, isPaused, supplyMicroKdg } from "./money.ts";
import { countedRights } from "./rights/valuing.ts";
import { acquireForKdg, canBePaid, isAcquisitionSafe, isReleaseSafe, readMarket, releaseForKdg } from "./trading.ts";

export type { Market, Trade } from "./trading.ts";

export const read = {
  /** While KDG is paused nothing is minted, burnt or settled. */
  isPaused,
  readMarket,
  /** By total coverage now; refuses while the basket's value is not sound. */
  zone(state: StateReader) {
    const value = basket.requireSoundValue(state);
    return coverageOf(state, readHoldings(state), supplyMicroKdg(state), value, countedRights(state)).zone;
  },
  /** The first metal that could not follow the basket to these worths of its metals, at middle prices. */
  findUnableToFollow,
  isReleaseSafe,
  isAcquisitionSafe,
  canBePaid,
};

export const move = {
  releaseForKdg,
  acquireForKdg,
  /** Burns what a book of another module holds; the caller has checked that it may. */
  burnFromBook: burnKdg,
};
