// What a price is per, and in which currency; and the same price per another unit of the same kind, in exact integers.

export interface PricedUnit {
  readonly currency: string;
  /** As the table below spells it. */
  readonly unit: string;
}

interface Unit {
  /** Units of one kind can be turned into each other. */
  readonly kind: string;
  readonly size: bigint;
}

/**
 * Masses in tenths of a microgram, energies in watt-hours; all else is turned into nothing. A pound and a troy ounce are
 * exact by definition (453.59237 g and 31.1034768 g). A British thermal unit of gas is no electricity, and stays what it is.
 */
const units: ReadonlyMap<string, Unit> = new Map([
  ["mg", { kind: "mass", size: 10n ** 4n }],
  ["g", { kind: "mass", size: 10n ** 7n }],
  ["kg", { kind: "mass", size: 10n ** 10n }],
  ["t", { kind: "mass", size: 10n ** 13n }],
  ["ozt", { kind: "mass", size: 311_034_768n }],
  ["lb", { kind: "mass", size: 4_535_923_700n }],
  ["Wh", { kind: "energy", size: 1n }],
  ["kWh", { kind: "energy", size: 10n ** 3n }],
  ["MWh", { kind: "energy", size: 10n ** 6n }],
  ["GWh", { kind: "energy", size: 10n ** 9n }],
  ["MMBtu", { kind: "gas", size: 1n }],
  ["bbl", { kind: "oil", size: 1n }],
  ["dmtu", { kind: "ore", size: 1n }],
  ["GPU-h", { kind: "one GPU for an hour", size: 1n }],
  ["machine-h", { kind: "one machine for an hour", size: 1n }],
]);

/** As files spell them; `oz` and `ton` are none, since each is several. */
const spellings: ReadonlyMap<string, string> = new Map([
  ["mt", "t"],
  ["tonne", "t"],
  ["troy oz", "ozt"],
  ["mmbtu", "MMBtu"],
  ["MWhe", "MWh"],
]);
const currencies: ReadonlyMap<string, string> = new Map([
  ["$", "USD"],
  ["€", "EUR"],
]);

const pricedUnit = /^(\$|€|[A-Z]{3})\/([A-Za-z][A-Za-z -]{0,15})$/;

/** `$/troy oz`, `EUR/MWh`; undefined for an index such as `2010=100`, and what is not known here. */
export function parsePricedUnit(text: string): PricedUnit | undefined {
  const [, currency = "", spelled = ""] = pricedUnit.exec(text) ?? [];
  const unit = spellings.get(spelled) ?? spelled;
  return units.has(unit) ? { currency: currencies.get(currency) ?? currency, unit } : undefined;
}

/** Whether a price per the one can be told per the other. */
export function isConvertible(from: string, to: string): boolean {
  const kind = units.get(from)?.kind;
  return kind !== undefined && kind === units.get(to)?.kind;
}

/** Decimals of a price as it is read: those of a binary fraction that a program printed whole. */
export const priceDecimals = 18;
const scale = 10n ** BigInt(priceDecimals);
const nano = 1_000_000_000n;

/** Billionths for one unit of the feed, to the nearest and half up: a file's buyers and sellers gain alike. */
export function nanoPer(to: string, from: string, scaled: bigint): bigint {
  const [wanted, given] = [units.get(to), units.get(from)];
  if (wanted === undefined || given === undefined || wanted.kind !== given.kind) throw new Error("units of two kinds");
  const divisor = scale * given.size;
  return (2n * scaled * nano * wanted.size + divisor) / (2n * divisor);
}
