// The rules of accounts: policies, guardians and quotas, without state.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import { areSoundGuardians, isSoundPolicy, samePolicy, signersOf, usedWorkNow } from "#src/modules/accounts/rules.ts";

const key = (number: number) => new Uint8Array(32).fill(number);
const keysOf = (...numbers: readonly number[]) => numbers.map(key);

describe("a policy", () => {
  it("is sound when it can be met and names no key twice", () => {
    expect(isSoundPolicy({ threshold: 1, keys: keysOf(1) })).toBe(true);
    expect(isSoundPolicy({ threshold: 3, keys: keysOf(1, 2, 3) })).toBe(true);
    expect(isSoundPolicy({ threshold: 4, keys: keysOf(1, 2, 3) })).toBe(false);
    expect(isSoundPolicy({ threshold: 1, keys: keysOf(1, 2, 1) })).toBe(false);
  });

  it("counts signers of its own alone", () => {
    const policy = { threshold: 2, keys: keysOf(1, 2, 3) };
    expect(signersOf(policy, keysOf(1, 4, 3))).toEqual(keysOf(1, 3));
    expect(signersOf(policy, keysOf(4, 5))).toEqual([]);
    expect(signersOf(policy, [])).toEqual([]);
  });

  it("is the same as another one with the same threshold and the same keys in order", () => {
    const policy = { threshold: 1, keys: keysOf(1, 2) };
    expect(samePolicy(policy, { threshold: 1, keys: keysOf(1, 2) })).toBe(true);
    for (const other of [
      { threshold: 2, keys: keysOf(1, 2) },
      { threshold: 1, keys: keysOf(2, 1) },
      { threshold: 1, keys: keysOf(1) },
      { threshold: 1, keys: keysOf(1, 2, 3) },
    ]) {
      expect(samePolicy(policy, other)).toBe(false);
    }
  });
});

describe("guardians", () => {
  const [first, second] = [1, 2].map((number) => accountFromBytes(new Uint8Array(20).fill(number)));

  it("are sound when they can meet their threshold and none is named twice", () => {
    if (first === undefined || second === undefined) throw new Error("two accounts were made");
    expect(areSoundGuardians({ threshold: 2, accounts: [first, second], delayMs: 0 })).toBe(true);
    expect(areSoundGuardians({ threshold: 3, accounts: [first, second], delayMs: 0 })).toBe(false);
    expect(areSoundGuardians({ threshold: 1, accounts: [first, first], delayMs: 0 })).toBe(false);
  });
});

describe("used work", () => {
  it("is given back linearly, in whole units, the rest staying used", () => {
    expect(usedWorkNow(1_000, 0, 2_000)).toBe(1_000);
    expect(usedWorkNow(1_000, 1, 2_000)).toBe(998);
    expect(usedWorkNow(1_000, 1, 100)).toBe(1_000);
    expect(usedWorkNow(1_000, 10, 100)).toBe(999);
    expect(usedWorkNow(1_000, 499, 2_000)).toBe(2);
    expect(usedWorkNow(1_000, 500, 2_000)).toBe(0);
  });

  it("never leaves the whole numbers between nothing and what was used, however much time passes", () => {
    const any = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(any, any, fc.integer({ min: 0, max: 10_000_000_000 }), (used, elapsedMs, workPerSecond) => {
        const now = usedWorkNow(used, elapsedMs, workPerSecond);
        expect(Number.isSafeInteger(now) && now >= 0 && now <= used).toBe(true);
        expect(now).toBe(Math.max(0, Number(BigInt(used) - (BigInt(elapsedMs) * BigInt(workPerSecond)) / 1_000n)));
      }),
    );
  });

  it("is not given back by a clock that runs backwards", () => {
    expect(usedWorkNow(1_000, -5_000, 2_000)).toBe(1_000);
  });
});
