// Draws bundles: who exchanges what with whom, by which path, and what shall go wrong.
import { plenty, scarce, takers, traders } from "./setting.ts";
import type { Bundle, Fault, Leg, Path } from "./terms.ts";

export type Draw = (below: number) => number;

/** Of a hundred bundles. */
const shares: readonly (readonly [Path, number])[] = [
  ["pay", 22],
  ["settleLegs", 14],
  ["agentLocks", 15],
  ["hashLocks", 15],
  ["bundle", 13],
  ["jointBundle", 11],
  ["oneHopQuote", 5],
  ["twoHopQuote", 4],
];
const pathOf = shares.flatMap(([path, share]) => Array.from({ length: share }, () => path));

const timed: readonly Fault[] = [
  ...(["early", "atExpiry", "late", "jumped", "cancelled", "doubled"] as const),
  ...(["dropped", "reordered", "replayed", "tampered"] as const),
];
/** What can be done to a bundle of each path. */
export const faultsOf: Readonly<Record<Path, readonly Fault[]>> = {
  pay: ["short", "replayed", "tampered"],
  settleLegs: ["short", "replayed", "tampered"],
  agentLocks: ["short", ...timed],
  hashLocks: ["short", ...timed],
  bundle: timed,
  jointBundle: ["jumped", "cancelled", "replayed", "tampered"],
  oneHopQuote: timed,
  twoHopQuote: timed,
};
/** So many of a hundred bundles have something done to them on purpose. */
const faultyPercent = 55;

const pairs = [
  ["CNY", "KZT"],
  ["KZT", "CNY"],
  ["CNY", "UZS"],
  ["UZS", "KZT"],
] as const;

export function draftBundle(index: number, draw: Draw): Bundle {
  const path = pathOf[draw(pathOf.length)] ?? "pay";
  const possible = faultsOf[path];
  const fault = draw(100) < faultyPercent ? (possible[draw(possible.length)] ?? "none") : "none";
  const legs = legsOf(path, fault, draw);
  const parties = [...new Set(legs.flatMap(({ from, to }) => [from, to]))];
  const currencies = [...new Set(legs.map(({ currency }) => currency)), ...(path === "twoHopQuote" ? ["KZT"] : [])];
  const unknown = { bundleId: undefined, item: undefined, quote: undefined, outcome: undefined };
  return { index, path, legs, parties, currencies, fault, expiresMs: undefined, locks: [], ...unknown };
}

/** Different ones of a list, in random order. */
function pickSome<Item>(items: readonly Item[], count: number, draw: Draw): Item[] {
  const start = draw(items.length);
  const step = 1 + draw(items.length - 1);
  const found = new Set<Item>();
  for (let at = 0; found.size < count; at += 1) {
    found.add(items[(start + at * step + (at >= items.length ? 1 : 0)) % items.length] as Item);
  }
  return [...found];
}

function legsOf(path: Path, fault: Fault, draw: Draw): Leg[] {
  if (path === "oneHopQuote" || path === "twoHopQuote") return quoteLegs(path, draw);
  const isNetting = path === "bundle" || path === "jointBundle";
  const group: readonly string[] = isNetting ? scarce : traders;
  const count = draw(4) === 0 ? 3 : 2;
  const payers = pickSome(group, count, draw);
  const codes = pairs[draw(pairs.length)] ?? pairs[0];
  const amount = () => 1 + draw(isNetting ? 200 : 1_000);
  // Each pays the next one; of three, the last closes the ring.
  const legs = payers.map((from, at) => ({
    ...{ from, to: payers[(at + 1) % count] ?? from },
    ...{ currency: codes[at % 2] ?? "CNY", amount: amount() },
  }));
  if (path === "settleLegs") legs.push({ ...(legs[0] as Leg), currency: codes[1], amount: amount() });
  const last = legs.at(-1);
  // The last leg cannot be paid: nothing of the others may remain.
  return fault === "short" && last !== undefined
    ? [...legs.slice(0, -1), { ...last, amount: plenty * 100 }]
    : inOrder(legs);
}

/** The legs of one payer stand together, as `settleLegs` sends them. */
function inOrder(legs: readonly Leg[]): Leg[] {
  const payers = [...new Set(legs.map(({ from }) => from))];
  return payers.flatMap((payer) => legs.filter(({ from }) => from === payer));
}

/** The second leg only names what is delivered. */
function quoteLegs(path: Path, draw: Draw): Leg[] {
  const [from = "", to = ""] = pickSome(takers, 2, draw);
  const isForth = draw(2) === 0;
  const other = path === "oneHopQuote" ? "KZT" : "UZS";
  const source = isForth ? "CNY" : other;
  return [
    { from, to, currency: source, amount: isForth ? 100 + draw(900) : 50_000 + draw(50_000) },
    { from, to, currency: isForth ? other : "CNY", amount: 0 },
  ];
}
