// Figures read from the ledger in the form in which the demo computes with them.

import type { MetalFigures } from "./arithmetic.ts";
import type { Client } from "./client.ts";

export interface CoverageAnswer {
  readonly supplyMicroKdg: string;
  readonly surplusMicroKdg: string;
  readonly referenceNano: { readonly low: string; readonly mid: string; readonly high: string };
  readonly metals: readonly {
    readonly metal: string;
    readonly attestedFineWeightMg: string;
    readonly lowNano: string;
    readonly haircutBp: number;
  }[];
  readonly collateralNano: string;
  readonly distributableNano: string;
  readonly liabilityNano: string;
  readonly totalCoverageBp?: string;
  readonly zone: "green" | "amber" | "red";
  readonly mint: { readonly allowed: boolean; readonly reason: string };
}

/** Milligrams to a unit of price: silver is quoted per gram, copper per kilogram. */
export const mgPerUnit: Readonly<Record<string, bigint>> = { AG: 1_000n, CU: 1_000_000n };

export function coverage(client: Client): Promise<CoverageAnswer> {
  return client.ask<CoverageAnswer>("issuance/coverage");
}

/** The metals that count in coverage. */
export function metalFigures({ metals }: CoverageAnswer): MetalFigures[] {
  return metals.map(({ metal, attestedFineWeightMg, lowNano, haircutBp }) => ({
    fineWeightMg: BigInt(attestedFineWeightMg),
    mgPerUnit: mgPerUnit[metal] ?? 1n,
    lowNano: BigInt(lowNano),
    haircutBp: BigInt(haircutBp),
  }));
}
