// What the module `oracle` must do: feeds, quotes, rounds, jumps held until confirmed.
import { isOpen } from "./accounts/book.ts";
import { apart, byText } from "./arithmetic.ts";
import { hasRole, judgeRole } from "./authority/book.ts";
import { type ExpectedRow, type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import {
  type Feed,
  type History,
  type Outcome,
  oracleOf,
  priceTimeUntil,
  type Quote,
  type Rules,
} from "./oracle/book.ts";
import { isStale, medianOf } from "./oracle/prices.ts";

const setters = ["governor", "issuer"];

function judgeFeeders(model: Model, feeders: readonly string[], minPublishers: number, grounds: Grounds): void {
  grounds.when(
    feeders.some((feeder) => !isOpen(model, feeder)),
    "accounts/unknownAccount",
  );
  grounds.when(new Set(feeders).size < feeders.length, "oracle/repeatedFeeder");
  grounds.when(feeders.length < minPublishers, "oracle/tooFewFeeders");
}

const sorted = (feeders: readonly string[]) => [...feeders].sort(byText);

const registerFeed = modelMessage<Feed>({
  judge(model, actor, { feed, feeders, rules }, grounds) {
    judgeRole(model, actor, setters, grounds);
    grounds.when(oracleOf(model).feeds.has(feed), "oracle/feedExists");
    judgeFeeders(model, feeders, rules.minPublishers, grounds);
  },
  apply: (model, _actor, feed) => oracleOf(model).feeds.set(feed.feed, { ...feed, feeders: sorted(feed.feeders) }),
});

const setFeeders = modelMessage<Pick<Feed, "feed" | "feeders">>({
  judge(model, actor, { feed, feeders }, grounds) {
    judgeRole(model, actor, setters, grounds);
    const known = oracleOf(model).feeds.get(feed);
    grounds.when(known === undefined, "oracle/unknownFeed");
    judgeFeeders(model, feeders, known?.rules.minPublishers ?? 0, grounds);
  },
  apply(model, _actor, { feed, feeders }) {
    const { feeds, quotes } = oracleOf(model);
    feeds.set(feed, { ...feeds.at(feed), feeders: sorted(feeders) });
    const kept = (quotes.get(feed) ?? []).filter(({ feeder }) => feeders.includes(feeder));
    quotes.set(feed, kept);
  },
});

const setFeedRules = modelMessage<{ readonly feed: string; readonly rules: Rules }>({
  judge(model, actor, { feed, rules }, grounds) {
    judgeRole(model, actor, setters, grounds);
    const known = oracleOf(model).feeds.get(feed);
    if (grounds.when(known === undefined, "oracle/unknownFeed") || known === undefined) return;
    grounds.when(known.feeders.length < rules.minPublishers, "oracle/tooFewFeeders");
  },
  apply(model, _actor, { feed, rules }) {
    const { feeds } = oracleOf(model);
    feeds.set(feed, { ...feeds.at(feed), rules });
  },
});

type Stated = Omit<Quote, "feeder"> & { readonly feed: string };

const submitQuotes = modelMessage<{ readonly quotes: readonly Stated[] }>({
  judge(model, actor, { quotes }, grounds) {
    judgeRole(model, actor, ["price-feeder"], grounds);
    grounds.when(new Set(quotes.map(({ feed }) => feed)).size < quotes.length, "oracle/repeatedFeed");
    for (const quote of quotes) judgeQuote(model, actor, quote, grounds);
  },
  apply(model, feeder, { quotes }) {
    const taken = quotes.map(({ feed, priceNano, confidenceNano, observedMs }) => {
      const book = oracleOf(model);
      const others = (book.quotes.get(feed) ?? []).filter((other) => other.feeder !== feeder);
      const all = [...others, { feeder, priceNano, confidenceNano, observedMs }];
      book.quotes.set(
        feed,
        all.sort((left, right) => byText(left.feeder, right.feeder)),
      );
      return { feed, ...completeRound(model, feed) };
    });
    return { quotes: taken };
  },
});

function judgeQuote(model: Model, feeder: string, quote: Stated, grounds: Grounds): void {
  const { feed, priceNano, confidenceNano, observedMs } = quote;
  const { feeds, quotes } = oracleOf(model);
  const known = feeds.get(feed);
  if (grounds.when(known === undefined, "oracle/unknownFeed")) return;
  grounds.when(known?.feeders.includes(feeder) !== true, "oracle/notFeeder");
  grounds.when(confidenceNano > priceNano, "oracle/confidenceTooWide");
  grounds.when(observedMs > model.timeMs, "oracle/quoteFromFuture");
  const previousMs = quotes.get(feed)?.find((other) => other.feeder === feeder)?.observedMs ?? 0;
  grounds.when(observedMs < previousMs, "oracle/quoteOutOfOrder");
}

/** Whether a price lies a gate or more away from another. */
const jumps = (fromNano: bigint, toNano: bigint, { gateBp }: Rules): boolean =>
  apart(fromNano, toNano) * 10_000n >= fromNano * BigInt(gateBp);

/** Takes all fresh quotes of feeders in office together; answers what came of it. */
function completeRound(model: Model, feed: string) {
  const { feeds, quotes, histories } = oracleOf(model);
  const { rules, feeders } = feeds.at(feed);
  const fresh = quotes
    .at(feed)
    .filter(
      ({ feeder, observedMs }) => hasRole(model, feeder, "price-feeder") && !isStale(rules, observedMs, model.timeMs),
    );
  const liarsMost = Math.floor((feeders.length - 1) / 3);
  const quorum = Math.max(rules.minPublishers, 2 * liarsMost + 1);
  if (fresh.length < quorum) return { outcome: "waiting" };

  const before = histories.get(feed);
  const observed = fresh.map(({ observedMs }) => observedMs).sort((left, right) => right - left);
  const round = {
    roundId: (before?.roundId ?? 0) + 1,
    atMs: model.timeMs,
    ...medianOf(fresh, liarsMost),
    observedMs: observed[quorum - 1] ?? 0,
    publishers: fresh.length,
  };
  const { pending } = before ?? {};
  const isJump = before !== undefined && jumps(before.current.priceNano, round.priceNano, rules);
  const isSameJump = pending !== undefined && !jumps(pending.priceNano, round.priceNano, rules);
  const again = observed.filter((observedMs) => pending !== undefined && observedMs > pending.sinceMs).length;
  const isDue = pending !== undefined && model.timeMs >= pending.sinceMs + rules.holdMs;
  const isConfirmed = isSameJump && again >= quorum && isDue;
  const outcome: Outcome = !isJump ? "accepted" : isConfirmed ? "confirmed" : "held";
  const { roundId } = round;
  const rounds = [...(before?.rounds ?? []), { ...round, outcome }].slice(-roundsKept);
  if (before !== undefined && outcome === "held") {
    const sinceMs = isSameJump ? pending.sinceMs : model.timeMs;
    histories.set(feed, { ...before, roundId, rounds, pending: { ...round, sinceMs } });
  } else histories.set(feed, { roundId, rounds, current: round, ...extended(model, before, round.priceNano, rules) });
  return { outcome, roundId: round.roundId, priceNano: round.priceNano };
}

const roundsKept = 256;
const samplesKept = 400;

/** The history with a new stretch, and with a sample where one is due. */
function extended(model: Model, before: History | undefined, priceNano: bigint, { sampleMs }: Rules) {
  const nowMs = model.timeMs;
  const beforeNanoMs = before === undefined ? 0n : priceTimeUntil(before.stretches, nowMs);
  const lastMs = before?.sampledMs.at(-1);
  const isDue = lastMs === undefined || nowMs - lastMs >= sampleMs;
  const sampledMs = [...(before?.sampledMs ?? []), ...(isDue ? [nowMs] : [])].slice(-samplesKept);
  const all = [...(before?.stretches ?? []), { fromMs: nowMs, priceNano, beforeNanoMs }];
  const first = all.findLastIndex(({ fromMs }) => fromMs < (sampledMs[0] ?? nowMs));
  const stretches = all.slice(Math.max(0, first));
  return { stretches, samples: (before?.samples ?? 0) + (isDue ? 1 : 0), sampledMs };
}

const padded = (number: number) => number.toString().padStart(16, "0");

function* historyRows(feed: string, history: History): Generator<ExpectedRow> {
  const { roundId, rounds, current, pending, stretches, samples, sampledMs } = history;
  for (const round of rounds) yield [`oracle/round/${feed}/${padded(round.roundId)}`, round];
  const summedMs = stretches.at(-1)?.fromMs ?? 0;
  const sums = { priceNanoMsSum: priceTimeUntil(stretches, summedMs), summedMs };
  yield [`oracle/price/${feed}`, { roundId, current, pending, ...sums, samples, sampledMs: sampledMs.at(-1) }];
  for (const [at, atMs] of sampledMs.entries()) {
    const row = { atMs, priceNanoMsSum: priceTimeUntil(stretches, atMs) };
    yield [`oracle/sample/${feed}/${padded(samples - sampledMs.length + at)}`, row];
  }
}

export const model: ModuleModel = {
  messages: { registerFeed, setFeeders, setFeedRules, submitQuotes },
  start(model, part) {
    for (const feed of (part as { readonly feeds: readonly Feed[] }).feeds) {
      oracleOf(model).feeds.set(feed.feed, { ...feed, feeders: sorted(feed.feeders) });
    }
  },
  *moments(model) {
    const { feeds, histories } = oracleOf(model);
    for (const [name, { current, pending }] of histories.entries()) {
      const { maxAgeMs, holdMs } = feeds.at(name).rules;
      yield (pending ?? current).observedMs + maxAgeMs;
      if (pending !== undefined) yield pending.sinceMs + holdMs;
    }
  },
  *rows(model) {
    const { feeds, quotes, histories } = oracleOf(model);
    for (const [name, feed] of feeds.entries()) yield [`oracle/feed/${name}`, feed];
    for (const [name, list] of quotes.entries()) yield [`oracle/quotes/${name}`, list];
    for (const [name, history] of histories.entries()) yield* historyRows(name, history);
  },
};
