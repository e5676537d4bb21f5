// What the ledger knows of the feeds that a file is quoted for: unit, rules, feeders, and the newest quote of each.
import { z } from "zod";
import { usageFailure } from "#src/cli/failure.ts";
import { getParsed, isProblem } from "#src/cli/http.ts";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import type { Mapping } from "./columns.ts";
import type { PriceFile } from "./priceFile.ts";
import { isConvertible } from "./units.ts";

const feedSchema = z.looseObject({
  feed: z.string(),
  unit: z.string(),
  label: z.string(),
  rules: z.looseObject({
    maxAgeMs: z.int().min(1),
    market: z.enum(["continuous", "weekdays"]),
    holdMs: z.int().min(0),
  }),
  feeders: z.array(accountSchema),
});
export type LedgerFeed = z.output<typeof feedSchema>;

const quotesSchema = z.looseObject({
  quotes: z.array(z.looseObject({ feeder: accountSchema, observedMs: timeMsSchema })),
});
const priceSchema = z.looseObject({ status: z.string(), roundId: z.int().min(0).optional() });
export type LedgerPrice = z.output<typeof priceSchema>;
const genesisSchema = z.looseObject({ numeraire: z.string() });

/** What a feed of replayed prices says of itself, where everybody who reads the price reads it. */
export const replayLabel = "replayed history";

function ask<Schema extends z.ZodType>(url: string, query: string, feed: string, schema: Schema) {
  return getParsed(url, `/v1/oracle/${query}?${new URLSearchParams({ feed })}`, schema);
}

export function priceOf(url: string, feed: string): Promise<LedgerPrice> {
  return ask(url, "price", feed, priceSchema);
}

/** Refuses feeds that are not there, and those that are priced in what the file is not. */
export async function findFeeds(
  url: string,
  mappings: readonly Mapping[],
  { series }: PriceFile,
): Promise<ReadonlyMap<string, LedgerFeed>> {
  const { numeraire } = await getParsed(url, "/v1/genesis", genesisSchema);
  const feeds = new Map<string, LedgerFeed>();
  for (const { column, feed } of mappings) {
    const priced = series.get(column)?.unit;
    if (priced === undefined) continue;
    if (priced.currency !== numeraire) {
      throw usageFailure(
        `${column} is in ${priced.currency}, and this ledger quotes in ${numeraire}: no rate is guessed`,
      );
    }
    const found = await feedOf(url, feed);
    if (!isConvertible(priced.unit, found.unit)) {
      throw usageFailure(
        `${column} is per ${priced.unit}, and ${feed} per ${found.unit}: neither follows from the other`,
      );
    }
    feeds.set(feed, found);
  }
  return feeds;
}

async function feedOf(url: string, feed: string): Promise<LedgerFeed> {
  try {
    return await ask(url, "feed", feed, feedSchema);
  } catch (reason) {
    if (isProblem(reason, "oracle/unknownFeed")) throw usageFailure(`this ledger has no feed ${feed}`);
    throw reason;
  }
}

export function requireFeeder(feeds: ReadonlyMap<string, LedgerFeed>, feeder: string): void {
  const foreign = [...feeds.values()].filter(({ feeders }) => !feeders.some((account) => account === feeder));
  if (foreign.length === 0) return;
  throw usageFailure(`${feeder} is no feeder of ${foreign.map(({ feed }) => feed).join(", ")}`);
}

/** History is shown as prices of now only where the feed tells its readers so. */
export function requireReplayed(feeds: ReadonlyMap<string, LedgerFeed>): void {
  const unlabelled = [...feeds.values()].filter(({ label }) => !label.includes(replayLabel));
  if (unlabelled.length === 0) return;
  const names = unlabelled.map(({ feed }) => feed).join(", ");
  throw usageFailure(`${names} would show history as prices of now: only feeds labelled "${replayLabel}" are replayed`);
}

/** When each feeder last observed each feed: `FEEDER FEED` to milliseconds. */
export async function newestObserved(url: string, feeds: Iterable<string>): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for (const feed of feeds) {
    const { quotes } = await ask(url, "quotes", feed, quotesSchema);
    for (const { feeder, observedMs } of quotes) newest.set(`${feeder} ${feed}`, observedMs);
  }
  return newest;
}
