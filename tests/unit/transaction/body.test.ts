// Bodies have the bytes that this document of their form says, whoever writes the contents.
import { describe, expect, it } from "vitest";
import { accountFromBytes, accountToBytes } from "#src/core/account.ts";
import { type CborValue, encodeCbor } from "#src/core/cbor/value.ts";
import {
  type ContentWriters,
  encodeBatchBody,
  encodeTransactionBody,
  messageTypeSchema,
  transactionHeadSchema,
} from "#src/transaction/body.ts";

const alice = accountFromBytes(new Uint8Array(20).fill(1));
const head = { network: `kedge-devnet-${"0".repeat(16)}`, validUntilMs: 5_000, salt: new Uint8Array(8).fill(7) };
const headValue: CborValue = { network: head.network, salt: head.salt, validUntilMs: 5_000n };
const contents: ContentWriters = (type) => {
  if (type !== "workshop/say") throw new Error(`no writer for ${type}`);
  return { write: (writer, content) => writer.text(content as string) };
};

describe("a transaction's body", () => {
  it("has a head and messages of type, actor and content", () => {
    const messages = [{ type: "workshop/say", actor: alice, content: "aye" }];
    expect(encodeTransactionBody(contents, { ...head, messages })).toEqual(
      encodeCbor([headValue, [["workshop/say", accountToBytes(alice), "aye"]]]),
    );
  });

  it("is not made of messages that nobody can write", () => {
    const messages = [{ type: "workshop/unheard", actor: alice, content: "aye" }];
    expect(() => encodeTransactionBody(contents, { ...head, messages })).toThrow("no writer for workshop/unheard");
  });
});

describe("a batch's body", () => {
  it("has a head, one actor, one type and the items", () => {
    const body = encodeBatchBody(contents, { ...head, actor: alice, type: "workshop/say", items: ["aye", "nay"] });
    expect(body).toEqual(encodeCbor([headValue, accountToBytes(alice), "workshop/say", ["aye", "nay"]]));
  });
});

describe("a head", () => {
  it.each([
    ["a network without a hash", { ...head, network: "kedge-devnet" }],
    ["a short salt", { ...head, salt: new Uint8Array(7) }],
    ["a long salt", { ...head, salt: new Uint8Array(17) }],
    ["an expiry before all time", { ...head, validUntilMs: -1 }],
  ])("with %s is none", (_, wrong) => {
    expect(() => transactionHeadSchema.encode(wrong)).toThrow();
    expect(transactionHeadSchema.encode(head)).toMatchObject({ network: head.network });
  });
});

it("a type of message is a module and a verb", () => {
  expect(messageTypeSchema.safeParse("metal-reserve/depositBars").success).toBe(true);
  for (const wrong of ["pay", "settlement/", "/pay", "settlement/Pay", "a/b/c"]) {
    expect(messageTypeSchema.safeParse(wrong).success).toBe(false);
  }
});
