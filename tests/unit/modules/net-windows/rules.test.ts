// The arithmetic of net windows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nextClose,
  payDebit,
  shareLosses,
  shareOf,
  tiersOf,
  totalDebit,
  uncoveredOf,
} from "#src/modules/net-windows/rules.ts";

const member = (openPosition: bigint, closedPosition: bigint, collateral = 100n, lossShareMost = 60n) => ({
  ...{ openPosition, closedPosition, collateral, lossShareMost },
});
const total = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);

describe("a member's risk", () => {
  test("is the debits of both windows, and no credit is set off against them", () => {
    expect(totalDebit(member(-30n, -20n))).toBe(50n);
    expect(totalDebit(member(-30n, 20n))).toBe(30n);
    expect(totalDebit(member(30n, 20n))).toBe(0n);
  });

  test("is uncovered beyond its collateral, and what it bears is out of what its debits leave free", () => {
    expect([uncoveredOf(member(-100n, 0n)), shareOf(member(-100n, 0n))]).toEqual([0n, 0n]);
    expect([uncoveredOf(member(-101n, 0n)), shareOf(member(-101n, 0n))]).toEqual([1n, 0n]);
    expect(shareOf(member(-40n, 0n))).toBe(60n);
    expect(shareOf(member(-41n, 0n))).toBe(59n);
    expect(shareOf(member(500n, 0n))).toBe(60n);
  });
});

test("a window closes at the next moment of the grid, never at the one of now", () => {
  expect(nextClose(1_000, 100, 1_000)).toBe(1_100);
  expect(nextClose(1_000, 100, 1_099)).toBe(1_100);
  expect(nextClose(1_000, 100, 1_100)).toBe(1_200);
});

describe("what a debtor pays", () => {
  test("comes out of its balance, then out of its collateral, and what lacks is told", () => {
    expect(payDebit(50n, 80n, 100n)).toEqual({ fromBalance: 50n, fromCollateral: 0n, lacking: 0n });
    expect(payDebit(50n, 20n, 100n)).toEqual({ fromBalance: 20n, fromCollateral: 30n, lacking: 0n });
    expect(payDebit(50n, 20n, 10n)).toEqual({ fromBalance: 20n, fromCollateral: 10n, lacking: 20n });
    expect(payDebit(0n, 20n, 10n)).toEqual({ fromBalance: 0n, fromCollateral: 0n, lacking: 0n });
  });

  test("is its debit in all", () => {
    const amount = fc.bigInt(0n, 2n ** 90n);
    fc.assert(
      fc.property(amount, amount, amount, (debit, balance, collateral) => {
        const { fromBalance, fromCollateral, lacking } = payDebit(debit, balance, collateral);
        expect(fromBalance + fromCollateral + lacking).toBe(debit);
        expect(fromBalance <= balance && fromCollateral <= collateral).toBe(true);
      }),
    );
  });
});

describe("losses", () => {
  test("are borne in proportion to shares, the odd unit by the largest remainder", () => {
    expect(shareLosses([30n], [[60n, 0n, 30n]])).toEqual([[20n, 0n, 10n]]);
    expect(shareLosses([10n], [[1n, 1n, 10n]])).toEqual([[1n, 1n, 8n]]);
    expect(shareLosses([0n, 3n], [[2n, 1n]])).toEqual([
      [0n, 0n],
      [2n, 1n],
    ]);
  });

  test("are borne whole, whatever they are up to all shares together, and nobody bears more than its share", () => {
    const shares = fc.array(fc.bigInt(0n, 10n ** 12n), { minLength: 1, maxLength: 64 });
    const parts = fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(shares, parts, (agreed, weights) => {
        const losses = weights.map((weight) => (total(agreed) * BigInt(weight)) / BigInt(weights.length * 1_000));
        const borne = shareLosses(losses, [agreed]);
        expect(borne.map(total)).toEqual(losses);
        for (const [at, share] of agreed.entries()) {
          expect(total(borne.map((row) => row[at] ?? 0n)) <= share).toBe(true);
        }
      }),
    );
  });

  test("call on a later tier only for what those before it cannot bear", () => {
    const tiers = [
      [10n, 20n, 0n, 0n],
      [0n, 0n, 0n, 6n],
      [0n, 0n, 9n, 0n],
    ];
    expect(shareLosses([15n, 16n, 7n], tiers)).toEqual([
      [5n, 10n, 0n, 0n],
      [5n, 10n, 0n, 1n],
      [0n, 0n, 2n, 5n],
    ]);
    expect(() => shareLosses([46n], tiers)).toThrow(/no more than/);
  });

  test("are borne by those who stay, then by those who leave, the last one to say so first", () => {
    const of = (status: "active" | "leaving" | "suspended" | "invited") => ({ ...member(0n, 0n), status });
    expect(tiersOf([of("active"), of("suspended"), of("active"), of("leaving"), of("leaving")])).toEqual([
      [60n, 0n, 60n, 0n, 0n],
      [0n, 0n, 0n, 0n, 60n],
      [0n, 0n, 0n, 60n, 0n],
    ]);
  });

  test("beyond what all agreed to bear are a fault, which cover keeps from happening", () => {
    expect(() => shareLosses([3n], [[1n, 1n]])).toThrow(/no more than/);
  });
});
