// Groups as a tree: which caps a component stands under, and what boxes and caps together leave to choose.
import { difference, maximum, minimum } from "#src/core/arithmetic.ts";
import { compareText } from "#src/core/order.ts";
import { entryAt, sumOf, type Vector, wholePpm } from "../vectors.ts";
import type { GroupCap } from "./problem.ts";

/** A group of components, by their numbers, with the groups and components directly below it. */
export interface GroupNode {
  readonly name: string;
  readonly mostPpm: bigint;
  readonly members: ReadonlySet<number>;
  readonly groups: readonly number[];
  readonly components: readonly number[];
}

/** Every group after those within it; the last one is the whole basket. */
export type GroupTree = readonly GroupNode[];

/** The first two names, in their order, of groups that overlap while neither holds the other; undefined where none do. */
export function crossingGroups(groups: readonly GroupCap[]): readonly [string, string] | undefined {
  const sorted = [...groups].sort((left, right) => compareText(left.name, right.name));
  for (const [at, one] of sorted.entries())
    for (const other of sorted.slice(at + 1)) {
      const [left, right] = [new Set(one.symbols), new Set(other.symbols)];
      const shared = [...left].filter((symbol) => right.has(symbol)).length;
      if (shared > 0 && shared < left.size && shared < right.size) return [one.name, other.name];
    }
  return undefined;
}

/** The tree of laminar groups over components in the order of `symbols`; groups without any of them are left out. */
export function groupTree(groups: readonly GroupCap[], symbols: readonly string[]): GroupTree {
  const known = groups
    .map(({ name, mostPpm, symbols: wanted }) => {
      // In the order of the components, which decides where a group's surplus goes, not in that of the group's list.
      const members = new Set(symbols.flatMap((symbol, at) => (wanted.includes(symbol) ? [at] : [])));
      return { name, mostPpm, members };
    })
    .filter(({ members }) => members.size > 0)
    .sort((left, right) => left.members.size - right.members.size || compareText(left.name, right.name));
  const whole = { name: "basket", mostPpm: wholePpm, members: new Set(symbols.keys()) };
  const all = [...known, whole];
  const parents = all.map(({ members }, at) =>
    all.findIndex((other, to) => to > at && [...members].every((each) => other.members.has(each))),
  );
  return all.map((node, at) => {
    const below = parents.flatMap((parent, child) => (parent === at ? [child] : []));
    const covered = new Set(below.flatMap((child) => [...entryAt(all, child).members]));
    return { ...node, groups: below, components: [...node.members].filter((each) => !covered.has(each)) };
  });
}

/** What the weights may be, by component. */
export interface Box {
  readonly least: Vector;
  readonly most: Vector;
}

/** What one group may weigh, and what of that lies nearest to the current weights. */
interface Span {
  readonly least: bigint;
  readonly most: bigint;
  readonly nearest: bigint;
}

/**
 * The weights within boxes and caps that sum to the whole and move least in all, sum |w - current|; undefined where there
 * are none. From below, each group's nearest amount is that of its parts, clamped; every further unit costs one, whichever
 * part takes it; so from above what a group lacks or has too much goes to its parts in their order.
 */
export function nearestWeights(tree: GroupTree, { least, most }: Box, current: Vector): bigint[] | undefined {
  const leaves = current.map((weight, at) => spanned(entryAt(least, at), entryAt(most, at), weight));
  const spans: Span[] = [];
  for (const { groups, components, mostPpm } of tree) {
    const parts = [...groups.map((group) => entryAt(spans, group)), ...components.map((each) => entryAt(leaves, each))];
    const [low, high] = [sumOf(parts, (part) => part.least), sumOf(parts, (part) => part.most)];
    spans.push(
      spanned(
        low,
        minimum(mostPpm, high),
        sumOf(parts, ({ nearest }) => nearest),
      ),
    );
  }
  const whole = entryAt(spans, tree.length - 1);
  if ([...leaves, ...spans].some((span) => span.least > span.most)) return undefined;
  if (whole.least > wholePpm || whole.most < wholePpm) return undefined;
  return spread(tree, spans, leaves);
}

function spanned(least: bigint, most: bigint, wanted: bigint): Span {
  return { least, most, nearest: minimum(most, maximum(least, wanted)) };
}

function spread(tree: GroupTree, spans: readonly Span[], leaves: readonly Span[]): bigint[] {
  const weights = leaves.map(({ nearest }) => nearest);
  const amounts = spans.map(({ nearest }) => nearest);
  amounts[tree.length - 1] = wholePpm;
  for (const [at, { groups, components }] of [...tree.entries()].reverse()) {
    let lacking =
      entryAt(amounts, at) -
      sumOf(groups, (group) => entryAt(amounts, group)) -
      sumOf(components, (each) => entryAt(weights, each));
    const take = (span: Span) => {
      const room = lacking > 0n ? span.most - span.nearest : span.least - span.nearest;
      const taken = difference(room, 0n) < difference(lacking, 0n) ? room : lacking;
      lacking -= taken;
      return span.nearest + taken;
    };
    for (const group of groups) amounts[group] = take(entryAt(spans, group));
    for (const each of components) weights[each] = take(entryAt(leaves, each));
  }
  return weights;
}
