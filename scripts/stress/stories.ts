// The stories that are replayed through the ledger, and what is told of each.
import type { Attempt, Rebalanced, Redeemed, Replay, Row } from "./replay.ts";
import { copper2008, copper2008InStandardBand } from "./stories/copper2008.ts";
import { frozenOracle } from "./stories/frozenOracle.ts";
import { lyingFeeders, oneLiarOfThree } from "./stories/lyingFeeders.ts";
import { ninetyPercentLoss } from "./stories/ninetyPercentLoss.ts";
import { stuckFeed } from "./stories/stuckFeed.ts";
import { tin1985 } from "./stories/tin1985.ts";

/** What a replay leaves behind: plain data. */
export interface Told {
  readonly name: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly path: readonly string[];
  readonly lowestBp: bigint;
  /** While a jump was held, when the worse price counts; absent where none was. */
  readonly lowestHeldBp?: bigint;
  readonly mints: readonly Attempt[];
  readonly redeemed: readonly Redeemed[];
  readonly rebalances: readonly Rebalanced[];
  /** After each of them the books were looked at. */
  readonly blocks: number;
  readonly reweightings: number;
}

export async function toldOf(replay: Replay): Promise<Told> {
  const { setting, rows, path, lowestBp = 0n, lowestHeldBp, mints, redeemed, books } = replay;
  return {
    ...{ name: setting.name, title: setting.title, rows, path, lowestBp, mints, redeemed },
    ...(lowestHeldBp === undefined ? {} : { lowestHeldBp }),
    rebalances: await replay.rebalances(),
    blocks: books.blocks,
    reweightings: books.reweightings,
  };
}

const stories = [
  copper2008,
  copper2008InStandardBand,
  tin1985,
  ninetyPercentLoss,
  stuckFeed,
  lyingFeeders,
  oneLiarOfThree,
  frozenOracle,
] as const;

/** Replays every story; one whose books do not balance throws. */
export async function playAll(): Promise<Told[]> {
  const told: Told[] = [];
  for (const story of stories) told.push(await toldOf(await story()));
  return told;
}
