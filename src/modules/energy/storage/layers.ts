// The pure rules of storage: what is discharged is drawn from the oldest charged hours, and clean in proportion.
import { divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import type { Stored } from "#src/state/view.ts";
import type { Layer } from "./schemas.ts";

const millionth = 1_000_000n;

/** What was taken of one charged hour, before losses. */
export interface Draw {
  readonly chargedHourMs: number;
  readonly cleanWh: bigint;
  readonly greyWh: bigint;
}

/** What an hour of discharge comes to. */
export interface Drawing {
  /** One for each layer that was touched, the oldest first. */
  readonly draws: readonly Draw[];
  /** What is left of the last of these, where anything is. */
  readonly rest?: Stored<Layer>;
  readonly drawnWh: bigint;
  /** What was discharged out of layers: no more than the meter told, and than the efficiency allows. */
  readonly dischargedWh: bigint;
  readonly issuedWh: bigint;
  /** Of what is issued: the carbon of all clean energy that was drawn, losses included. Rounds up. */
  readonly gramsPerMwh: number;
}

/**
 * Draws on layers, the oldest first, for so many watt-hours at an efficiency in millionths. Discharging out takes
 * out / efficiency of the layers, rounded up; where they do not hold as much, what they can give, rounded down. Of each
 * layer clean and grey energy are drawn in proportion, and the clean part of the sum is issued; both round down, so that
 * no rounding makes anything clean.
 */
export function drawOldest(layers: readonly Stored<Layer>[], outWh: bigint, efficiencyPpm: number): Drawing {
  const storedWh = layers.reduce((sum, { wh }) => sum + wh, 0n);
  const dischargedWh = minimum(outWh, divideDown(storedWh * BigInt(efficiencyPpm), millionth));
  const drawnWh = divideUp(dischargedWh * millionth, BigInt(efficiencyPpm));
  const draws: Draw[] = [];
  let [missingWh, cleanWh, micrograms] = [drawnWh, 0n, 0n];
  let rest: Stored<Layer> | undefined;
  for (const layer of layers) {
    if (missingWh === 0n) break;
    const takenWh = minimum(missingWh, layer.wh);
    const cleanTakenWh = divideDown(layer.cleanWh * takenWh, layer.wh);
    draws.push({ chargedHourMs: layer.hourMs, cleanWh: cleanTakenWh, greyWh: takenWh - cleanTakenWh });
    missingWh -= takenWh;
    cleanWh += cleanTakenWh;
    micrograms += cleanTakenWh * BigInt(layer.gramsPerMwh);
    if (takenWh < layer.wh) rest = { ...layer, wh: layer.wh - takenWh, cleanWh: layer.cleanWh - cleanTakenWh };
  }
  const issuedWh = drawnWh === 0n ? 0n : divideDown(dischargedWh * cleanWh, drawnWh);
  const gramsPerMwh = issuedWh === 0n ? 0 : cappedGrams(divideUp(micrograms, issuedWh));
  return { draws, ...(rest !== undefined && { rest }), drawnWh, dischargedWh, issuedWh, gramsPerMwh };
}

/** Far beyond what counts as clean it does not matter how far. */
function cappedGrams(grams: bigint): number {
  return Number(minimum(grams, BigInt(limits.carbonGramsPerMwhMax)));
}

/** Watt-hours of one intensity. */
export interface Ingredient {
  readonly wh: bigint;
  readonly gramsPerMwh: number;
}

/** The layer of a charged hour: what certificates were cancelled for is clean, at their weighted intensity, rounded up. */
export function layerOf(hourMs: number, wh: bigint, clean: readonly Ingredient[]): Layer {
  const cleanWh = clean.reduce((sum, each) => sum + each.wh, 0n);
  const micrograms = clean.reduce((sum, each) => sum + each.wh * BigInt(each.gramsPerMwh), 0n);
  return { hourMs, wh, cleanWh, gramsPerMwh: cleanWh === 0n ? 0 : Number(divideUp(micrograms, cleanWh)) };
}
