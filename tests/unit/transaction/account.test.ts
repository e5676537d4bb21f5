// The account that a policy and a salt make.
import { describe, expect, it } from "vitest";
import { isAccount } from "#src/core/account.ts";
import { accountOf } from "#src/transaction/account.ts";

const keysOf = (...numbers: readonly number[]) => numbers.map((number) => new Uint8Array(32).fill(number));
const noSalt = new Uint8Array();

describe("an account's id", () => {
  it("follows from its first policy and salt, and from every part of them", () => {
    const variants = [
      accountOf({ threshold: 1, keys: keysOf(1, 2) }, noSalt),
      accountOf({ threshold: 2, keys: keysOf(1, 2) }, noSalt),
      accountOf({ threshold: 1, keys: keysOf(2, 1) }, noSalt),
      accountOf({ threshold: 1, keys: keysOf(1) }, noSalt),
      accountOf({ threshold: 1, keys: keysOf(1, 2) }, Uint8Array.of(0)),
    ];
    expect(new Set(variants).size).toBe(variants.length);
    expect(variants.every(isAccount)).toBe(true);
    expect(accountOf({ threshold: 1, keys: keysOf(1, 2) }, noSalt)).toBe(variants[0]);
  });

  it("is the same on every network and in every version, since money is sent to it", () => {
    expect(accountOf({ threshold: 1, keys: keysOf(1) }, noSalt)).toBe("kdg19aux07k0vpyaj9wywkv6ajcpvpqjdaeguhtq7q");
  });
});
