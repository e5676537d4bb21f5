// Matches the consumption of one hour with its generation: what is dedicated first, then zones, then devices and loads by their shares.
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
import { type DedicatedVolume, type MatchedPair, serveDedicated } from "./dedicated.ts";
import { fitLosses, lossWh } from "./losses.ts";
import { pairInOrder, shareOut } from "./sharing.ts";
import { planTransport } from "./transport.ts";

/** What one device has to give, or one load to cover, in one hour. */
export interface HourVolume {
  readonly device: string;
  readonly zone: string;
  readonly wh: bigint;
}

/** One direction of an interconnector in one hour: what it may carry, as it arrives, and the ratio of its losses. */
export interface HourLink {
  readonly device: string;
  readonly from: string;
  readonly to: string;
  readonly capacityWh: bigint;
  readonly lossPpm: number;
}

export interface Hour {
  /** What may serve one load of its own zone alone. */
  readonly dedicated: readonly DedicatedVolume[];
  /** The pool: what may serve any load. */
  readonly generation: readonly HourVolume[];
  readonly loads: readonly HourVolume[];
  readonly links: readonly HourLink[];
}

/** What goes from one zone to another, as it arrives, and what is lost on the way. */
export interface ZoneFlow {
  readonly from: string;
  readonly to: string;
  readonly wh: bigint;
  readonly lostWh: bigint;
}

export interface HourMatching {
  /** Of dedicated generation. */
  readonly dedicated: readonly MatchedPair[];
  /** Of the pool. */
  readonly pairs: readonly MatchedPair[];
  /** Generation used up for losses on the way to other zones. */
  readonly losses: readonly HourVolume[];
  /** Between zones, those of one pair of zones together. */
  readonly flows: readonly ZoneFlow[];
}

/**
 * The one matching of an hour, which depends on nothing but its volumes: not on the order in which they are listed, on
 * who reserved first, or on how certificates are bundled. Priorities, each one before the next:
 *
 * 1. Each load is served from what is dedicated to it (`serveDedicated`).
 * 2. Of the pool, as much as possible of what is left of consumption is covered.
 * 3. At that, a zone's own generation comes before that of neighbours, and fewest losses first: the cost of a link is a unit far
 *    above any loss, plus its loss ratio, so that no watt-hour travels without need.
 * 4. Within a zone generators give, and loads get, in proportion (`shareOut`), both in the order of their names.
 *
 * Serving what is dedicated first keeps the matching the greatest. Take one of the greatest matchings. Where it leaves a
 * watt-hour dedicated to a load unused, while that load has one that is not covered, it was not the greatest; while that
 * load has one that is covered by the pool, put the dedicated one in its place: as much is covered as before, no link
 * carries more, and the pool has one more left. After such exchanges every load uses the lesser of its consumption and
 * what is dedicated to it, which is what step 1 gives; the rest of the matching is one of the pool with what is left of
 * consumption, and step 2 finds the greatest of these. Losses come off after that: certificates for them are taken from
 * the zone that sends, and a flow whose losses the zone cannot cover is cut back.
 */
export function matchHour(hour: Hour): HourMatching {
  const { pairs: dedicated, loads: open } = serveDedicated(hour.dedicated, hour.loads);
  const zones = [...new Set([...hour.generation, ...open].map(({ zone }) => zone))].sort(compareText);
  const generation = byZone(zones, hour.generation);
  const loads = byZone(zones, open);
  const supplyWh = generation.map(sumOf);
  const flows = flowsBetween(zones, supplyWh, loads.map(sumOf), hour.links);

  const received = loads.map((list, zone) =>
    shareReceived(
      list,
      flows.filter(({ to }) => to === zone),
    ),
  );
  const pairs: MatchedPair[] = [];
  const losses: HourVolume[] = [];
  for (const [zone, generators] of generation.entries()) {
    const leaving = flows.filter(({ from }) => from === zone);
    const takers = leaving.flatMap((flow) => received[flow.to]?.get(flow) ?? []);
    const lostWh = leaving.reduce((sum, { wh, lossPpm }) => sum + lossWh(wh, lossPpm), 0n);
    const givenWh = shareOut(
      sumOf(takers) + lostWh,
      generators.map(({ wh }) => wh),
    );
    // Losses come last in the list of takers: whoever stands behind the claims makes up for them.
    for (const { giver, taker, wh } of pairInOrder(givenWh, [...takers.map((each) => each.wh), lostWh])) {
      const { device: generator } = present(generators[giver], "a generator of the zone");
      const load = takers[taker];
      if (load === undefined) losses.push({ device: generator, zone: zones[zone] ?? "", wh });
      else pairs.push({ generator, load: load.device, wh });
    }
  }
  return { dedicated, pairs, losses, flows: flowsByZones(zones, flows) };
}

