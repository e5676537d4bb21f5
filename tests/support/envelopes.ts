// Envelopes whose every part a test may choose: network, expiry, salt, actors and keys.

import { sign } from "#src/crypto/ed25519.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { type AddressedMessage, encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import type { Sent, TestLedger } from "./ledger.ts";

export interface EnvelopeParts {
  readonly network?: string;
  readonly validUntilMs?: number;
  readonly salt?: Uint8Array;
  readonly messages: readonly Sent[];
  /** The aliases that sign; by default those of the actors. */
  readonly signers?: readonly string[];
}

let salts = 0;

/** The signature of an alias over a body. */
export function signatureOf(ledger: TestLedger, alias: string, kind: "transaction" | "batch", body: Uint8Array) {
  return { publicKey: ledger.publicKey(alias), signature: sign(devnetSecretKey(alias), signingBytes(kind, body)) };
}

export function bodyOf(ledger: TestLedger, parts: EnvelopeParts): Uint8Array {
  salts += 1;
  const messages = parts.messages.map(
    ({ actor, type, content }): AddressedMessage => ({ actor: ledger.account(actor), type, content }),
  );
  return encodeTransactionBody(contentWriters(ledger.machine.registry), {
    network: parts.network ?? ledger.network,
    validUntilMs: parts.validUntilMs ?? ledger.state.timeMs + 60_000,
    salt: parts.salt ?? saltOf(salts),
    messages,
  });
}

export function envelopeOf(ledger: TestLedger, parts: EnvelopeParts): Uint8Array {
  const body = bodyOf(ledger, parts);
  const signers = new Set(parts.signers ?? parts.messages.map(({ actor }) => actor));
  return encodeEnvelope(
    "transaction",
    body,
    [...signers].map((alias) => signatureOf(ledger, alias, "transaction", body)),
  );
}

function saltOf(number: number): Uint8Array {
  const salt = new Uint8Array(8).fill(0xee);
  new DataView(salt.buffer).setUint32(4, number);
  return salt;
}
