// Imports a file of prices: reads what is asked for, finds what the ledger has of it, and has the feeders quote the rest.
import type { Delivery } from "#src/cli/importing/deliver.ts";
import type { Refused } from "#src/cli/importing/refused.ts";
import { type LedgerLink, newestBlock } from "#src/cli/ledger/link.ts";
import { type Quoting, quoteAsOfNow, quoteHistory } from "./handIn.ts";
import { findFeeds, type LedgerPrice, newestObserved, priceOf, requireFeeder, requireReplayed } from "./ledgerFeeds.ts";
import { planQuotes } from "./plan.ts";
import { type PriceFileOptions, readPriceFile } from "./priceFile.ts";

export interface Feeder {
  readonly account: string;
  /** Undefined where nothing is sent. */
  readonly delivery: Delivery | undefined;
}

export interface ImportPricesOptions extends PriceFileOptions {
  readonly file: string;
  readonly link: LedgerLink;
  readonly feeders: readonly Feeder[];
  readonly confidenceBp: number;
  /** The moment as of which the first period is replayed, or `now`; undefined where quotes are as of what the file says. */
  readonly replayAt: number | "now" | undefined;
  /** Messages in a batch. */
  readonly chunk: number;
  refuse(entry: Refused): void;
  /** Told how many quotes there are, before the first is sent, and as of when a replay begins. */
  begin(quotes: number, replayAtMs: number | undefined): void;
  progress(quotes: number): void;
}

export interface PriceSums {
  feeds: number;
  feeders: number;
  /** Prices that can be quoted, of all feeds. */
  prices: number;
  quoted: number;
  /** Quoted again so that a jump is confirmed. */
  stoodBy: number;
  /** What the ledger has of these feeders already, or something later. */
  known: number;
  /** Readable, and yet refused. */
  dropped: number;
  replayAtMs: number | undefined;
  /** Of each feed, at the end. */
  status: Readonly<Record<string, LedgerPrice>>;
}

export async function importPrices(options: ImportPricesOptions): Promise<PriceSums> {
  const { file, link, mappings, feeders, confidenceBp, refuse, replayAt } = options;
  const { url } = link;
  const priceFile = await readPriceFile(file, options, refuse);
  const feeds = await findFeeds(url, mappings, priceFile);
  for (const { account } of feeders) requireFeeder(feeds, account);
  if (replayAt !== undefined) requireReplayed(feeds);
  const { timeMs: nowMs } = await newestBlock(link);
  const replayAtMs = replayAt === "now" ? nowMs : replayAt;
  const shiftMs = replayAtMs === undefined ? 0 : replayAtMs - (priceFile.firstEndMs ?? replayAtMs);
  const moments = planQuotes(priceFile, { mappings, feeds, shiftMs, confidenceBp, refuse });
  const prices = moments.reduce((sum, { quotes }) => sum + quotes.length, 0);
  const sums: PriceSums = {
    ...{ feeds: feeds.size, feeders: feeders.length, prices, quoted: 0, stoodBy: 0, known: 0, dropped: 0 },
    ...{ replayAtMs, status: {} },
  };
  options.begin(prices * feeders.length, replayAtMs);
  const quoting: Quoting = {
    ...{ link, feeds, feeders, moments, nowMs, refuse, chunk: options.chunk },
    observed: await newestObserved(url, feeds.keys()),
    count(what, quotes) {
      sums[what] += quotes;
      if (what !== "stoodBy") options.progress(quotes);
    },
  };
  await (replayAtMs === undefined ? quoteAsOfNow(quoting) : quoteHistory(quoting));
  const status = await Promise.all([...feeds.keys()].map(async (feed) => [feed, await priceOf(url, feed)] as const));
  return { ...sums, status: Object.fromEntries(status) };
}
