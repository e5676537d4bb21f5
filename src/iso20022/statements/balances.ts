// Sums of entries: a credit adds, a debit takes away, in whole units of one currency.
import type { CurrencyAmount } from "../amounts.ts";

export interface Directed {
  readonly Amt: CurrencyAmount;
  readonly CdtDbtInd: "CRDT" | "DBIT";
}

/** A balance below zero is a debit of its size. */
export function signedUnits({ Amt, CdtDbtInd }: Directed): bigint {
  return CdtDbtInd === "CRDT" ? Amt.units : -Amt.units;
}

export function directed(units: bigint, currency: string): Directed {
  return units < 0n
    ? { Amt: { currency, units: -units }, CdtDbtInd: "DBIT" }
    : { Amt: { currency, units }, CdtDbtInd: "CRDT" };
}

export interface Sums {
  readonly credits: number;
  readonly creditUnits: bigint;
  readonly debits: number;
  readonly debitUnits: bigint;
  readonly netUnits: bigint;
}

export function sumsOf(signed: readonly bigint[]): Sums {
  let credits = 0;
  let creditUnits = 0n;
  let debitUnits = 0n;
  for (const units of signed) {
    if (units < 0n) debitUnits -= units;
    else {
      credits += 1;
      creditUnits += units;
    }
  }
  return { credits, creditUnits, debits: signed.length - credits, debitUnits, netUnits: creditUnits - debitUnits };
}
