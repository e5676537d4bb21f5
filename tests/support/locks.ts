// Opens locks for tests.
import { sha256 } from "#src/crypto/sha256.ts";
import type { TestLedger } from "./ledger.ts";

export const preimage = new Uint8Array(32).fill(3);
export const condition = sha256(preimage);

export interface LockTerms {
  readonly from?: string;
  readonly to?: string;
  readonly currency?: string;
  readonly amount?: bigint;
  readonly lastsMs?: number;
  readonly condition?: Uint8Array;
  readonly fulfiller?: string;
}

/** The content of `lockFunds` by alice for bob, valid so long from the block in which it will be executed. */
export function lockContent(ledger: TestLedger, terms: LockTerms = {}) {
  const { to = "bob", currency = "CNY", amount = 500n, lastsMs = 30_000, condition: asked, fulfiller } = terms;
  return {
    currency,
    to: ledger.account(to),
    amount,
    // The next block of a test ledger is one millisecond later.
    expiresMs: ledger.state.timeMs + 1 + lastsMs,
    ...(asked && { condition: asked }),
    ...(fulfiller !== undefined && { fulfiller: ledger.account(fulfiller) }),
  };
}

/** Locks money and returns the lock's number and expiry. */
export function lock(ledger: TestLedger, terms: LockTerms = {}): { lock: number; expiresMs: number } {
  const content = lockContent(ledger, terms);
  const { answer } = ledger.send(terms.from ?? "alice", "settlement/lockFunds", content);
  return { lock: (answer as { lock: number }).lock, expiresMs: content.expiresMs };
}
