// Each attack on a single step of verification, refused with its own code; and what honest steps need.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CommitSignature } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import { msOfTimestamp, timestampOfMs } from "#src/comet/timestamp.ts";
import { present } from "#src/core/assert.ts";
import type { LightBlock } from "#src/sdk/light/lightBlock.ts";
import {
  requireSoundRules,
  verifyAdjacent,
  verifyAlone,
  verifyBackwards,
  verifyLightBlock,
  verifyNonAdjacent,
} from "#src/sdk/light/verifyHeader.ts";
import { buildBlockId, hashOfText } from "#tests/support/cometBlocks.ts";
import { at, chainOf, churning, genesisMs, nowAfter, rules, seal, setOf, steady } from "#tests/support/lightChain.ts";
import { lightCodeOf, lightErrorOf } from "#tests/support/lightErrors.ts";

const powers = { a: 10, b: 10, c: 10, d: 10 };
const blocks = chainOf(steady(powers, 5));
const first = at(blocks, 1);
const second = at(blocks, 2);
const fourth = at(blocks, 4);
const nowMs = nowAfter(blocks);

const step = (block: LightBlock, trusted = first, now = nowMs) =>
  lightCodeOf(() => verifyLightBlock(trusted, block, rules, now));

function withSignatures(block: LightBlock, signatures: readonly CommitSignature[]): LightBlock {
  return { ...block, commit: { ...block.commit, signatures } };
}

/** The header, changed and signed again by the same validators: what an attacker with their keys could make. */
function resealed(block: LightBlock, fields: Partial<Header>): LightBlock {
  return seal({ header: { ...block.header, ...fields }, powers });
}

describe("an honest step", () => {
  it("is taken to the next height and beyond it", async () => {
    expect(await step(second)).toBeUndefined();
    expect(await step(fourth)).toBeUndefined();
  });

  it("is of the kind that the heights ask for", async () => {
    expect(await lightCodeOf(() => verifyAdjacent(first, fourth, rules, nowMs))).toBe("light/wrongHeight");
    expect(await lightCodeOf(() => verifyNonAdjacent(first, second, rules, nowMs))).toBe("light/wrongHeight");
  });
});

describe("a forged header", () => {
  const forgeries: { readonly [Field in keyof Header]: readonly [Header[Field], string] } = {
    version: [{ block: 11, app: 3 }, "light/invalidCommit"],
    chainId: ["another-chain", "light/wrongChain"],
    height: [5, "light/invalidCommit"],
    time: [timestampOfMs(genesisMs + 3_001), "light/invalidCommit"],
    lastBlockId: [buildBlockId("forged"), "light/invalidCommit"],
    lastCommitHash: [hashOfText("forged"), "light/invalidCommit"],
    dataHash: [hashOfText("forged"), "light/invalidCommit"],
    validatorsHash: [hashOfText("forged"), "light/invalidCommit"],
    nextValidatorsHash: [hashOfText("forged"), "light/invalidCommit"],
    consensusHash: [hashOfText("forged"), "light/invalidCommit"],
    appHash: [hashOfText("forged"), "light/invalidCommit"],
    lastResultsHash: [hashOfText("forged"), "light/invalidCommit"],
    evidenceHash: [hashOfText("forged"), "light/invalidCommit"],
    proposerAddress: [hashOfText("forged").slice(0, 20), "light/invalidCommit"],
  };
  it.each(Object.entries(forgeries))("is refused when its %s is not what was signed", async (field, [value, code]) => {
    expect(await step({ ...fourth, header: { ...fourth.header, [field]: value } })).toBe(code);
  });

  it.each<[string, Partial<Header>]>([
    ["another block protocol", { version: { block: 10, app: 2 } }],
    ["a short hash of the data", { dataHash: new Uint8Array(31) }],
    ["no hash of the next validators", { nextValidatorsHash: new Uint8Array(0) }],
    ["a long hash of the consensus parameters", { consensusHash: new Uint8Array(33) }],
    ["a short address of its proposer", { proposerAddress: new Uint8Array(19) }],
  ])("is refused with %s, even if all signed it", async (_, fields) => {
    expect(await step(resealed(fourth, fields))).toBe("light/invalidHeader");
  });
});

