// Ways through chains whose validators change: few blocks where trust allows it, and the same end as one by one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fetchLightBlock, stepBackwards, stepForward } from "#src/sdk/light/bisection.ts";
import { verifyAdjacent } from "#src/sdk/light/verifyHeader.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import {
  at,
  chainOf,
  churning,
  nowAfter,
  type Powers,
  rules,
  seal,
  sourceOf,
  steady,
} from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

describe("forwards", () => {
  it("takes one step where the validators stay", async () => {
    const blocks = chainOf(steady({ a: 1, b: 1, c: 1 }, 64));
    const source = sourceOf(blocks);
    const way = await stepForward(source, at(blocks, 1), at(blocks, 64), rules, nowAfter(blocks));
    expect(way.map(({ header }) => header.height)).toEqual([64]);
    expect(source.asked).toEqual([]);
  });

  it("takes steps as long as trust reaches where the validators change", async () => {
    const blocks = chainOf(churning(32));
    const source = sourceOf(blocks);
    const way = await stepForward(source, at(blocks, 1), at(blocks, 32), rules, nowAfter(blocks));
    const heights = way.map(({ header }) => header.height);
    expect(heights.at(-1)).toBe(32);
    expect(heights.length).toBeLessThan(31);
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
  });

  it("goes one by one where all validators change at each height", async () => {
    const blocks = chainOf(Array.from({ length: 9 }, (_, height): Powers => ({ [`only${height}`]: 1 })));
    const way = await stepForward(sourceOf(blocks), at(blocks, 1), at(blocks, 8), rules, nowAfter(blocks));
    expect(way.map(({ header }) => header.height)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  it("ends at its bound, whatever a source answers", async () => {
    const blocks = chainOf(churning(32));
    const step = (stepsMax: number) =>
      stepForward(sourceOf(blocks), at(blocks, 1), at(blocks, 32), { ...rules, stepsMax }, nowAfter(blocks));
    expect(await lightCodeOf(() => step(5))).toBe("light/tooManySteps");
    expect(await lightCodeOf(() => step(100))).toBeUndefined();
  });

  it("refuses a forgery on the way", async () => {
    const blocks = chainOf(churning(16));
    const forged = blocks.map((block) =>
      block.header.height === 8 ? { ...block, header: { ...block.header, appHash: hashOfText("forged") } } : block,
    );
    const step = () => stepForward(sourceOf(forged), at(forged, 1), at(forged, 16), rules, nowAfter(blocks));
    expect(await lightCodeOf(step)).toBe("light/invalidCommit");
  });
});

describe("any evolution of validators, with any signers missing", () => {
  /** Powers of up to eight names at each height, none where a validator is not in the set. */
  const setArbitrary = fc
    .array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 6 })
    .map((entries): Powers => Object.fromEntries(entries.map(([name, power]) => [`n${name}`, power])));
  const chainArbitrary = fc.record({
    sets: fc.array(setArbitrary, { minLength: 4, maxLength: 14 }),
    missing: fc.array(fc.option(fc.nat(7), { freq: 3 }), { minLength: 14, maxLength: 14 }),
    repeats: fc.integer({ min: 1, max: 3 }),
  });

  it("ends forwards where verification one by one ends", async () => {
    let accepted = 0;
    let refused = 0;
    const property = fc.asyncProperty(chainArbitrary, async ({ sets, missing, repeats }) => {
      const all = sets.flatMap((set) => Array.from({ length: repeats }, () => set));
      const blocks = chainOf(all).map((block, index) => {
        const powers = all[index] ?? {};
        const absent = `n${missing[index % missing.length]}`;
        const signedBy = Object.keys(powers).filter((name) => name !== absent);
        return signedBy.length === 0 ? block : seal({ header: block.header, powers, signedBy });
      });
      const nowMs = nowAfter(blocks);
      const start = at(blocks, 1);
      const target = at(blocks, blocks.length);
      const oneByOne = await lightCodeOf(() => {
        for (let height = 2; height <= blocks.length; height += 1) {
          verifyAdjacent(at(blocks, height - 1), at(blocks, height), rules, nowMs);
        }
      });
      const byTrust = await lightCodeOf(() => stepForward(sourceOf(blocks), start, target, rules, nowMs));
      // Bisection may pass over a block that too few signed; it never refuses what one by one accepts.
      if (oneByOne === undefined) expect(byTrust).toBeUndefined();
      if (byTrust === undefined) accepted += 1;
      else refused += 1;
      const wrongTarget = { ...target, header: { ...target.header, appHash: hashOfText("forged") } };
      const forged = await lightCodeOf(() => stepForward(sourceOf(blocks), start, wrongTarget, rules, nowMs));
      expect(forged).toBeDefined();
    });
    await fc.assert(property, { numRuns: 60 });
    expect(accepted).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});

describe("backwards", () => {
  const blocks = chainOf(churning(12));
  const nowMs = nowAfter(blocks);

  it("follows the hashes to the height", async () => {
    const block = await stepBackwards(sourceOf(blocks), at(blocks, 12), 3, rules, nowMs);
    expect(block).toBe(at(blocks, 3));
  });

  it("refuses a forged header, however it is signed", async () => {
    const header = { ...at(blocks, 5).header, appHash: hashOfText("forged") };
    const forged = seal({ header, powers: churning(12)[4] ?? {} });
    const source = sourceOf(blocks.map((block) => (block.header.height === 5 ? forged : block)));
    const step = () => stepBackwards(source, at(blocks, 12), 3, rules, nowMs);
    expect(await lightCodeOf(step)).toBe("light/brokenChain");
  });

  it("refuses validators that the header does not name", async () => {
    const swapped = { ...at(blocks, 3), validators: at(blocks, 4).validators };
    const source = sourceOf(blocks.map((block) => (block.header.height === 3 ? swapped : block)));
    expect(await lightCodeOf(() => stepBackwards(source, at(blocks, 12), 3, rules, nowMs))).toBe(
      "light/wrongValidators",
    );
  });

  it("refuses a commit of another height", async () => {
    const third = at(blocks, 3);
    const moved = { ...third, commit: { ...third.commit, height: 4 } };
    const source = sourceOf(blocks.map((block) => (block.header.height === 3 ? moved : block)));
    expect(await lightCodeOf(() => stepBackwards(source, at(blocks, 12), 3, rules, nowMs))).toBe("light/invalidCommit");
  });

  it("starts from nothing that is expired, and goes no further than its bound", async () => {
    const late = nowMs + rules.trustingPeriodMs;
    const from = at(blocks, 12);
    expect(await lightCodeOf(() => stepBackwards(sourceOf(blocks), from, 3, rules, late))).toBe("light/trustExpired");
    const short = { ...rules, stepsMax: 8 };
    expect(await lightCodeOf(() => stepBackwards(sourceOf(blocks), from, 3, short, nowMs))).toBe("light/tooManySteps");
  });
});

describe("a source", () => {
  const blocks = chainOf(steady({ a: 1 }, 3));
  it("is refused when it answers another height, or nothing", async () => {
    const stubborn = { name: "stubborn", lightBlockAt: async () => at(blocks, 2) };
    expect(await lightCodeOf(() => fetchLightBlock(stubborn, 3))).toBe("light/wrongHeight");
    expect(await lightCodeOf(() => fetchLightBlock(sourceOf(blocks), 9))).toBe("light/unavailable");
    expect(await fetchLightBlock(sourceOf(blocks), "latest")).toBe(at(blocks, 3));
  });
});
