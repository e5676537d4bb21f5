// Envelopes: bytes that every node reads alike, and every malformed shape refused.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountToBytes } from "#src/core/account.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { type CborValue, encodeCbor } from "#src/core/cbor/value.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { actorsOf, contentWriters, payerOf, prepareEnvelope } from "#src/machine/transaction.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { encodeBatchBody, encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, transactionId } from "#src/transaction/envelope.ts";
import { bodyOf, signatureOf } from "#tests/support/envelopes.ts";
import { createTestLedger } from "#tests/support/ledger.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { workshop } from "#tests/support/workshop.ts";

const ledger = createTestLedger({ modules: [authority, accounts, workshop()] });
const { registry } = ledger.machine;
const alice = ledger.account("alice");
const bob = ledger.account("bob");
const head = { network: ledger.network, validUntilMs: 5_000, salt: new Uint8Array(8).fill(7) };
const setSlot = { type: "workshop/setSlot", actor: alice, content: { slot: "a", value: 1 } };
const prepare = (bytes: Uint8Array) => prepareEnvelope(registry, bytes, sha256);
const signature = { publicKey: new Uint8Array(32).fill(1), signature: new Uint8Array(64).fill(2) };
const enclosed = (body: CborValue, kind: "transaction" | "batch" = "transaction") =>
  encodeEnvelope(kind, encodeCbor(body), [signature]);

/** The parts of a body without a schema, so that each can be made wrong. */
const headValue = { network: ledger.network, salt: new Uint8Array(8).fill(7), validUntilMs: 5_000n };
const messageValue = ["workshop/setSlot", accountToBytes(alice), { slot: "a", value: 1n }];
const transactionValue = (messages: CborValue) => [headValue, messages];
const batchValue = (items: CborValue) => [headValue, accountToBytes(alice), "workshop/setSlot", items];

describe("a transaction", () => {
  it("is read as it was written", () => {
    const body = encodeTransactionBody(contentWriters(registry), {
      ...head,
      messages: [setSlot, { ...setSlot, actor: bob }],
    });
    const prepared = prepare(encodeEnvelope("transaction", body, [signature]));
    expect(prepared).toMatchObject({
      kind: "transaction",
      ...head,
      id: sha256(body),
      signatures: [signature],
      work: 20,
    });
    expect(
      prepared.kind === "transaction" &&
        prepared.messages.map(({ actor, content, route }) => [route.type, actor, content]),
    ).toEqual([
      ["workshop/setSlot", alice, { slot: "a", value: 1 }],
      ["workshop/setSlot", bob, { slot: "a", value: 1 }],
    ]);
  });

  it("has the bytes that this document of its form says", () => {
    const body = encodeTransactionBody(contentWriters(registry), { ...head, messages: [setSlot] });
    expect(bytesToHex(body)).toBe(bytesToHex(encodeCbor(transactionValue([messageValue]))));
    const envelope = encodeEnvelope("transaction", body, [signature]);
    expect(bytesToHex(envelope)).toBe(bytesToHex(encodeCbor([0n, body, [{ ...signature }]])));
  });

  it("has an id that is the hash of its body, whatever the signatures", () => {
    const body = encodeTransactionBody(contentWriters(registry), { ...head, messages: [setSlot] });
    const other = { ...signature, signature: new Uint8Array(64).fill(3) };
    expect(bytesToHex(transactionId(body))).toBe(bytesToHex(sha256(body)));
    for (const signatures of [[signature], [other]]) {
      expect(prepare(encodeEnvelope("transaction", body, signatures)).id).toEqual(sha256(body));
    }
  });

  it("names each actor once, the first of which pays", () => {
    const three = [setSlot, { ...setSlot, actor: bob }, setSlot];
    const body = encodeTransactionBody(contentWriters(registry), { ...head, messages: three });
    const prepared = prepare(encodeEnvelope("transaction", body, [signature]));
    expect([actorsOf(prepared), payerOf(prepared)]).toEqual([[alice, bob], alice]);
  });

  it("may hold as many messages as the limit, and not one more", () => {
    const list = (count: number) => enclosed(transactionValue(new Array<CborValue>(count).fill(messageValue)));
    expect(refusalOf(() => prepare(list(limits.transactionMessagesMax)))).toBe("nothing");
    expect(refusalOf(() => prepare(list(limits.transactionMessagesMax + 1)))).toBe("machine/malformedTransaction");
    expect(refusalOf(() => prepare(list(0)))).toBe("machine/malformedTransaction");
  });
});

