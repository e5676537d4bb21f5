// Feeds, quotes and prices as the model keeps them: each feed's history as stretches of time at one price.
import type { Model } from "../model.ts";
import { type UndoLog, UndoMap } from "../undo.ts";

export interface Rules {
  readonly maxAgeMs: number;
  readonly market: "continuous" | "weekdays";
  readonly confidenceMultiplierBp: number;
  readonly ageWideningPpm: number;
  readonly gateBp: number;
  readonly holdMs: number;
  readonly minPublishers: number;
  readonly sampleMs: number;
}

export interface Feed {
  readonly feed: string;
  readonly unit: string;
  readonly measure: string;
  readonly measuresPerUnit: bigint;
  readonly frequency: "fast" | "slow";
  readonly label: string;
  readonly rules: Rules;
  readonly feeders: readonly string[];
}

export interface Quote {
  readonly feeder: string;
  readonly priceNano: bigint;
  readonly confidenceNano: bigint;
  readonly observedMs: number;
}

export interface Round {
  readonly roundId: number;
  readonly atMs: number;
  readonly priceNano: bigint;
  readonly confidenceNano: bigint;
  readonly observedMs: number;
  readonly publishers: number;
}

export type Outcome = "accepted" | "held" | "confirmed";

/** A stretch of time that begins with a price coming into force. */
export interface Stretch {
  readonly fromMs: number;
  readonly priceNano: bigint;
  /** The worth of all time before it: the sum of price times milliseconds. */
  readonly beforeNanoMs: bigint;
}

export interface History {
  readonly roundId: number;
  /** The newest ones. */
  readonly rounds: readonly (Round & { readonly outcome: Outcome })[];
  readonly current: Round;
  readonly pending?: Round & { readonly sinceMs: number };
  /** From the oldest sample on. */
  readonly stretches: readonly Stretch[];
  readonly samples: number;
  /** When the newest samples were taken. */
  readonly sampledMs: readonly number[];
}

const makeBook = (log: UndoLog) => ({
  feeds: new UndoMap<string, Feed>(log),
  quotes: new UndoMap<string, readonly Quote[]>(log),
  histories: new UndoMap<string, History>(log),
});

export const oracleOf = (model: Model) => model.book(makeBook);

/** The sum of price times milliseconds from the first round to a moment. */
export function priceTimeUntil(stretches: readonly Stretch[], untilMs: number): bigint {
  const last = stretches.findLast(({ fromMs }) => fromMs <= untilMs);
  return last === undefined ? 0n : last.beforeNanoMs + last.priceNano * BigInt(untilMs - last.fromMs);
}
