// What a member may draw, how votes end, and who contributes how much.
import fc from "fast-check";
import { expect, test } from "vitest";
import { allowanceOf, contributionsOf, outcomeOf, rateBpOf } from "#src/modules/reserve-pool/rules.ts";
import type { Terms } from "#src/modules/reserve-pool/schemas.ts";

test("a maximum is quota times multiple, and its parts are rounded down", () => {
  const terms = { delinkedBp: 4_000, unvotedBp: 1_000 };
  expect(allowanceOf({ quota: 333n, multipleBp: 25_000 }, terms)).toEqual({ most: 832n, delinked: 332n, unvoted: 83n });
  expect(allowanceOf({ quota: 333n, multipleBp: 0 }, terms)).toEqual({ most: 0n, delinked: 0n, unvoted: 0n });
});

test("what needs a programme needs a vote, whatever the terms say", () => {
  const { delinked, unvoted } = allowanceOf(
    { quota: 100n, multipleBp: 10_000 },
    { delinkedBp: 2_000, unvotedBp: 9_000 },
  );
  expect([delinked, unvoted]).toEqual([20n, 20n]);
});

test("each second renewal adds 50 bp to the margin, until margin and steps are 300", () => {
  const at = (renewals: number) => rateBpOf({ baseBp: 200, marginBp: 150 } as Terms, renewals);
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 12].map(at)).toEqual([350, 350, 400, 400, 450, 450, 500, 500, 500, 500]);
});

test("two thirds approve, to the unit, and more than a third rejects", () => {
  const at = (yes: bigint, no: bigint) => outcomeOf({ weight: 100n, yes, no });
  expect([at(66n, 0n), at(67n, 0n), at(0n, 33n), at(0n, 34n)]).toEqual(["open", "approved", "open", "rejected"]);
  expect(outcomeOf({ weight: 99n, yes: 66n, no: 33n })).toBe("approved");
});

test("contributions follow quotas, and who can bring less leaves the rest to others", () => {
  const able = (capacities: readonly bigint[]) =>
    [40n, 30n, 20n, 10n].map((quota, at) => ({ quota, capacity: capacities[at] ?? 0n }));
  expect(contributionsOf(50n, able([40n, 30n, 20n, 10n]))).toEqual([20n, 15n, 10n, 5n]);
  expect(contributionsOf(50n, able([5n, 30n, 20n, 10n]))).toEqual([5n, 23n, 15n, 7n]);
  expect(contributionsOf(50n, able([5n, 30n, 8n, 10n]))).toEqual([5n, 28n, 8n, 9n]);
  expect(contributionsOf(53n, able([5n, 30n, 8n, 10n]))).toEqual([5n, 30n, 8n, 10n]);
  expect(contributionsOf(1n, able([0n, 30n, 20n, 10n]))).toEqual([0n, 1n, 0n, 0n]);
  expect(contributionsOf(0n, able([0n, 0n, 0n, 0n]))).toEqual([0n, 0n, 0n, 0n]);
});

test("contributions are all of the amount, within what each can bring, and nobody with room brings less for its quota", () => {
  const contributor = fc.record({ quota: fc.bigInt(1n, 10n ** 12n), capacity: fc.bigInt(0n, 10n ** 12n) });
  fc.assert(
    fc.property(fc.array(contributor, { minLength: 1, maxLength: 16 }), fc.bigInt(0n, 10_000n), (able, partBp) => {
      const total = able.reduce((sum, { capacity }) => sum + capacity, 0n);
      const amount = (total * partBp) / 10_000n;
      const shares = contributionsOf(amount, able);
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
      for (const [at, { quota, capacity }] of able.entries()) {
        const share = shares[at] ?? 0n;
        expect(share >= 0n && share <= capacity).toBe(true);
        if (share === capacity) continue;
        // A unit less than the proportion at the most, since all round down and single units are given on top.
        for (const [other, { quota: otherQuota }] of able.entries()) {
          expect((share + 1n) * otherQuota >= ((shares[other] ?? 0n) - 1n) * quota).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
