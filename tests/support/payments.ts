// Signed payments between the accounts of a devnet, as bytes that travel, with salts that never repeat.

import { createPrivateKey, type KeyObject, sign as nativeSign, randomBytes } from "node:crypto";
import { concatBytes, hexToBytes } from "#src/crypto/hex.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { devnetNames } from "#src/node/devnet.ts";
import { programModules } from "#src/node/programModules.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";

export interface Payment {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly currency?: string;
}

const registry = programModules().newest();
export const devnet = devnetNames(registry, 0);
/** The head of a PKCS#8 file that holds a raw Ed25519 key. */
const pkcs8Head = hexToBytes("302e020100300506032b657004220420");
const keys = new Map<string, KeyObject>();

/** The signatures of the aliases, through OpenSSL: a load of thousands shall not take the processor from the node. */
function signaturesOf(aliases: readonly string[], bytes: Uint8Array) {
  return aliases.map((alias) => ({
    publicKey: devnet.publicKey(alias),
    signature: new Uint8Array(nativeSign(null, bytes, keyOf(alias))),
  }));
}

function keyOf(alias: string): KeyObject {
  const der = Buffer.from(concatBytes(pkcs8Head, devnetSecretKey(alias)));
  const key = keys.get(alias) ?? createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  keys.set(alias, key);
  return key;
}

function headOf(network: string, validUntilMs: number) {
  return { network, validUntilMs, salt: new Uint8Array(randomBytes(8)) };
}

export interface SentMessage {
  readonly actor: string;
  readonly type: string;
  readonly content: unknown;
}

export function transactionOf(network: string, sent: readonly SentMessage[], validUntilMs = soon()): Uint8Array {
  const messages = sent.map(({ actor, type, content }) => ({ actor: devnet.account(actor), type, content }));
  const body = encodeTransactionBody(contentWriters(registry), { ...headOf(network, validUntilMs), messages });
  const signers = [...new Set(sent.map(({ actor }) => actor))];
  return encodeEnvelope("transaction", body, signaturesOf(signers, signingBytes("transaction", body)));
}

export function paymentOf(network: string, payment: Payment, validUntilMs = soon()): Uint8Array {
  const { from, to, amount, currency = "USD" } = payment;
  const content = { currency, to: devnet.account(to), amount };
  return transactionOf(network, [{ actor: from, type: "settlement/pay", content }], validUntilMs);
}

/** One signature over many payments of one account. */
export function paymentBatchOf(
  network: string,
  from: string,
  payments: readonly Omit<Payment, "from">[],
  validUntilMs = soon(),
): Uint8Array {
  const items = payments.map(({ to, amount, currency = "USD" }) => ({ currency, to: devnet.account(to), amount }));
  const actor = devnet.account(from);
  const body = encodeBatchBody(contentWriters(registry), {
    ...headOf(network, validUntilMs),
    actor,
    type: "settlement/pay",
    items,
  });
  return encodeEnvelope("batch", body, signaturesOf([from], signingBytes("batch", body)));
}

function soon(): number {
  return Date.now() + 300_000;
}
