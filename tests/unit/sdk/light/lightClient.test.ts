// The light client from its first trust to any height, beside witnesses, and what each attack on the way ends with.
import { describe, expect, it } from "vitest";
import type { WitnessVerdict } from "#src/sdk/light/divergence.ts";
import { type LightBlock, lightBlockHash } from "#src/sdk/light/lightBlock.ts";
import { LightClient, type LightClientParts } from "#src/sdk/light/lightClient.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import {
  at,
  chainOf,
  churning,
  dayMs,
  nowAfter,
  rules,
  seal,
  setOf,
  sourceOf,
  steady,
} from "#tests/support/lightChain.ts";
import { lightCodeOf, lightErrorOf } from "#tests/support/lightErrors.ts";

const heights = 24;
const blocks = chainOf(churning(heights));
const nowMs = nowAfter(blocks);
const genesisPowers = churning(heights)[0] ?? {};

function clientOf(parts: Partial<LightClientParts> = {}): LightClient {
  return new LightClient({ primary: sourceOf(blocks), rules, ...parts });
}

async function startedAt(height: number, parts: Partial<LightClientParts> = {}): Promise<LightClient> {
  const client = clientOf(parts);
  await client.trustHeader(height, lightBlockHash(at(blocks, height)));
  return client;
}

/** The chain from a height on, made and signed by the same validators with another root: an attack by all of them. */
function forkFrom(height: number): LightBlock[] {
  return blocks.map((block) => {
    if (block.header.height < height) return block;
    const header = { ...block.header, appHash: hashOfText("fork") };
    return seal({ header, powers: churning(heights)[block.header.height - 1] ?? {} });
  });
}

describe("the first trust", () => {
  it("is a header whose hash the user has, or the validators that genesis names", async () => {
    const byHeader = await startedAt(3);
    expect(await byHeader.verifyToHeight(24, nowMs)).toBe(at(blocks, 24));
    const byGenesis = clientOf();
    await byGenesis.trustValidators(setOf(genesisPowers));
    expect(await byGenesis.verifyToHeight("latest", nowMs)).toBe(at(blocks, 24));
  });

  it("is refused for another header, other validators, or a header that is not final", async () => {
    const client = clientOf();
    expect(await lightCodeOf(() => client.trustHeader(3, hashOfText("other")))).toBe("light/wrongTrustRoot");
    expect(await lightCodeOf(() => client.trustValidators(setOf({ x: 1 })))).toBe("light/wrongTrustRoot");
    const unsigned = seal({ header: at(blocks, 1).header, powers: genesisPowers, signedBy: ["v0"] });
    const careless = clientOf({ primary: sourceOf([unsigned]) });
    expect(await lightCodeOf(() => careless.trustHeader(1, lightBlockHash(unsigned)))).toBe("light/invalidCommit");
    expect(await lightCodeOf(() => client.verifyToHeight(5, nowMs))).toBe("light/nothingTrusted");
  });

  it("belongs to the chain of the rules", async () => {
    const client = clientOf({ rules: { ...rules, chainId: "another-chain" } });
    expect(await lightCodeOf(() => client.trustHeader(3, hashOfText("any")))).toBe("light/wrongChain");
  });

  it("needs rules that protect", async () => {
    const careless = { ...rules, trustLevel: { numerator: 1n, denominator: 4n } };
    expect(await lightCodeOf(() => clientOf({ rules: careless }))).toBe("light/invalidOptions");
  });
});

describe("a height", () => {
  it("is verified forwards, backwards, and between two that are trusted", async () => {
    const client = await startedAt(10);
    for (const height of [20, 4, 15, 10]) expect(await client.verifyToHeight(height, nowMs)).toBe(at(blocks, height));
  });

  it("is asked for once", async () => {
    const primary = sourceOf(blocks);
    const client = await startedAt(1, { primary });
    await client.verifyToHeight(12, nowMs);
    const asked = primary.asked.length;
    await client.verifyToHeight(12, nowMs);
    expect(primary.asked.length).toBe(asked);
  });

  it("is not verified from what is expired, forwards or backwards", async () => {
    const client = await startedAt(10);
    const late = nowMs + 14 * dayMs;
    for (const height of [20, 5]) {
      expect(await lightCodeOf(() => client.verifyToHeight(height, late))).toBe("light/trustExpired");
    }
  });

  it("is verified backwards from a later block where the block below has expired", async () => {
    const slow = chainOf(steady({ a: 1 }, 6)).map(({ header }) => header);
    const dayed = slow.map((header, index) => ({
      ...header,
      time: { ...header.time, seconds: header.time.seconds + index * 86_400 },
    }));
    const chained: LightBlock[] = [];
    for (const header of dayed) {
      const lastBlockId = chained.at(-1)?.commit.blockId ?? header.lastBlockId;
      chained.push(seal({ header: { ...header, lastBlockId }, powers: { a: 1 } }));
    }
    const newest = at(chained, 6);
    const client = new LightClient({ primary: sourceOf(chained), rules: { ...rules, trustingPeriodMs: 3 * dayMs } });
    await client.trustHeader(1, lightBlockHash(at(chained, 1)));
    await client.trustHeader(6, lightBlockHash(newest));
    const then = newest.header.time.seconds * 1_000;
    expect(await client.verifyToHeight(3, then)).toBe(at(chained, 3));
  });

  it("is refused when the source shows another newest block than the trusted one of its height", async () => {
    const client = await startedAt(24);
    expect(await client.verifyToHeight("latest", nowMs)).toBe(at(blocks, 24));
    const forked = clientOf({
      primary: {
        ...sourceOf(blocks),
        lightBlockAt: async (height) => at(height === "latest" ? forkFrom(24) : blocks, 24),
      },
    });
    await forked.trustHeader(24, lightBlockHash(at(blocks, 24)));
    expect(await lightCodeOf(() => forked.verifyToHeight("latest", nowMs))).toBe("light/diverged");
  });
});

describe("witnesses", () => {
  it("confirm what they have too, and each one's verdict is told", async () => {
    const told: (readonly WitnessVerdict[])[] = [];
    const witnesses = [sourceOf(blocks, "w1"), sourceOf([], "w2")];
    const client = await startedAt(1, { witnesses, onWitnesses: (verdicts) => told.push(verdicts) });
    await client.verifyToHeight(20, nowMs);
    expect(told.map((verdicts) => verdicts.map(({ source, verdict }) => [source, verdict]))).toEqual([
      [
        ["w1", "agrees"],
        ["w2", "silent"],
      ],
    ]);
  });

  it("stop the client when they show another block that verifies, which stays as evidence", async () => {
    const fork = forkFrom(5);
    const client = await startedAt(1, { primary: sourceOf(fork), witnesses: [sourceOf(blocks, "honest")] });
    const error = await lightErrorOf(() => client.verifyToHeight(20, nowMs));
    expect(error?.code).toBe("light/diverged");
    expect(error?.details).toMatchObject({ height: 20, source: "honest" });
    expect(error?.blocks).toEqual([at(fork, 20), at(blocks, 20)]);
    // Nothing of the way is trusted: the witness's next answer is judged from the first trust again.
    expect(await lightCodeOf(() => client.verifyToHeight(12, nowMs))).toBe("light/diverged");
  });

  it("that are all silent confirm nothing", async () => {
    const client = await startedAt(1, { witnesses: [sourceOf([], "w1"), sourceOf([], "w2")] });
    expect(await lightCodeOf(() => client.verifyToHeight(20, nowMs))).toBe("light/notConfirmed");
  });
});
