// Matches the consumption of one hour with its generation: zones first, then devices and loads by their shares.
import { present } from "#src/core/assert.ts";
import { compareText } from "#src/core/order.ts";
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
  readonly from: string;
  readonly to: string;
  readonly capacityWh: bigint;
  readonly lossPpm: number;
}

export interface Hour {
  readonly generation: readonly HourVolume[];
  readonly loads: readonly HourVolume[];
  readonly links: readonly HourLink[];
}

/** Generation of one device that covers consumption of one load. */
export interface MatchedPair {
  readonly generator: string;
  readonly load: string;
  readonly wh: bigint;
}

export interface HourMatching {
  readonly pairs: readonly MatchedPair[];
  /** Generation used up for losses on the way to other zones. */
  readonly losses: readonly HourVolume[];
}

/**
 * A zone's own generation comes first, then that of neighbours, fewest losses first: the cost of a link is a unit far
 * above any loss, plus its loss ratio, so that no watt-hour travels without need. As much consumption as possible is
 * covered. Within a zone generators give, and loads get, in proportion (`shareOut`), both in the order of their names.
 */
export function matchHour(hour: Hour): HourMatching {
  const zones = [...new Set([...hour.generation, ...hour.loads].map(({ zone }) => zone))].sort(compareText);
  const generation = byZone(zones, hour.generation);
  const loads = byZone(zones, hour.loads);
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
  return { pairs, losses };
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
    .flatMap(({ from, to, capacityWh, lossPpm }) => {
      const ends = { from: numberOf.get(from) ?? -1, to: numberOf.get(to) ?? -1 };
      return ends.from < 0 || ends.to < 0 ? [] : [{ ...ends, capacityWh, lossPpm, cost: linkCost + lossPpm }];
    })
    .sort((a, b) => a.cost - b.cost || a.from - b.from || a.to - b.to);
  const { localWh, linkedWh } = planTransport({ supplyWh, demandWh, links: numbered });
  return localWh.flatMap((ownWh, zone) => {
    const leaving = numbered.flatMap((link, at) => (link.from === zone ? [{ ...link, wh: linkedWh[at] ?? 0n }] : []));
    const fitted = fitLosses(ownWh, leaving, supplyWh[zone] ?? 0n);
    const own: Flow = { from: zone, to: zone, wh: ownWh, lossPpm: 0 };
    return [own, ...leaving.map(({ from, to, lossPpm }, at): Flow => ({ from, to, lossPpm, wh: fitted[at] ?? 0n }))];
  });
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
