// Traffic of the module `oracle`: feeders follow markets that drift and jump; feeds and their rules change.
import { holdersOf } from "../model/authority/book.ts";
import { type Feed, oracleOf, type Rules } from "../model/oracle/book.ts";
import { priceOf } from "../model/oracle/prices.ts";
import type { Draft, Traffic, World } from "../world.ts";

const hourMs = 3_600_000;

/** Mostly one whom a feed without a sound price waits for longest: few deals are made while any of several prices is missing. */
function quoter(world: World): string | undefined {
  const { random, model } = world;
  const { feeds, quotes: lastQuotes } = oracleOf(model);
  const unsound = feeds.keys().filter((feed) => priceOf(model, feed)?.status !== "sound");
  const feed = random.percent(80) ? random.pickMaybe(unsound) : undefined;
  if (feed === undefined) return world.officer("price-feeder");
  const people = new Set(world.people());
  const inOffice = new Set(holdersOf(model, "price-feeder").filter((account) => people.has(account)));
  const saidMs = (account: string) =>
    lastQuotes.get(feed)?.find(({ feeder }) => feeder === account)?.observedMs ?? Number.NEGATIVE_INFINITY;
  const able = feeds.at(feed).feeders.filter((account) => inOffice.has(account));
  return able.toSorted((one, other) => (saidMs(one) < saidMs(other) ? -1 : 1))[0] ?? world.officer("price-feeder");
}

/** What a feeder says: near the market, observed a moment ago; sometimes plainly wrong. */
function quotes(world: World): Draft | undefined {
  const { random, model } = world;
  const { feeds } = oracleOf(model);
  const actor = quoter(world);
  if (actor === undefined) return undefined;
  const own = feeds.values().filter(({ feeders }) => feeders.includes(actor));
  const chosen = random.percent(85) ? own : random.some(own, own.length);
  const stated = chosen.map(({ feed }) => {
    const isOff = random.percent(3);
    const offBp = random.bigBetween(-20n, 20n) * (isOff ? 200n : 1n);
    const market = (world.marketNano(feed) * (10_000n + offBp)) / 10_000n;
    const priceNano = market < 1n ? 1n : market;
    const confidence = (priceNano * random.bigBetween(1n, 30n)) / 10_000n;
    const observedMs = world.timeMs - (random.percent(70) ? 0 : random.spread(0, 5_000));
    return { feed, priceNano, confidenceNano: confidence < 1n ? 1n : confidence, observedMs };
  });
  return stated.length === 0 ? undefined : { actor, content: { quotes: stated } };
}

const soundRules: Rules = {
  maxAgeMs: hourMs,
  market: "continuous",
  confidenceMultiplierBp: 10_000,
  ageWideningPpm: 39,
  gateBp: 1_000,
  holdMs: 0,
  minPublishers: 2,
  sampleMs: 1_000,
};

/** Sound rules with one of them changed. */
function rulesNear({ random }: World): Rules {
  const changes: readonly Partial<Rules>[] = [
    {},
    {},
    { maxAgeMs: random.spread(1_000, 30 * 24 * hourMs) },
    { market: "weekdays", maxAgeMs: random.spread(hourMs, 10 * 24 * hourMs) },
    { confidenceMultiplierBp: random.below(30_000) },
    { ageWideningPpm: random.pick([0, 500, 5_000]) },
    { gateBp: random.pick([1, 50, 500, 10_000]) },
    { holdMs: random.spread(0, 600_000) },
    { minPublishers: random.between(1, 4) },
    { sampleMs: random.spread(1, 60_000) },
  ];
  return { ...soundRules, ...random.pick(changes) };
}

/** Those in office, and so many that a feed with sound rules has a quorum. */
function feedersFor(world: World): string[] {
  const inOffice = world.random.shuffle(holdersOf(world.model, "price-feeder"));
  return inOffice.slice(0, world.random.between(2, 5));
}

const newFeeds: readonly Pick<Feed, "feed" | "unit" | "measure" | "measuresPerUnit">[] = [
  { feed: "USD", unit: "USD", measure: "cent", measuresPerUnit: 100n },
  { feed: "KZT", unit: "KZT", measure: "tiyn", measuresPerUnit: 100n },
  { feed: "AU", unit: "g", measure: "mg", measuresPerUnit: 1_000n },
  { feed: "LI2CO3", unit: "kg", measure: "mg", measuresPerUnit: 1_000_000n },
  { feed: "ELEC", unit: "MWh", measure: "Wh", measuresPerUnit: 1_000_000n },
];

function register(world: World): Draft | undefined {
  const { random } = world;
  const actor = world.officer("governor", "issuer");
  if (actor === undefined) return undefined;
  const frequency = random.percent(80) ? "fast" : "slow";
  const feed = { ...random.pick(newFeeds), frequency, label: world.text(), rules: rulesNear(world) };
  return { actor, content: { ...feed, feeders: feedersFor(world) } };
}

export const traffic: Traffic = {
  submitQuotes: { weight: 45, draft: quotes },
  registerFeed: { weight: 2, draft: register },
  setFeeders: {
    weight: 3,
    draft(world) {
      const feed = world.random.pick(oracleOf(world.model).feeds.keys());
      const actor = world.officer("governor", "issuer");
      return actor === undefined ? undefined : { actor, content: { feed, feeders: feedersFor(world) } };
    },
  },
  setFeedRules: {
    weight: 3,
    draft(world) {
      const feed = world.random.pick(oracleOf(world.model).feeds.keys());
      const actor = world.officer("governor", "issuer");
      return actor === undefined ? undefined : { actor, content: { feed, rules: rulesNear(world) } };
    },
  },
};
