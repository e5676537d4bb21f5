// How votes are counted: by hand, and against every way in which the rest may still vote.
import fc from "fast-check";
import { expect, test } from "vitest";
import { accountFromBytes } from "#src/core/account.ts";
import {
  hasQuorum,
  isApproved,
  isDecided,
  outcomeOf,
  totalWeight,
  weightVoted,
} from "#src/modules/governance/rules.ts";

const account = accountFromBytes(new Uint8Array(20).fill(7));
const charterOf = (weights: readonly number[], quorumBp = 5_000, approvalBp = 6_667) => ({
  members: weights.map((weight) => ({ account, weight })),
  quorumBp,
  approvalBp,
  votingMs: 60_000,
});

test("a quorum is met at its edge, and abstentions count towards it", () => {
  const charter = charterOf([2, 1, 1]);
  expect(totalWeight(charter)).toBe(4);
  expect(weightVoted({ approve: 1, reject: 2, abstain: 3 })).toBe(6);
  expect(hasQuorum({ approve: 1, reject: 0, abstain: 1 }, charter)).toBe(true);
  expect(hasQuorum({ approve: 1, reject: 0, abstain: 0 }, charter)).toBe(false);
});

test("approval is a part of those for and against alone, met at its edge", () => {
  expect(isApproved({ approve: 3, reject: 1, abstain: 9 }, { approvalBp: 7_500 })).toBe(true);
  expect(isApproved({ approve: 3, reject: 1, abstain: 9 }, { approvalBp: 7_501 })).toBe(false);
  expect(isApproved({ approve: 0, reject: 0, abstain: 9 }, { approvalBp: 5_001 })).toBe(false);
});

test("what lacks a quorum lapses, whoever approves", () => {
  const charter = charterOf([2, 1, 1], 7_500);
  expect(outcomeOf({ approve: 2, reject: 0, abstain: 0 }, charter)).toBe("lapsed");
  expect(outcomeOf({ approve: 2, reject: 0, abstain: 1 }, charter)).toBe("passed");
  expect(outcomeOf({ approve: 1, reject: 2, abstain: 0 }, charter)).toBe("rejected");
});

test("a vote is decided exactly when, the quorum being there, every way to cast the rest comes to the same", () => {
  const weight = fc.integer({ min: 1, max: 4 });
  const choice = fc.constantFrom("approve", "reject", "abstain", undefined);
  const bp = fc.integer({ min: 5_001, max: 10_000 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(weight, choice), { minLength: 1, maxLength: 6 }),
      bp,
      bp,
      (ballots, quorum, approval) => {
        const charter = charterOf(
          ballots.map(([each]) => each),
          quorum,
          approval,
        );
        const tally = { approve: 0, reject: 0, abstain: 0 };
        for (const [each, cast] of ballots) if (cast !== undefined) tally[cast] += each;
        const waiting = ballots.filter(([, cast]) => cast === undefined).map(([each]) => each);
        let outcomes = [tally];
        for (const each of waiting) {
          outcomes = outcomes.flatMap((sum) => [
            sum,
            { ...sum, approve: sum.approve + each },
            { ...sum, reject: sum.reject + each },
            { ...sum, abstain: sum.abstain + each },
          ]);
        }
        const all = new Set(outcomes.map((sum) => outcomeOf(sum, charter)));
        const certain = hasQuorum(tally, charter) && all.size === 1;
        // It may stay silent where only votes that add up to no member's weight would differ, but never speaks too soon.
        if (isDecided(tally, charter)) expect(certain).toBe(true);
        if (waiting.length === 0 && hasQuorum(tally, charter)) expect(isDecided(tally, charter)).toBe(true);
        if (certain) expect(isDecided(tally, charter)).toBe(true);
      },
    ),
    { numRuns: 500, seed: 3 },
  );
});
