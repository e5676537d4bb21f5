// The exchanges of the benchmark: signed transactions in which two payers pay each other in two currencies, one or many at once.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { bundleIdOf } from "#src/modules/netting/rules.ts";
import { type AddressedMessage, encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import { type Signer, type SigningContext, signedBatch } from "../workload.ts";

export const currencies = ["USD", "CNY"] as const;
/** What `settleLegs` holds, and what a transaction does. */
const legsPerMessage = 32;

let salts = 0;

/** One transaction of several payers, each of whom signs it. */
function signedByAll(context: SigningContext, signers: readonly Signer[], messages: readonly AddressedMessage[]) {
  const { registry, network, validUntilMs } = context;
  salts += 1;
  const salt = new Uint8Array(9);
  new DataView(salt.buffer).setUint32(4, salts);
  const body = encodeTransactionBody(contentWriters(registry), { network, validUntilMs, salt, messages });
  const bytes = signingBytes("transaction", body);
  return encodeEnvelope(
    "transaction",
    body,
    signers.map((signer) => ({ publicKey: signer.publicKey, signature: signer.sign(bytes) })),
  );
}

export type Pair = readonly [Signer, Signer];

/** Two payers pay each other, in one currency and in the other. */
export function singleExchange(context: SigningContext, [left, right]: Pair): Uint8Array {
  const pay = (from: Signer, to: Signer, currency: string) => ({
    type: "settlement/pay",
    actor: from.account,
    content: { currency, to: to.account, amount: 1n },
  });
  return signedByAll(context, [left, right], [pay(left, right, currencies[0]), pay(right, left, currencies[1])]);
}

/**
 * Many exchanges between two banks for their customers: each side pays a customer of the other for each of them. All of
 * them settle together or none does.
 */
export function fileOfExchanges(
  context: SigningContext,
  [left, right]: Pair,
  customers: readonly Account[],
  count: number,
): Uint8Array {
  const legsOf = (currency: string, begin: number, end: number, offset: number) =>
    Array.from({ length: end - begin }, (_, at) => ({
      currency,
      to: present(customers[(begin + at + offset) % customers.length], "a customer"),
      amount: 1n,
    }));
  const messages: AddressedMessage[] = [];
  for (let begin = 0; begin < count; begin += legsPerMessage) {
    const end = Math.min(count, begin + legsPerMessage);
    [left, right].forEach((from, side) => {
      const legs = legsOf(currencies[side] ?? "USD", begin, end, side * count);
      messages.push({ type: "settlement/settleLegs", actor: from.account, content: { legs } });
    });
  }
  return signedByAll(context, [left, right], messages);
}

/** One payer's batch of proposals and the other's batch of confirmations: each exchange settles on its own. */
export function batchesOfBundles(context: SigningContext, [left, right]: Pair, count: number, expiresMs: number) {
  const terms = Array.from({ length: count }, (_, at) => ({
    legs: [
      { from: left.account, to: right.account, currency: currencies[0], amount: BigInt(at + 1) },
      { from: right.account, to: left.account, currency: currencies[1], amount: BigInt(at + 1) },
    ],
    priority: "normal" as const,
    expiresMs,
  }));
  const ids = terms.map((each) => ({ bundle: bundleIdOf({ proposer: left.account, ...each }) }));
  return {
    proposals: signedBatch(context, left, "netting/proposeBundle", terms),
    confirmations: signedBatch(context, right, "netting/confirmBundle", ids),
  };
}
