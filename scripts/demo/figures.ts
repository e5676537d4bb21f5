// Figures read from the ledger in the form in which the demo computes with them.
import type { ResultOf } from "#src/sdk/definitions.ts";
import type { MetalFigures } from "./arithmetic.ts";
import type { Cast } from "./cast.ts";

export type CoverageAnswer = ResultOf<"issuance/coverage">;

/** Milligrams to a unit of price: silver is quoted per gram, copper per kilogram. */
export const mgPerUnit: Readonly<Record<string, bigint>> = { AG: 1_000n, CU: 1_000_000n };

export function coverage(cast: Cast): Promise<CoverageAnswer> {
  return cast.ledger.query("issuance/coverage", {});
}

/** The metals that count in coverage. */
export function metalFigures({ metals }: CoverageAnswer): MetalFigures[] {
  return metals.map(({ metal, attestedFineWeightMg, lowNano, haircutBp }) => ({
    fineWeightMg: BigInt(attestedFineWeightMg),
    mgPerUnit: mgPerUnit[metal] ?? 1n,
    lowNano: BigInt(lowNano ?? 0),
    haircutBp: BigInt(haircutBp),
  }));
}
