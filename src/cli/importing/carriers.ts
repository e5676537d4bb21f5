// What generation is made of, by the fuel codes of EIA-930, and the carbon that a megawatt-hour of it makes over its life.

/**
 * Medians of lifecycle emissions in grams of CO2 equivalent a megawatt-hour: IPCC, AR5, working group III, annex III,
 * table A.III.2 (2014): solar of utilities, onshore wind, hydropower, nuclear, gas combined cycle, pulverised coal. It has
 * no oil: that is the median of the IPCC's SRREN (2011), annex II. What is only called "other" may be anything, and counts as
 * the dirtiest of them, so that nothing unknown passes for clean.
 */
export const gramsPerMwh = {
  solar: 48_000,
  wind: 11_000,
  hydro: 24_000,
  nuclear: 12_000,
  gas: 490_000,
  coal: 820_000,
  oil: 840_000,
  other: 840_000,
} as const;

export type Carrier = keyof typeof gramsPerMwh;
export const carriers = Object.keys(gramsPerMwh) as readonly Carrier[];

/** The energy sources of form EIA-930. */
export const carrierOfFuel: ReadonlyMap<string, Carrier> = new Map([
  ["SUN", "solar"],
  ["WND", "wind"],
  ["WAT", "hydro"],
  ["NUC", "nuclear"],
  ["GAS", "gas"],
  ["COL", "coal"],
  ["OIL", "oil"],
  ["OTH", "other"],
]);

export function productionOf(carrier: Carrier) {
  return { carrier, carbonGramsPerMwh: gramsPerMwh[carrier] };
}
