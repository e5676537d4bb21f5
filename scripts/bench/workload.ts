// The workload of the benchmark: accounts, payees and signed bytes, all from one seed, so that runs can be compared.

import { createPrivateKey, sign as nativeSign } from "node:crypto";
import { type Account, accountToBytes } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { bytesToHex, concatBytes, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Registry } from "#src/machine/registry.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { accountOf } from "#src/transaction/account.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";

export const currency = "USD";
const noSalt = new Uint8Array();
const text = new TextEncoder();
/** The head of a PKCS#8 file that holds a raw Ed25519 key. */
const pkcs8Head = hexToBytes("302e020100300506032b657004220420");

/** A key that signs through OpenSSL: preparing a hundred thousand payments must not take minutes. */
export interface Signer {
  readonly account: Account;
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Uint8Array;
}

export function signerOf(secretKey: Uint8Array, account?: Account): Signer {
  const publicKey = publicKeyOf(secretKey);
  const key = createPrivateKey({ key: Buffer.from(concatBytes(pkcs8Head, secretKey)), format: "der", type: "pkcs8" });
  return {
    account: account ?? accountOf({ threshold: 1, keys: [publicKey] }, noSalt),
    publicKey,
    sign: (bytes) => new Uint8Array(nativeSign(null, bytes, key)),
  };
}

/** A payer of the workload; every one of them has a key of its own. */
export function payerSigner(index: number): Signer {
  return signerOf(sha256(text.encode(`kedge bench payer ${index}`)));
}

/** The policy of an account that is only paid: nobody holds its key. */
export function payeePolicy(index: number) {
  return { threshold: 1, keys: [sha256(text.encode(`kedge bench payee ${index}`))] };
}

export interface SigningContext {
  readonly registry: Registry;
  readonly network: string;
  readonly validUntilMs: number;
}

let salts = 0;
function nextSalt(): Uint8Array {
  salts += 1;
  const salt = new Uint8Array(8);
  new DataView(salt.buffer).setBigUint64(0, BigInt(salts));
  return salt;
}

/** A hash over who pays whom, in order: equal workloads have equal hashes on every machine and network. */
export class WorkloadHash {
  #hash = sha256(text.encode("kedge bench workload 1"));

  add(payer: Account, payees: readonly Account[]): void {
    this.#hash = sha256(this.#hash, accountToBytes(payer), ...payees.map(accountToBytes));
  }

  get hex(): string {
    return bytesToHex(this.#hash);
  }
}

export function signedPayment(context: SigningContext, payer: Signer, to: Account): Uint8Array {
  const { registry, network, validUntilMs } = context;
  const messages = [{ type: "settlement/pay", actor: payer.account, content: { currency, to, amount: 1n } }];
  const body = encodeTransactionBody(contentWriters(registry), { network, validUntilMs, salt: nextSalt(), messages });
  const signature = payer.sign(signingBytes("transaction", body));
  return encodeEnvelope("transaction", body, [{ publicKey: payer.publicKey, signature }]);
}

export function signedBatch(
  context: SigningContext,
  payer: Signer,
  type: string,
  items: readonly unknown[],
): Uint8Array {
  const { registry, network, validUntilMs } = context;
  const body = encodeBatchBody(contentWriters(registry), {
    network,
    validUntilMs,
    salt: nextSalt(),
    actor: payer.account,
    type,
    items,
  });
  const signature = payer.sign(signingBytes("batch", body));
  return encodeEnvelope("batch", body, [{ publicKey: payer.publicKey, signature }]);
}

export function pick<Item>(items: readonly Item[], draw: (below: number) => number): Item {
  return present(items[draw(items.length)], "an index within the list");
}
