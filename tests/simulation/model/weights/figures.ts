// What is known of a component's scarcity, from the statements in force.
import { ceiling, floor, greatest, least, sum } from "../arithmetic.ts";
import { type Figure, indicatorsBook, standingOf } from "../indicators/book.ts";
import type { Model } from "../model.ts";

const whole = 1_000_000n;

/** The ranges on which indicators are placed, and whether more of one is scarcer. */
const ranges: Readonly<Record<string, { readonly low: bigint; readonly high: bigint; readonly isScarcer: boolean }>> = {
  recyclingRate: { low: 0n, high: whole, isScarcer: false },
  substitutability: { low: 0n, high: whole, isScarcer: true },
  demandGrowth: { low: -50_000n, high: 250_000n, isScarcer: true },
  strategicDemandShare: { low: 0n, high: whole, isScarcer: true },
  storability: { low: 0n, high: whole, isScarcer: false },
};

interface Recorded {
  readonly indicator?: { readonly figure: Figure };
  readonly shares?: {
    readonly countries: readonly { readonly country: string; readonly share: Figure }[];
    readonly others: Figure;
  };
  readonly governance?: { readonly figure: Figure };
}

function inForce(model: Model, key: string): (Recorded & { readonly number: number }) | undefined {
  const { now } = standingOf(model, key);
  if (now === undefined) return undefined;
  return { ...(indicatorsBook(model).records.at(now.number) as Recorded), number: now.number };
}

/** Between which places an indicator lies, by how scarce they are. */
function scarcity(model: Model, component: string, indicator: string) {
  const { low, high, isScarcer } = ranges[indicator] ?? { low: 0n, high: whole, isScarcer: true };
  const record = inForce(model, `indicators/value/${component}/${indicator}`);
  const { value, unknown } = record?.indicator?.figure ?? {};
  const placeOf = (raw: bigint) => {
    const place = floor((least(high, greatest(low, raw)) - low) * whole, high - low);
    return isScarcer ? place : whole - place;
  };
  const ends = [placeOf(value ?? unknown?.atLeast ?? low), placeOf(value ?? unknown?.atMost ?? high)];
  const bounds = { leastPpm: least(...ends), mostPpm: greatest(...ends) };
  return record === undefined ? bounds : { ...bounds, record: record.number };
}

function concentration(model: Model, component: string, stage: string) {
  const record = inForce(model, `indicators/shares/${component}/${stage}`);
  if (record?.shares === undefined) return [];
  const lines = record.shares.countries.map(({ country, share }) => ({
    share: share.value,
    governance: inForce(model, `indicators/governance/${country}`),
  }));
  const known = lines.flatMap(({ share, governance }) =>
    share === undefined ? [] : [{ share, weight: governance?.governance?.figure.value }],
  );
  const rest = whole - sum(known.map(({ share }) => share));
  const squares = (unknownWeight: bigint) =>
    sum(known.map(({ share, weight }) => share * share * (weight ?? unknownWeight)));
  return [
    {
      stage,
      record: record.number,
      governanceRecords: lines.flatMap(({ governance }) => (governance === undefined ? [] : [governance.number])),
      least: floor(squares(0n), 10n ** 11n),
      most: ceiling(squares(10_000n) + rest * rest * 10_000n, 10n ** 11n),
    },
  ];
}

export function figuresOf(model: Model, component: string) {
  const { leastPpm, mostPpm, ...recorded } = scarcity(model, component, "storability");
  return {
    concentration: ["mining", "refining"].flatMap((stage) => concentration(model, component, stage)),
    recycling: scarcity(model, component, "recyclingRate"),
    substitutability: scarcity(model, component, "substitutability"),
    demandGrowth: scarcity(model, component, "demandGrowth"),
    strategicDemand: scarcity(model, component, "strategicDemandShare"),
    storability: { leastPpm: whole - mostPpm, mostPpm: whole - leastPpm, ...recorded },
  };
}
