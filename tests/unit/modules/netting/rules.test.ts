// The plain decisions of netting: order within a queue, sums that stop, and a hash that others can compute.
import { createHash } from "node:crypto";
import { encode, rfc8949EncodeOptions } from "cborg";
import { expect, test } from "vitest";
import { accountToBytes } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { boundedSum, bundleIdOf, hasEarlier, withItem, withoutItems } from "#src/modules/netting/rules.ts";
import { devnet } from "#tests/support/payments.ts";

test("an item stands among those of its priority by its number", () => {
  const queue = { urgent: [2, 9], normal: [1, 4] };
  expect(withItem(queue, "urgent", 5)).toEqual({ urgent: [2, 5, 9], normal: [1, 4] });
  expect(withItem(queue, "normal", 5)).toEqual({ urgent: [2, 9], normal: [1, 4, 5] });
  expect(withoutItems(queue, new Set([2, 4]))).toEqual({ urgent: [9], normal: [1] });
});

test("urgent items stand before all others, normal ones behind everything", () => {
  expect(hasEarlier({ urgent: [], normal: [1] }, "urgent")).toBe(false);
  expect(hasEarlier({ urgent: [], normal: [1] }, "normal")).toBe(true);
  expect(hasEarlier({ urgent: [1], normal: [] }, "urgent")).toBe(true);
  expect(hasEarlier({ urgent: [1], normal: [] }, "normal")).toBe(true);
  expect(hasEarlier({ urgent: [], normal: [] }, "normal")).toBe(false);
});

test("a sum of the past stops at what an amount can hold, on both sides", () => {
  expect(boundedSum(limits.amountMax - 1n, 1n)).toBe(limits.amountMax);
  expect(boundedSum(limits.amountMax, 1n)).toBe(limits.amountMax);
  expect(boundedSum(-limits.amountMax, -1n)).toBe(-limits.amountMax);
});

test("a bundle is known by the hash of all of its terms, computed here with another encoder", () => {
  const [alice, bob] = [devnet.account("alice"), devnet.account("bob")];
  const legs = [
    { from: alice, to: bob, currency: "CNY", amount: 5n },
    { from: bob, to: alice, currency: "USD", amount: 7n },
  ];
  const terms = { proposer: alice, legs, priority: "normal", expiresMs: 1_767_225_600_000, endToEndId: "A 1" } as const;
  const shown = {
    ...terms,
    proposer: accountToBytes(alice),
    legs: legs.map((leg) => ({ ...leg, from: accountToBytes(leg.from), to: accountToBytes(leg.to) })),
  };
  const digest = createHash("sha256").update("kedge/netting-bundle/1\n").update(encode(shown, rfc8949EncodeOptions));
  expect(bundleIdOf(terms)).toBe(digest.digest("hex"));
  expect(bundleIdOf({ ...terms, priority: "urgent" })).not.toBe(bundleIdOf(terms));
  expect(bundleIdOf({ ...terms, proposer: bob })).not.toBe(bundleIdOf(terms));
});