/** What goes from one zone to another, or stays in it. */
interface Flow {
  readonly from: number;
  readonly to: number;
  readonly wh: bigint;
  readonly lossPpm: number;
}

/** Far above any loss ratio in millionths. */
const linkCost = 1_000_000_000;

function flowsBetween(
  zones: readonly string[],
  supplyWh: readonly bigint[],
  demandWh: readonly bigint[],
  links: readonly HourLink[],
): Flow[] {
  const numberOf = new Map(zones.map((zone, index): [string, number] => [zone, index]));
  const numbered = links
    .flatMap(({ device, from, to, capacityWh, lossPpm }) => {
      const ends = { from: numberOf.get(from) ?? -1, to: numberOf.get(to) ?? -1 };
      return ends.from < 0 || ends.to < 0 ? [] : [{ ...ends, device, capacityWh, lossPpm, cost: linkCost + lossPpm }];
    })
    .sort((a, b) => a.cost - b.cost || a.from - b.from || a.to - b.to || compareText(a.device, b.device));
  const { localWh, linkedWh } = planTransport({ supplyWh, demandWh, links: numbered });
  return localWh.flatMap((ownWh, zone) => {
    const leaving = numbered.flatMap((link, at) => (link.from === zone ? [{ ...link, wh: linkedWh[at] ?? 0n }] : []));
    const fitted = fitLosses(ownWh, leaving, supplyWh[zone] ?? 0n);
    const own: Flow = { from: zone, to: zone, wh: ownWh, lossPpm: 0 };
    return [own, ...leaving.map(({ from, to, lossPpm }, at): Flow => ({ from, to, lossPpm, wh: fitted[at] ?? 0n }))];
  });
}

function flowsByZones(zones: readonly string[], flows: readonly Flow[]): ZoneFlow[] {
  const sums = new Map<string, ZoneFlow>();
  for (const { from, to, wh, lossPpm } of flows) {
    if (from === to || wh === 0n) continue;
    const ends = { from: present(zones[from], "a flow's zone"), to: present(zones[to], "a flow's zone") };
    const key = `${from} ${to}`;
    const sum = sums.get(key) ?? { ...ends, wh: 0n, lostWh: 0n };
    sums.set(key, { ...ends, wh: sum.wh + wh, lostWh: sum.lostWh + lossWh(wh, lossPpm) });
  }
  return [...sums.values()];
}

/** What each flow into a zone brings to each of its loads. */
function shareReceived(loads: readonly HourVolume[], flows: readonly Flow[]): ReadonlyMap<Flow, HourVolume[]> {
  const wholeWh = flows.reduce((sum, { wh }) => sum + wh, 0n);
  const takenWh = shareOut(
    wholeWh,
    loads.map(({ wh }) => wh),
  );
  const received = new Map<Flow, HourVolume[]>(flows.map((flow) => [flow, []]));
  for (const { giver, taker, wh } of pairInOrder(
    flows.map((flow) => flow.wh),
    takenWh,
  )) {
    const flow = present(flows[giver], "a flow into the zone");
    const { device, zone } = present(loads[taker], "a load of the zone");
    received.get(flow)?.push({ device, zone, wh });
  }
  return received;
}

function byZone(zones: readonly string[], volumes: readonly HourVolume[]): HourVolume[][] {
  const lists = new Map(zones.map((zone): [string, HourVolume[]] => [zone, []]));
  for (const volume of volumes) lists.get(volume.zone)?.push(volume);
  for (const list of lists.values()) list.sort((a, b) => compareText(a.device, b.device));
  return [...lists.values()];
}

function sumOf(volumes: readonly { readonly wh: bigint }[]): bigint {
  return volumes.reduce((sum, { wh }) => sum + wh, 0n);
}
