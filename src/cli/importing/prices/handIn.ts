// Has feeders quote what is planned: all at once as of what the file says, or as history, moment by moment.
import { piecesOf } from "#src/cli/importing/deliver.ts";
import type { Refused } from "#src/cli/importing/refused.ts";
import type { LedgerLink } from "#src/cli/ledger/link.ts";
import { messages } from "#src/sdk/messages.ts";
import { goOnTo } from "./devnetClock.ts";
import type { Feeder } from "./importPrices.ts";
import { type LedgerFeed, priceOf } from "./ledgerFeeds.ts";
import { faultAt, type Moment, type PlannedQuote, refusedQuote } from "./plan.ts";

export interface Quoting {
  readonly link: LedgerLink;
  readonly feeds: ReadonlyMap<string, LedgerFeed>;
  readonly feeders: readonly Feeder[];
  readonly moments: readonly Moment[];
  /** The ledger's clock. */
  readonly nowMs: number;
  /** When each feeder last observed each feed, by `FEEDER FEED`. */
  readonly observed: ReadonlyMap<string, number>;
  readonly chunk: number;
  refuse(entry: Refused): void;
  count(what: "quoted" | "known" | "dropped" | "stoodBy", quotes: number): void;
}

/** Each quote as of the end of its period; what is stale or to come is refused by name. */
export async function quoteAsOfNow(quoting: Quoting): Promise<void> {
  const faults = new Set<PlannedQuote>();
  for (const { quotes } of quoting.moments) {
    for (const quote of quotes) {
      const reason = faultOf(quote, quoting, quoting.nowMs);
      if (reason === undefined) continue;
      faults.add(quote);
      quoting.refuse(refusedQuote(quote, reason));
    }
  }
  for (const feeder of quoting.feeders) {
    const groups = quoting.moments.map(({ quotes }) => {
      const rest = unknownOf(feeder, quotes, quoting).filter((quote) => !faults.has(quote));
      quoting.count("dropped", quotes.filter((quote) => faults.has(quote) && !isKnown(feeder, quote, quoting)).length);
      return rest;
    });
    const messagesToSend = groups.filter((quotes) => quotes.length > 0);
    for (const piece of piecesOf(messagesToSend, quoting.chunk)) await send(feeder, piece, quoting);
  }
}

/**
 * History on a devnet: the clock is set forward to each moment, which lies as far behind the one before as in the file.
 * A jump that the oracle holds is confirmed by quoting once more after it has been held for as long as the feed demands.
 */
export async function quoteHistory(quoting: Quoting): Promise<void> {
  const { link, feeders } = quoting;
  let nowMs = quoting.nowMs;
  for (const { observedMs, quotes } of quoting.moments) {
    const open = feeders.map((feeder) => ({ feeder, quotes: unknownOf(feeder, quotes, quoting) }));
    if (open.every((one) => one.quotes.length === 0)) continue;
    const isDry = open.every(({ feeder }) => feeder.delivery === undefined);
    nowMs = isDry ? Math.max(nowMs, observedMs) : await goOnTo(link, Math.max(nowMs, observedMs));
    const faults = quotes.flatMap((quote) => {
      const reason = faultOf(quote, quoting, nowMs);
      return reason === undefined ? [] : [{ quote, reason }];
    });
    for (const { quote, reason } of faults) quoting.refuse(refusedQuote(quote, reason));
    const isGood = (quote: PlannedQuote) => faults.every((fault) => fault.quote !== quote);
    for (const one of open) {
      const good = one.quotes.filter(isGood);
      quoting.count("dropped", one.quotes.length - good.length);
      if (good.length > 0) await send(one.feeder, [good], quoting);
    }
    if (!isDry) nowMs = await standBy(quotes.filter(isGood), quoting, nowMs);
  }
}

/** Beyond the block that first saw a jump, which is a little later than the moment itself. */
const confirmAfterMs = 60_000;

/** Answers what the ledger's clock shows then. */
async function standBy(moment: readonly PlannedQuote[], quoting: Quoting, nowMs: number): Promise<number> {
  const { link, feeds, feeders } = quoting;
  const held: PlannedQuote[] = [];
  for (const quote of moment) if ((await priceOf(link.url, quote.feed)).status === "pending") held.push(quote);
  if (held.length === 0) return nowMs;
  const holdMs = Math.max(...held.map(({ feed }) => feeds.get(feed)?.rules.holdMs ?? 0));
  const againMs = await goOnTo(link, nowMs + holdMs + confirmAfterMs);
  const again = held.map((quote) => ({ ...quote, observedMs: againMs }));
  for (const feeder of feeders) await send(feeder, [again], quoting, "stoodBy");
  return againMs;
}

function faultOf(quote: PlannedQuote, { feeds }: Quoting, timeMs: number) {
  const feed = feeds.get(quote.feed);
  return feed === undefined ? undefined : faultAt(quote, feed, timeMs);
}

function isKnown({ account }: Feeder, { feed, observedMs }: PlannedQuote, { observed }: Quoting): boolean {
  return (observed.get(`${account} ${feed}`) ?? -1) >= observedMs;
}

/** Without what the ledger has already, or has passed. */
function unknownOf(feeder: Feeder, quotes: readonly PlannedQuote[], quoting: Quoting): readonly PlannedQuote[] {
  const unknown = quotes.filter((quote) => !isKnown(feeder, quote, quoting));
  quoting.count("known", quotes.length - unknown.length);
  return unknown;
}

/** One message for each group; what the ledger refuses is told by its code. */
async function send(
  { delivery }: Feeder,
  groups: readonly (readonly PlannedQuote[])[],
  { refuse, count }: Quoting,
  what: "quoted" | "stoodBy" = "quoted",
): Promise<void> {
  const sent = groups.map((quotes) =>
    messages.oracle.submitQuotes({
      quotes: quotes.map(({ feed, priceNano, confidenceNano, observedMs }) => ({
        ...{ feed, priceNano, confidenceNano, observedMs },
      })),
    }),
  );
  const refusals = delivery === undefined ? new Map() : (await delivery.send(sent)).refusals;
  for (const [index, quotes] of groups.entries()) {
    const refusal = refusals.get(index);
    count(refusal === undefined ? what : "dropped", quotes.length);
    if (refusal === undefined) continue;
    for (const { feed, price } of quotes) {
      const { line, column, value, period } = price;
      refuse({ line, column, value, reason: refusal.code, refused: true, feed, details: { period: period.name } });
    }
  }
}
