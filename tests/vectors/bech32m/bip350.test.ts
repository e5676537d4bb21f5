// The published strings of BIP-350: what carries accounts follows the standard, and no other standard string is one.
import { bech32m } from "@scure/base";
import { describe, expect, it } from "vitest";
import { isAccount } from "#src/core/account.ts";
import vectors from "./bip350.json" with { type: "json" };

describe("the published strings of BIP-350", () => {
  it.each(vectors.valid)("hold when valid: %s", (text) => {
    expect(bech32m.decodeUnsafe(text)).toBeDefined();
    expect(isAccount(text)).toBe(false);
  });

  it.each(vectors.invalid)("do not hold when invalid: $text, $why", ({ text }) => {
    expect(bech32m.decodeUnsafe(text)).toBeUndefined();
    expect(isAccount(text)).toBe(false);
  });
});
