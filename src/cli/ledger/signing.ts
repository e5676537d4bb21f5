// The heads of transactions and batches, and the bytes that are signed and sent.
import { randomBytes } from "node:crypto";
import type { Signer } from "#src/sdk/keys/signer.ts";
import { type Draft, signDraft } from "#src/sdk/transactions.ts";
import type { TransactionHead } from "#src/transaction/body.ts";
import type { LedgerLink, NewestBlock, SealedEnvelope } from "./link.ts";

/** Where and until when a transaction is valid, what makes it differ from others, and since when it can be decided. */
export interface Head extends TransactionHead {
  readonly sinceHeight: number;
}

const saltBytes = 16;

/** The ledger's clock decides what has expired, and this machine's may be wrong. */
export function newHead({ network }: LedgerLink, { height, timeMs }: NewestBlock, validForMs: number): Head {
  const salt = new Uint8Array(randomBytes(saltBytes));
  return { network, validUntilMs: timeMs + validForMs, salt, sinceHeight: height };
}

export async function seal(draft: Draft, { sinceHeight }: Head, signers: readonly Signer[]): Promise<SealedEnvelope> {
  return { ...(await signDraft(draft, signers)), sinceHeight };
}
