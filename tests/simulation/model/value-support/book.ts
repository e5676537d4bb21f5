// Value support as the model keeps it: every proof by itself, and room summed over those in force.
import { anchored, transfer } from "../accounts/book.ts";
import { floor, least, sum } from "../arithmetic.ts";
import { bookAccount } from "../encoding.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Hour {
  readonly demandWh: bigint;
  readonly matchedWh: bigint;
  readonly attributedWh: bigint;
  readonly provedWh: bigint;
}

export interface Proof extends Hour {
  readonly load: string;
  readonly fromMs: number;
  readonly days: number;
  readonly zone: string;
  readonly site: string;
  readonly prover: string;
  readonly pue: { readonly facilityWh: bigint; readonly itWh: bigint };
  readonly carbonGrams: bigint;
  readonly roomMicroKdg: bigint;
  readonly startMs: number;
  readonly endMs: number;
  readonly slope: bigint;
  readonly startIndex: bigint;
  readonly endIndex?: bigint;
  readonly mostFeesMicroKdg: bigint;
  readonly claimedMicroKdg: bigint;
}

const makeBook = (log: UndoLog) => ({
  proofs: new UndoMap<number, Proof>(log),
  /** The hours of each proved day, by `load/day`. */
  days: new UndoMap<string, { readonly proofNumber: number; readonly hours: readonly Hour[] }>(log),
  index: new UndoCell(log, 0n),
  carried: new UndoCell(log, 0n),
});

export const supportOf = (model: Model) => model.book(makeBook);
export const feesBook = bookAccount("value-support/fees");

export const inForce = (model: Model): [number, Proof][] =>
  supportOf(model)
    .proofs.entries()
    .filter(([, { endIndex }]) => endIndex === undefined);

const billionths = 1_000_000_000n;

/** What all proofs in force leave at the block's time. */
export function room(model: Model): bigint {
  const left = sum(inForce(model).map(([, { slope, endMs }]) => slope * BigInt(endMs - model.timeMs)));
  return left <= 0n ? 0n : floor(left, billionths);
}

const parts = 10n ** 15n;
const amountMost = 2n ** 96n - 1n;

/** Whether a fee was shared among the proofs in force. */
export function share(model: Model, feeMicroKdg: bigint): boolean {
  const { index, carried } = supportOf(model);
  const slopes = sum(inForce(model).map(([, { slope }]) => slope));
  if (slopes === 0n || feeMicroKdg === 0n) return false;
  const after = index.value + floor((feeMicroKdg + carried.value) * parts, slopes);
  if (after > amountMost) return false;
  index.value = after;
  carried.value = 0n;
  return true;
}

/** What a proof has earned, up to its bound, and beyond it. */
export function earnings(model: Model, proof: Proof) {
  const until = proof.endIndex ?? supportOf(model).index.value;
  const all = floor(proof.slope * (until - proof.startIndex), parts);
  const allowed = least(all, proof.mostFeesMicroKdg);
  return { owed: allowed - proof.claimedMicroKdg, excess: all - allowed };
}

export function payFees(model: Model, to: string, amount: bigint): void {
  transfer(model, { currency: anchored, from: feesBook, to, amount });
}