describe("a batch", () => {
  it("is read as it was written", () => {
    const items = [
      { slot: "a", value: 1 },
      { slot: "b", value: 2 },
    ];
    const body = encodeBatchBody(contentWriters(registry), { ...head, actor: bob, type: "workshop/setSlot", items });
    const prepared = prepare(encodeEnvelope("batch", body, [signature]));
    expect(prepared).toMatchObject({ kind: "batch", ...head, actor: bob, items, id: sha256(body), work: 20 });
    expect([actorsOf(prepared), payerOf(prepared)]).toEqual([[bob], bob]);
  });

  it("has the bytes that this document of its form says", () => {
    const items = [{ slot: "a", value: 1 }];
    const body = encodeBatchBody(contentWriters(registry), { ...head, actor: alice, type: "workshop/setSlot", items });
    expect(bytesToHex(body)).toBe(bytesToHex(encodeCbor(batchValue([{ slot: "a", value: 1n }]))));
  });

  it("may hold as many items as the limit, and not one more", () => {
    const list = (count: number) =>
      enclosed(batchValue(new Array<CborValue>(count).fill({ slot: "a", value: 1n })), "batch");
    expect(refusalOf(() => prepare(list(limits.batchItemsMax)))).toBe("nothing");
    expect(refusalOf(() => prepare(list(limits.batchItemsMax + 1)))).toBe("machine/malformedTransaction");
    expect(refusalOf(() => prepare(list(0)))).toBe("machine/malformedTransaction");
  });

  it("counts the work of every item, by the content of each", () => {
    const slot = { slot: "a", value: 1 };
    const items = [{ list: [slot] }, { list: [slot, slot, slot] }];
    const body = encodeBatchBody(contentWriters(registry), { ...head, actor: bob, type: "workshop/setSlots", items });
    expect(prepare(encodeEnvelope("batch", body, [signature])).work).toBe(20);
  });
});

