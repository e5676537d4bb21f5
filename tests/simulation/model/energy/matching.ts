// One hour as the model matches it: who gets what from whom, and what is used up on the way.
import { greatestFlow, type Line, lost, mostArriving, overlaps, shares } from "./flows.ts";

export interface Amount {
  readonly device: string;
  readonly zone: string;
  readonly wh: bigint;
}

export interface Dedicated {
  readonly device: string;
  readonly load: string;
  readonly wh: bigint;
}

/** Watt-hours of a generator for a load; without one they were lost on the way. */
export interface Use {
  readonly device: string;
  readonly load?: string;
  readonly wh: bigint;
  /** Whether they were dedicated to the load. */
  readonly isDedicated: boolean;
}

const total = (values: readonly bigint[]) => values.reduce((sum, value) => sum + value, 0n);
const byName = <Item extends { readonly device: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.device < b.device ? -1 : 1));

export interface HourInput {
  readonly dedicated: readonly Dedicated[];
  readonly pool: readonly Amount[];
  readonly loads: readonly Amount[];
  readonly lines: readonly Line[];
}

/** All uses in the order in which certificates are taken for them. */
export function matchedUses({ dedicated, pool, loads, lines }: HourInput): Use[] {
  const uses: Use[] = [];
  const open = byName(loads).map((load) => {
    const own = byName(dedicated.filter((each) => each.load === load.device));
    const offered = total(own.map(({ wh }) => wh));
    const served = offered < load.wh ? offered : load.wh;
    for (const [at, wh] of shares(
      served,
      own.map((each) => each.wh),
    ).entries()) {
      if (wh > 0n) uses.push({ device: own[at]?.device ?? "", load: load.device, wh, isDedicated: true });
    }
    return { ...load, wh: load.wh - served };
  });
  return [...uses, ...pooledUses(byName(pool), open, lines)];
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly lossPpm: number;
  readonly wh: bigint;
}

function pooledUses(pool: readonly Amount[], loads: readonly Amount[], lines: readonly Line[]): Use[] {
  const zones = [...new Set([...pool, ...loads].map(({ zone }) => zone))].sort();
  const inZone = (amounts: readonly Amount[], zone: string) => amounts.filter((each) => each.zone === zone);
  const sums = (amounts: readonly Amount[]) =>
    new Map(zones.map((zone) => [zone, total(inZone(amounts, zone).map(({ wh }) => wh))]));
  const known = lines.filter(({ from, to }) => zones.includes(from) && zones.includes(to));
  const cheapest = [...known].sort((a, b) => a.lossPpm - b.lossPpm || (a.from < b.from ? -1 : 1));
  const supplies = sums(pool);
  const plan = greatestFlow(supplies, sums(loads), known);
  const flows = zones.flatMap((zone): Flow[] => {
    const own = plan.ownWh.get(zone) ?? 0n;
    const leaving = cheapest
      .filter(({ from }) => from === zone)
      .map(({ device, from, to, lossPpm }) => ({ from, to, lossPpm, wh: plan.lineWh.get(device) ?? 0n }));
    return [{ from: zone, to: zone, lossPpm: 0, wh: own }, ...cutBack(leaving, (supplies.get(zone) ?? 0n) - own)];
  });
  const parts = flows.map((flow) => ({ flow, takers: [] as { readonly load: string; readonly wh: bigint }[] }));
  for (const zone of zones) {
    const into = parts.filter(({ flow }) => flow.to === zone);
    const takers = inZone(loads, zone);
    const arriving = into.map(({ flow }) => flow.wh);
    const taken = shares(
      total(arriving),
      takers.map(({ wh }) => wh),
    );
    for (const { a, b, wh } of overlaps(arriving, taken)) into[a]?.takers.push({ load: takers[b]?.device ?? "", wh });
  }
  const uses = zones.flatMap((zone) =>
    usesOf(
      inZone(pool, zone),
      parts.filter(({ flow }) => flow.from === zone),
    ),
  );
  return [...uses.filter(({ load }) => load !== undefined), ...uses.filter(({ load }) => load === undefined)];
}

function usesOf(
  generators: readonly Amount[],
  parts: readonly { readonly flow: Flow; readonly takers: readonly { readonly load: string; readonly wh: bigint }[] }[],
): Use[] {
  const takers = parts.flatMap((part) => part.takers);
  const lostWh = total(parts.map(({ flow }) => lost(flow.wh, flow.lossPpm)));
  const needs = [...takers.map(({ wh }) => wh), lostWh];
  const given = shares(
    total(needs),
    generators.map(({ wh }) => wh),
  );
  return overlaps(given, needs).map(({ a, b, wh }) => {
    const load = takers[b]?.load;
    return { device: generators[a]?.device ?? "", ...(load !== undefined && { load }), wh, isDedicated: false };
  });
}

/** Flows whose certificates, with those for the losses, are more than there are: the dearest shrinks first. */
function cutBack(leaving: readonly Flow[], mostWh: bigint): Flow[] {
  const cut = [...leaving];
  const used = (flow: Flow) => flow.wh + lost(flow.wh, flow.lossPpm);
  for (let at = cut.length - 1; at >= 0; at -= 1) {
    const flow = cut[at];
    if (flow === undefined) continue;
    const others = total(cut.filter((each) => each !== flow).map(used));
    const room = mostWh - others;
    if (used(flow) > room) cut[at] = { ...flow, wh: room > 0n ? mostArriving(room, flow.lossPpm) : 0n };
  }
  return cut;
}
