// Transactions of the simulation: real bodies and envelopes, with a hash of what would be signed in place of each signature.
import { bytesEqual } from "#src/crypto/hex.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import { names, registry } from "./setting.ts";

export interface Message {
  readonly actor: string;
  readonly type: string;
  readonly content: unknown;
}

const writers = contentWriters(registry);

/** Ed25519 costs more than all the rest; a hash tells just as well whether a body was changed after it was signed. */
export function isStandInSignature(message: Uint8Array, signature: Uint8Array): boolean {
  return bytesEqual(signature.subarray(0, 32), nativeSha256(message));
}

function standIn(bytes: Uint8Array): Uint8Array {
  const signature = new Uint8Array(64);
  signature.set(nativeSha256(bytes));
  return signature;
}

export class Envelopes {
  readonly #network: string;
  #salts = 0;

  constructor(network: string) {
    this.#network = network;
  }

  signed(messages: readonly Message[], validUntilMs: number): Uint8Array {
    this.#salts += 1;
    const body = this.#body(messages, validUntilMs);
    return envelopeOf(messages, body, standIn(signingBytes("transaction", body)));
  }

  /** What was signed, and what travels in its place under the same salt and signatures. */
  tampered(messages: readonly Message[], changed: readonly Message[], validUntilMs: number): Uint8Array {
    this.#salts += 1;
    const signature = standIn(signingBytes("transaction", this.#body(messages, validUntilMs)));
    return envelopeOf(messages, this.#body(changed, validUntilMs), signature);
  }

  #body(messages: readonly Message[], validUntilMs: number): Uint8Array {
    const salt = new Uint8Array(8);
    new DataView(salt.buffer).setUint32(4, this.#salts);
    const addressed = messages.map(({ actor, type, content }) => ({ actor: names.account(actor), type, content }));
    return encodeTransactionBody(writers, { network: this.#network, validUntilMs, salt, messages: addressed });
  }
}

function envelopeOf(messages: readonly Message[], body: Uint8Array, signature: Uint8Array): Uint8Array {
  const signers = [...new Set(messages.map(({ actor }) => actor))];
  return encodeEnvelope(
    "transaction",
    body,
    signers.map((alias) => ({ publicKey: names.publicKey(alias), signature })),
  );
}