describe("a malformed envelope is refused:", () => {
  const malformed: readonly (readonly [string, Uint8Array, string])[] = [
    ["no bytes at all", new Uint8Array(), "core/malformedEncoding"],
    ["no array", encodeCbor(5n), "core/malformedEncoding"],
    ["two parts", encodeCbor([0n, new Uint8Array()]), "machine/malformedTransaction"],
    ["four parts", encodeCbor([0n, new Uint8Array(), [], 0n]), "machine/malformedTransaction"],
    ["an unknown kind", encodeCbor([2n, new Uint8Array(), [{ ...signature }]]), "machine/malformedTransaction"],
    ["a negative kind", encodeCbor([-1n, new Uint8Array(), [{ ...signature }]]), "machine/malformedTransaction"],
    ["a kind in words", encodeCbor(["transaction", new Uint8Array(), [{ ...signature }]]), "core/malformedEncoding"],
    ["a body in words", encodeCbor([0n, "body", [{ ...signature }]]), "core/malformedEncoding"],
    ["an empty body", encodeCbor([0n, new Uint8Array(), [{ ...signature }]]), "core/malformedEncoding"],
    ["no signatures", encodeCbor([0n, encodeCbor(transactionValue([messageValue])), []]), "core/malformedEncoding"],
    [
      "a short key",
      encodeCbor([0n, encodeCbor(transactionValue([messageValue])), [{ ...signature, publicKey: new Uint8Array(31) }]]),
      "core/malformedEncoding",
    ],
    [
      "a long signature",
      encodeCbor([0n, encodeCbor(transactionValue([messageValue])), [{ ...signature, signature: new Uint8Array(65) }]]),
      "core/malformedEncoding",
    ],
    [
      "a key that signed twice",
      encodeEnvelope("transaction", encodeCbor(transactionValue([messageValue])), [signature, signature]),
      "machine/unusedSignature",
    ],
    ["a batch as a transaction", enclosed(batchValue([{ slot: "a", value: 1n }])), "machine/malformedTransaction"],
    ["a transaction as a batch", enclosed(transactionValue([messageValue]), "batch"), "machine/malformedTransaction"],
    ["a body of one part", enclosed([headValue]), "machine/malformedTransaction"],
    [
      "a head without a network",
      enclosed([{ salt: headValue.salt, validUntilMs: 1n }, [messageValue]]),
      "core/malformedEncoding",
    ],
    ["a head with a part too many", enclosed([{ ...headValue, zeal: 1n }, [messageValue]]), "core/malformedEncoding"],
    [
      "a network without a hash",
      enclosed([{ ...headValue, network: "kedge-devnet" }, [messageValue]]),
      "core/malformedEncoding",
    ],
    ["a short salt", enclosed([{ ...headValue, salt: new Uint8Array(7) }, [messageValue]]), "core/malformedEncoding"],
    ["a long salt", enclosed([{ ...headValue, salt: new Uint8Array(17) }, [messageValue]]), "core/malformedEncoding"],
    [
      "an expiry before all time",
      enclosed([{ ...headValue, validUntilMs: -1n }, [messageValue]]),
      "core/malformedEncoding",
    ],
    [
      "an expiry after all time",
      enclosed([{ ...headValue, validUntilMs: 2n ** 63n }, [messageValue]]),
      "core/malformedEncoding",
    ],
    ["messages that are no list", enclosed(transactionValue({})), "core/malformedEncoding"],
    ["a message of two parts", enclosed(transactionValue([messageValue.slice(0, 2)])), "machine/malformedTransaction"],
    ["a message of four parts", enclosed(transactionValue([[...messageValue, 0n]])), "machine/malformedTransaction"],
    [
      "an unknown message",
      enclosed(transactionValue([["workshop/unheard", accountToBytes(alice), {}]])),
      "machine/unknownMessage",
    ],
    [
      "an unknown module",
      enclosed(transactionValue([["nowhere/setSlot", accountToBytes(alice), {}]])),
      "machine/unknownMessage",
    ],
    [
      "a type of great length",
      enclosed(transactionValue([["x".repeat(100_000), accountToBytes(alice), {}]])),
      "machine/unknownMessage",
    ],
    [
      "an actor of nineteen bytes",
      enclosed(transactionValue([["workshop/setSlot", new Uint8Array(19), {}]])),
      "core/malformedAccount",
    ],
    [
      "an actor of 400,000 bytes",
      enclosed(transactionValue([["workshop/setSlot", new Uint8Array(400_000), {}]])),
      "core/malformedAccount",
    ],
    ["an actor as text", enclosed(transactionValue([["workshop/setSlot", alice, {}]])), "core/malformedEncoding"],
    [
      "content with a member missing",
      enclosed(transactionValue([["workshop/setSlot", accountToBytes(alice), { slot: "a" }]])),
      "core/malformedEncoding",
    ],
    [
      "content with a member too many",
      enclosed(transactionValue([["workshop/setSlot", accountToBytes(alice), { slot: "a", value: 1n, zeal: 1n }]])),
      "core/malformedEncoding",
    ],
    [
      "content out of bounds",
      enclosed(transactionValue([["workshop/setSlot", accountToBytes(alice), { slot: "a/b", value: 1n }]])),
      "core/malformedEncoding",
    ],
    [
      "an unknown message in a batch",
      enclosed([headValue, accountToBytes(alice), "workshop/unheard", [{}]], "batch"),
      "machine/unknownMessage",
    ],
    ["items that are no list", enclosed(batchValue({}), "batch"), "core/malformedEncoding"],
    [
      "an item out of bounds",
      enclosed(
        batchValue([
          { slot: "a", value: 1n },
          { slot: "a", value: -1n },
        ]),
        "batch",
      ),
      "core/malformedEncoding",
    ],
  ];

  it.each(malformed)("%s", (_, bytes, code) => {
    expect(refusalOf(() => prepare(bytes))).toBe(code);
  });

  it("one byte more than the limit, unread", () => {
    const bytes = new Uint8Array(limits.transactionBytesMax + 1);
    expect(refusalOf(() => prepare(bytes))).toBe("machine/malformedTransaction");
    expect(refusalOf(() => prepare(bytes.slice(1)))).toBe("core/malformedEncoding");
  });

  it("more signatures than the limit", () => {
    const body = encodeCbor(transactionValue([messageValue]));
    const keys = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...signature, publicKey: new Uint8Array(32).fill(at) }));
    const most = limits.transactionSignaturesMax;
    expect(refusalOf(() => prepare(encodeEnvelope("transaction", body, keys(most))))).toBe("nothing");
    expect(refusalOf(() => prepare(encodeEnvelope("transaction", body, keys(most + 1))))).toBe(
      "core/malformedEncoding",
    );
  });

  it("cut short at any byte, or with one more, inside the body or outside", () => {
    const body = encodeCbor(transactionValue([messageValue]));
    const bytes = encodeEnvelope("transaction", body, [signature]);
    for (let length = 0; length < bytes.length; length += 1) {
      expect(refusalOf(() => prepare(bytes.slice(0, length)))).not.toBe("nothing");
    }
    for (let length = 0; length < body.length; length += 1) {
      const cut = encodeEnvelope("transaction", body.slice(0, length), [signature]);
      expect(refusalOf(() => prepare(cut))).not.toBe("nothing");
    }
    expect(refusalOf(() => prepare(Uint8Array.of(...bytes, 0)))).toBe("core/malformedEncoding");
    const longer = encodeEnvelope("transaction", Uint8Array.of(...body, 0), [signature]);
    expect(refusalOf(() => prepare(longer))).toBe("core/malformedEncoding");
  });
});

