// What other modules may do with intraday credit, in tiers: read, and create, which makes and destroys what is lent.
import { Funding, hasSources } from "./funding.ts";
import { repayFirst } from "./repaying.ts";

export const read = { hasSources };

export const create = {
  repayFirst,
  /** Rooms to draw on at the end of one block. */
  funding: (...parts: ConstructorParameters<typeof Funding>): Funding => new Funding(...parts),
};

export type { Funding } from "./funding.ts";