describe("another chain", () => {
  it("is refused on either side of the step", async () => {
    const chainId = "another-chain";
    expect(await step(resealed(fourth, { chainId }))).toBe("light/wrongChain");
    expect(await step(fourth, resealed(first, { chainId }))).toBe("light/wrongChain");
  });
});

describe("height and time", () => {
  it("must rise", async () => {
    expect(await step(first, fourth)).toBe("light/wrongHeight");
    expect(await step(fourth, fourth)).toBe("light/wrongHeight");
    expect(await step(resealed(fourth, { time: first.header.time }))).toBe("light/timeNotLater");
    expect(await step(resealed(second, { time: timestampOfMs(genesisMs - 1) }))).toBe("light/timeNotLater");
  });

  it("may not be ahead of the caller's clock by the drift", async () => {
    const timeMs = msOfTimestamp(fourth.header.time);
    expect(await step(fourth, first, timeMs - rules.clockDriftMs + 1)).toBeUndefined();
    expect(await step(fourth, first, timeMs - rules.clockDriftMs)).toBe("light/headerFromTheFuture");
  });

  it("are trusted for the trusting period, and not for a moment longer", async () => {
    const endMs = genesisMs + rules.trustingPeriodMs;
    expect(await step(fourth, first, endMs - 1)).toBeUndefined();
    expect(await step(fourth, first, endMs)).toBe("light/trustExpired");
    expect(await step(second, first, endMs)).toBe("light/trustExpired");
  });
});

describe("a wrong validator set", () => {
  const others = { e: 10, f: 10, g: 10, h: 10 };
  it("is refused when it is not the one that the header names", async () => {
    expect(await step({ ...fourth, validators: setOf(others) })).toBe("light/wrongValidators");
    expect(await step({ ...fourth, validators: setOf({ ...powers, a: 11 }) })).toBe("light/wrongValidators");
  });

  it("is refused at the next height when the trusted header announced others", async () => {
    const forged = at(chainOf(steady(others, 5)), 2);
    expect(await step(forged)).toBe("light/wrongValidators");
  });

  it("is refused as the trusted one when the trusted header does not name it", async () => {
    expect(await step(fourth, { ...first, validators: setOf(others) })).toBe("light/wrongValidators");
  });

  it("has no trust when none of the trusted validators signed", async () => {
    const forged = at(chainOf(steady(others, 5)), 4);
    expect(await step(forged)).toBe("light/notEnoughTrust");
  });
});