describe("any bytes at all", () => {
  const valid = (() => {
    const body = bodyOf(ledger, {
      messages: [{ actor: "alice", type: "workshop/setSlot", content: { slot: "a", value: 1 } }],
    });
    return encodeEnvelope("transaction", body, [signatureOf(ledger, "alice", "transaction", body)]);
  })();

  it("are an envelope or are refused, and never a fault", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        refusalOf(() => prepare(bytes));
      }),
      { numRuns: 5_000 },
    );
  });

  it("that differ from an envelope in a few places are another envelope or are refused, and never a fault", () => {
    const changes = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(changes, (list) => {
        const bytes = valid.slice();
        for (const [at, byte] of list) bytes[at] = byte;
        refusalOf(() => {
          const { body, id } = prepare(bytes);
          expect(bytesToHex(id)).toBe(bytesToHex(sha256(body)));
        });
      }),
      { numRuns: 5_000 },
    );
  });

  it("read alike from a Buffer", () => {
    const prepared = prepare(Buffer.from(valid));
    expect(prepared).toEqual(prepare(valid));
    expect(prepared.signatures[0]?.publicKey.constructor).toBe(Uint8Array);
  });

  it("do not lend their memory to what was read", () => {
    const bytes = valid.slice();
    const prepared = prepare(bytes);
    const id = bytesToHex(prepared.id);
    const salt = bytesToHex(prepared.salt);
    bytes.fill(0);
    expect([bytesToHex(prepared.id), bytesToHex(prepared.salt)]).toEqual([id, salt]);
  });
});

it("a message's JSON form and its CBOR form give one content", () => {
  const route = registry.messages.get("accounts/issueCurrency");
  const json = { currency: "CNY", to: bob, amount: "12" };
  const content = route?.definition.schema.parse(json);
  expect(content).toEqual({ currency: "CNY", to: bob, amount: 12n });
  const bytes = route?.content.encode(content);
  expect(route?.content.read(new CborReader(bytes ?? new Uint8Array()))).toEqual(content);
  expect(route?.definition.schema.encode(content)).toEqual(json);
});
