// Traffic of the module `indicators`: statements with and without values, good and bad sources, too early and too old.
import { basketOf } from "../model/basket/book.ts";
import { indicatorsBook } from "../model/indicators/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const names = [
  "recyclingRate",
  "reserves",
  "demandGrowth",
  "importReliance",
  "strategicDemandShare",
  "substitutability",
  "storability",
];
const countries = ["CL", "PE", "CN", "CD", "US", "AU", "KZ"];
const reasons = ["withheld", "notReported", "notApplicable", "belowDetection"];

function figure({ random }: World, most: bigint): object {
  if (random.percent(2)) return {};
  if (random.percent(2)) return { value: 1n, unknown: { reason: "withheld" } };
  const value = random.percent(3) ? random.pick([-1n, 2n * most, 10n ** 11n]) : random.bigBetween(0n, most);
  if (random.percent(70)) return { value };
  const isBounded = random.percent(40);
  return { unknown: { reason: random.pick(reasons), ...(isBounded ? { atLeast: value } : {}) } };
}

/** Mostly the year or month that is just over. */
function provenance(world: World): object {
  const { random, timeMs } = world;
  const now = new Date(timeMs);
  const year = now.getUTCFullYear();
  const month = new Date(Date.UTC(year, now.getUTCMonth() - 1)).toISOString().slice(0, 7);
  const period = random.percent(80)
    ? random.percent(50)
      ? month
      : `${year - 1}`
    : random.pick([`${year}`, "2011", `${year - 2}-12`]);
  const documentHash = random.percent(96) ? { documentHash: random.bytes(32) } : {};
  return { period, source: world.text(), method: random.percent(50) ? world.text() : "", ...documentHash };
}

function statistician(world: World): string | undefined {
  return world.random.percent(97) ? world.officer("statistician") : world.someone();
}

function component({ random, model }: World): string {
  const known = basketOf(model).components.keys();
  return random.percent(97) ? random.pick(known) : "NOWHERE";
}

function stateIndicator(world: World): Draft | undefined {
  const actor = statistician(world);
  if (actor === undefined) return undefined;
  const indicator = world.random.pick(names);
  const content = { component: component(world), indicator, figure: figure(world, 1_000_000n), ...provenance(world) };
  return { actor, content };
}

function stateShares(world: World): Draft | undefined {
  const { random } = world;
  const actor = statistician(world);
  if (actor === undefined) return undefined;
  const named = random.percent(96) ? random.some(countries, 5) : ["CL", "PE", "CL"];
  const lines = named.map((country) => ({ country, share: figure(world, 190_000n) }));
  const others = random.percent(92) ? figure(world, 50_000n) : { value: 1_000_000n };
  const stage = random.pick(["mining", "refining"]);
  return { actor, content: { component: component(world), stage, countries: lines, others, ...provenance(world) } };
}

function stateGovernance(world: World): Draft | undefined {
  const actor = statistician(world);
  // A second statement about what is not yet in force takes its place.
  const pending = indicatorsBook(world.model)
    .standings.entries()
    .flatMap(([key, { next }]) =>
      next !== undefined && key.startsWith("indicators/governance/") ? [key.slice(-2)] : [],
    );
  if (actor === undefined) return undefined;
  const country = world.random.pick(pending.length > 0 && world.random.percent(30) ? pending : countries);
  return { actor, content: { country, figure: figure(world, 10_000n), ...provenance(world) } };
}

export const traffic: Traffic = {
  recordIndicator: { weight: 2, draft: stateIndicator },
  recordShares: { weight: 2, draft: stateShares },
  recordGovernance: { weight: 1, draft: stateGovernance },
};