describe("signatures", () => {
  const signedBy = (...names: string[]) => seal({ header: fourth.header, powers, signedBy: names });

  it("are needed from more than two thirds of the power", async () => {
    expect(await step(signedBy("a", "b", "c"))).toBeUndefined();
    const error = await lightErrorOf(() => verifyLightBlock(first, signedBy("a", "b"), rules, nowMs));
    expect([error?.code, error?.details.fault]).toEqual(["light/invalidCommit", "tooLittlePower"]);
    expect(await step(signedBy("a"))).toBe("light/notEnoughTrust");
  });

  it("are needed from more than a third of the trusted power, or the level that was set", async () => {
    const grown = chainOf([...steady({ a: 10, b: 10, c: 10 }, 2), ...steady({ a: 10, d: 90, e: 90 }, 2)]);
    const target = at(grown, 4);
    expect(await step(target, at(grown, 1))).toBe("light/notEnoughTrust");
    const two = chainOf([...steady({ a: 10, b: 10, c: 10 }, 2), ...steady({ a: 10, b: 10, d: 90 }, 2)]);
    expect(await step(at(two, 4), at(two, 1))).toBeUndefined();
    const strict = { ...rules, trustLevel: { numerator: 2n, denominator: 3n } };
    expect(await lightCodeOf(() => verifyLightBlock(at(two, 1), at(two, 4), strict, nowMs))).toBe(
      "light/notEnoughTrust",
    );
  });

  it("count once each", async () => {
    const [one, ...rest] = signedBy("a", "b").commit.signatures.filter(({ flag }) => flag === "commit");
    const again = withSignatures(fourth, [present(one, "a"), present(one, "a"), ...rest, present(one, "a")]);
    const error = await lightErrorOf(() => verifyLightBlock(first, again, rules, nowMs));
    expect([error?.code, error?.details.fault]).toEqual(["light/invalidCommit", "repeatedValidator"]);
  });

  it("are for the block of the header and its height", async () => {
    const third = at(blocks, 3);
    expect(await step({ ...fourth, commit: third.commit })).toBe("light/invalidCommit");
    const renamed = { ...third.commit, height: 4, blockId: fourth.commit.blockId };
    const error = await lightErrorOf(() => verifyLightBlock(first, { ...fourth, commit: renamed }, rules, nowMs));
    expect([error?.code, error?.details.fault]).toEqual(["light/invalidCommit", "wrongSignature"]);
  });

  it("do not count from another round, or for nil", async () => {
    expect(await step({ ...fourth, commit: { ...fourth.commit, round: 1 } })).toBe("light/invalidCommit");
    const nil = fourth.commit.signatures.map((one) => (one.flag === "commit" ? { ...one, flag: "nil" as const } : one));
    expect(await step(withSignatures(fourth, nil))).toBe("light/notEnoughTrust");
    expect(await step(withSignatures(second, nil))).toBe("light/invalidCommit");
  });

  it("are checked once, although most signers are in both sets", async () => {
    let checks = 0;
    const counting: typeof rules.verify = (...question) => {
      checks += 1;
      return rules.verify(...question);
    };
    verifyLightBlock(first, fourth, { ...rules, verify: counting }, nowMs);
    expect(checks).toBe(4);
  });

  it("are never believed with any one byte of them changed", () => {
    const churned = chainOf(churning(6));
    const target = at(churned, 3);
    const places = fc.record({ index: fc.nat(4), offset: fc.nat(63), bit: fc.nat(7) });
    fc.assert(
      fc.property(places, ({ index, offset, bit }) => {
        const chosen = target.commit.signatures[index];
        if (chosen === undefined || chosen.flag === "absent") return false;
        const changed = chosen.signature.slice();
        changed[offset] = (changed[offset] ?? 0) ^ (1 << bit);
        const forged = { ...chosen, signature: changed };
        const block = withSignatures(target, target.commit.signatures.with(index, forged));
        try {
          verifyLightBlock(at(churned, 1), block, rules, nowMs);
          return false;
        } catch {
          return true;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("a step backwards", () => {
  it("is taken along the hashes", async () => {
    expect(await lightCodeOf(() => verifyBackwards(second.header, first.header))).toBeUndefined();
  });

  it("is refused to another height, chain, time or header", async () => {
    const back = (header: Header, trusted = fourth.header) => lightCodeOf(() => verifyBackwards(trusted, header));
    const third = at(blocks, 3).header;
    expect(await back(second.header)).toBe("light/wrongHeight");
    expect(await back({ ...third, chainId: "another-chain" })).toBe("light/wrongChain");
    expect(await back({ ...third, time: fourth.header.time })).toBe("light/timeNotLater");
    expect(await back({ ...third, appHash: hashOfText("forged") })).toBe("light/brokenChain");
  });
});

describe("a block by itself", () => {
  it("holds when its own validators made it final", async () => {
    expect(await lightCodeOf(() => verifyAlone(first, rules))).toBeUndefined();
    const unsigned = seal({ header: first.header, powers, signedBy: ["a"] });
    expect(await lightCodeOf(() => verifyAlone(unsigned, rules))).toBe("light/invalidCommit");
  });
});

describe("rules that protect nobody", () => {
  it.each([
    ["a trust level below a third", { trustLevel: { numerator: 33n, denominator: 100n } }],
    ["a trust level above the whole", { trustLevel: { numerator: 4n, denominator: 3n } }],
    ["a trust level without a denominator", { trustLevel: { numerator: 0n, denominator: 0n } }],
    ["no trusting period", { trustingPeriodMs: 0 }],
    ["a negative clock drift", { clockDriftMs: -1 }],
  ])("are refused: %s", async (_, change) => {
    expect(await lightCodeOf(() => requireSoundRules({ ...rules, ...change }))).toBe("light/invalidOptions");
  });
});
