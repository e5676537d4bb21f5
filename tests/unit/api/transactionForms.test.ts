// The JSON forms of transactions and batches give the very bytes that were signed.

import { describe, expect, it } from "vitest";
import { jsonFormOf } from "#src/api/jsonForm.ts";
import {
  batchBytes,
  signedBatchSchema,
  signedTransactionSchema,
  transactionBytes,
  unsignedTransaction,
} from "#src/api/transactionForms.ts";
import { sign } from "#src/crypto/ed25519.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { encodeEnvelope, signingBytes, transactionId } from "#src/transaction/envelope.ts";
import { createTestLedger } from "#tests/support/ledger.ts";

const ledger = createTestLedger({ modules: [accounts, authority] });
const { registry } = ledger.machine;
const head = { network: ledger.network, validUntilMs: 1_800_000_000_000, salt: new Uint8Array(8).fill(3) };
const alice = ledger.account("alice");
const content = { currency: "CNY", to: ledger.account("bob"), amount: 2n ** 90n };

function signatures(kind: "transaction" | "batch", body: Uint8Array) {
  const signature = sign(devnetSecretKey("alice"), signingBytes(kind, body));
  return [{ publicKey: ledger.publicKey("alice"), signature }];
}

describe("signed transactions in JSON", () => {
  it("encode to the very bytes that were signed", () => {
    const body = { ...head, messages: [{ type: "accounts/issueCurrency", actor: alice, content }] };
    const bodyBytes = encodeTransactionBody(contentWriters(registry), body);
    const signed = { body, signatures: signatures("transaction", bodyBytes) };
    const read = signedTransactionSchema(registry).parse(jsonFormOf(signed));
    expect(transactionBytes(registry, read)).toEqual(encodeEnvelope("transaction", bodyBytes, signed.signatures));
  });

  it("are read by the message's own schema, by its type", () => {
    const signed = { body: { ...head, messages: [{ type: "accounts/issueCurrency", actor: alice, content: {} }] } };
    const { error } = signedTransactionSchema(registry).safeParse(jsonFormOf({ ...signed, signatures: [] }));
    const places = error?.issues.map(({ path }) => path.join("/"));
    expect(places).toContain("body/messages/0/content/amount");
    expect(places).toContain("signatures");
  });

  it("have one schema for each set of modules, made once", () => {
    expect(signedTransactionSchema(registry)).toBe(signedTransactionSchema(registry));
  });
});

describe("signed batches in JSON", () => {
  it("encode to the very bytes that were signed", () => {
    const body = { ...head, actor: alice, type: "accounts/issueCurrency", items: [content, content] };
    const bodyBytes = encodeBatchBody(contentWriters(registry), body);
    const signed = { body, signatures: signatures("batch", bodyBytes) };
    const read = signedBatchSchema(registry).parse(jsonFormOf(signed));
    expect(batchBytes(registry, read)).toEqual(encodeEnvelope("batch", bodyBytes, signed.signatures));
  });
});

describe("unsigned transactions", () => {
  it("show the id, the body and the exact bytes to sign, with the domain tag before the body", () => {
    const body = { ...head, messages: [{ type: "accounts/issueCurrency", actor: alice, content }] };
    const { bodyBytes, signingBytes: toSign, shown } = unsignedTransaction(registry, body);
    expect(toSign).toEqual(signingBytes("transaction", bodyBytes));
    expect(hexToBytes(shown.bodyHex)).toEqual(bodyBytes);
    expect(hexToBytes(shown.signingBytesHex)).toEqual(toSign);
    expect(hexToBytes(shown.id)).toEqual(transactionId(bodyBytes));
    expect(shown.body).toEqual(jsonFormOf(body));
  });
});
