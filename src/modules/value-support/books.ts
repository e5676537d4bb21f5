// The books of value support: the sums over all proofs, and the account that holds fees until provers claim them.
import { limits } from "#src/core/limits.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { refusals } from "./refusals.ts";
import { indexRise } from "./rules.ts";
import type { Proof, Sums } from "./schemas.ts";
import { proofs, sums } from "./tables.ts";

/** Holds the provers' part of mint fees. */
export const feesAccount = moduleAccount("value-support/fees");

const none: Sums = {
  proofs: 0,
  live: 0,
  provedWh: 0n,
  slope: 0n,
  slopeTimesEnd: 0n,
  feeIndex: 0n,
  carriedMicroKdg: 0n,
};

export function readSums(state: StateReader): Stored<Sums> {
  return sums.get(state) ?? none;
}

export function changeSums(state: State, change: Partial<Sums>): void {
  sums.put(state, { ...readSums(state), ...change });
}

export function requireProof(state: StateReader, proof: number): Stored<Proof> {
  const row = proofs.get(state, proof);
  if (row === undefined) throw refusals.unknownProof({ proof });
  return row;
}

/**
 * Shares a fee among all proofs in force, by their slopes. Returns whether it did: not while there is no proof, nor when
 * the index would pass what an amount can say. The caller then puts the fee in `feesAccount`.
 */
export function shareFee(state: State, feeMicroKdg: bigint): boolean {
  const { slope, feeIndex, carriedMicroKdg } = readSums(state);
  if (slope === 0n || feeMicroKdg === 0n) return false;
  const risen = feeIndex + indexRise(feeMicroKdg + carriedMicroKdg, slope);
  if (risen > limits.amountMax) return false;
  changeSums(state, { feeIndex: risen, carriedMicroKdg: 0n });
  return true;
}
