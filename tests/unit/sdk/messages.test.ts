// Messages are checked and encoded where they are made.
import { expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { createRegistry } from "#src/machine/registry.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import * as modules from "#src/modules/registry.ts";
import { ContentError } from "#src/sdk/contentCodec.ts";
import { UnknownMessageError } from "#src/sdk/errors.ts";
import { contract, messageOf, messages } from "#src/sdk/messages.ts";
import { Currency, MoneyError } from "#src/sdk/money.ts";

const registry = createRegistry(Object.values(modules));
const to = "kdg19aux07k0vpyaj9wywkv6ajcpvpqjdaeguhtq7q";
const cny = new Currency("CNY", 2);

it("has a builder for every message of every module", () => {
  const built = Object.entries(messages).flatMap(([owner, verbs]) =>
    Object.keys(verbs).map((verb) => `${owner}/${verb}`),
  );
  expect(built.sort()).toEqual([...registry.messages.keys()].sort());
});

it("encodes as the ledger does, whether amounts are money, texts or bigints", () => {
  const expected = registry.messages.get("settlement/pay")?.content.encode({ to, currency: "CNY", amount: 125n });
  for (const amount of [cny.of("1.25"), "125", 125n]) {
    const message = messages.settlement.pay({ to, currency: "CNY", amount });
    expect(bytesToHex(message.contentBytes)).toBe(bytesToHex(expected ?? new Uint8Array()));
    expect(message.type).toBe("settlement/pay");
  }
});

it("carries the hash of the schema by which it was encoded", () => {
  const { schemaHash } = messages.settlement.pay({ to, currency: "CNY", amount: "1" });
  expect(schemaHash).toBe(contract.messages["settlement/pay"]?.schemaHash);
});

it("refuses a content outside the schema, and money of another currency, before anything is signed", () => {
  expect(() => messageOf("settlement/pay", { to, currency: "CNY", amount: "0" })).toThrow(ContentError);
  expect(() => messageOf("settlement/pay", { to, currency: "CNY", amount: "1", colour: "red" })).toThrow(ContentError);
  expect(() => messageOf("settlement/pay", { to: "kdg1", currency: "CNY", amount: "1" })).toThrow(ContentError);
  expect(() => messageOf("settlement/pay", { to, currency: "KDG", amount: cny.of("1") })).toThrow(MoneyError);
});

it.each(["settlement/steal", "casino/bet", "constructor", "__proto__", ""])("does not know the message %j", (type) => {
  expect(() => messageOf(type, {})).toThrow(UnknownMessageError);
});

it("knows the modules' names as their definitions have them", () => {
  expect(messages.accounts.closeAccount).toBeTypeOf("function");
  expect(Object.keys(messages.accounts).sort()).toEqual(Object.keys(accounts.messages).sort());
});
