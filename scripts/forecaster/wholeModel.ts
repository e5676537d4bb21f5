// The trained trees in the ledger's whole numbers, what the rounding costs, and the file that a model is kept in.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { featureNames } from "#src/weighting/forecast/features.ts";
import { encodeForecastModel, type ForecastModel, forecastModelSchema } from "#src/weighting/forecast/model.ts";
import { shiftOf } from "#src/weighting/forecast/shift.ts";
import { type BoostSettings, predictionOf, type Tree } from "./boost.ts";
import { rankCorrelation } from "./measures.ts";
import type { Row } from "./rows.ts";

/** A shift is what the quarter is predicted to bring, at a year's pace: 2 % ahead of the basket shifts a target by 8 %. */
const shiftPpmPerWhole = 4_000_000;
const wholePpm = 1_000_000n;

/** Thresholds are whole already; a leaf is rounded to the nearest millionth. */
export function wholeModelOf(trees: readonly Tree[]): ForecastModel {
  return {
    trees: trees.map(({ splits, leaves }) => ({
      splits: splits.map(({ feature, most, isMissingUpper }) => ({
        feature: featureNames[feature] ?? featureNames[0],
        mostPpm: BigInt(most),
        isMissingUpper,
      })),
      leavesPpm: leaves.map((leaf) => BigInt(Math.round(leaf * shiftPpmPerWhole))),
    })),
  };
}

export interface RoundingLoss {
  /** The furthest that a whole-numbered shift lies from the one in floating point, in millionths. */
  readonly largestPpm: number;
  /** How alike both rank all rows. */
  readonly rankCorrelation: number;
}

export function roundingLossOf(trees: readonly Tree[], model: ForecastModel, rows: readonly Row[]): RoundingLoss {
  const exact = rows.map(({ features }) => predictionOf(trees, features) * shiftPpmPerWhole);
  const whole = rows.map(({ features }) => Number(shiftOf(model, features, wholePpm)));
  return {
    largestPpm: exact.reduce((most, each, at) => Math.max(most, Math.abs(each - (whole[at] ?? 0))), 0),
    rankCorrelation: rankCorrelation(exact, whole),
  };
}

export function modelHashOf(model: ForecastModel): string {
  return bytesToHex(sha256(encodeForecastModel(model)));
}

export interface Origin {
  readonly prices: { readonly file: string; readonly sha256: string };
  readonly components: readonly string[];
  readonly trainedTo: string;
  readonly seed: number;
  readonly settings: BoostSettings;
}

/** The file of a model: where it comes from, its hash, and itself, laid out as the formatter of this project does. */
export function modelFileOf(model: ForecastModel, origin: Origin): string {
  return `${laidOut({ ...origin, modelHash: modelHashOf(model), model: z.encode(forecastModelSchema, model) }, "", 0)}\n`;
}

const widthMost = 120;

/** `taken` is how much of the line is full already, with the comma that may follow. */
function laidOut(value: unknown, indent: string, taken: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = Object.entries(value).map(([key, member]) => {
    const name = isList ? "" : `${JSON.stringify(key)}: `;
    return name + laidOut(member, deeper, deeper.length + name.length + 1);
  });
  const line = isList ? `[${parts.join(", ")}]` : `{ ${parts.join(", ")} }`;
  const isFlat = Object.values(value).every((member) => typeof member !== "object");
  if (isFlat && taken + line.length <= widthMost) return line;
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}
