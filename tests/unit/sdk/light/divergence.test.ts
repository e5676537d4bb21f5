// What a witness's answer says: the same block, none, one that does not verify, or one that does.
import { describe, expect, it } from "vitest";
import { detectDivergence, requireConfirmed } from "#src/sdk/light/divergence.ts";
import type { HeaderSource } from "#src/sdk/light/headerSource.ts";
import type { LightBlock } from "#src/sdk/light/lightBlock.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { at, chainOf, nowAfter, rules, seal, sourceOf, steady } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";

const powers = { a: 1, b: 1, c: 1, d: 1 };
const blocks = chainOf(steady(powers, 8));
const verified = at(blocks, 6);
const nowMs = nowAfter(blocks);

const header = { ...verified.header, appHash: hashOfText("fork") };
const signedFork = seal({ header, powers });
const unsignedFork = seal({ header, powers, signedBy: ["a", "b"] });

function showing(block: LightBlock): HeaderSource {
  return { name: "witness", lightBlockAt: async () => block };
}

async function verdictOf(witness: HeaderSource) {
  const [verdict] = await detectDivergence(at(blocks, 1), verified, [witness], rules, nowMs);
  return verdict;
}

describe("a witness", () => {
  it("agrees, is silent, lies or diverges", async () => {
    expect(await verdictOf(sourceOf(blocks))).toMatchObject({ verdict: "agrees" });
    expect(await verdictOf(sourceOf([]))).toMatchObject({ verdict: "silent", reason: { code: "light/unavailable" } });
    expect(await verdictOf(showing(at(blocks, 5)))).toMatchObject({
      verdict: "silent",
      reason: { code: "light/wrongHeight" },
    });
    expect(await verdictOf(showing(unsignedFork))).toMatchObject({
      verdict: "lies",
      block: unsignedFork,
      reason: { code: "light/invalidCommit" },
    });
    expect(await verdictOf(showing(signedFork))).toMatchObject({ verdict: "diverges", block: signedFork });
  });

  it("lies with a header that no block has", async () => {
    const unsound = { ...verified, header: { ...verified.header, validatorsHash: new Uint8Array(0) } };
    expect(await verdictOf(showing(unsound))).toMatchObject({
      verdict: "lies",
      reason: { code: "light/invalidHeader" },
    });
  });

  it("that lies does not stop the client as long as another agrees", async () => {
    const verdicts = await detectDivergence(
      at(blocks, 1),
      verified,
      [showing(unsignedFork), sourceOf(blocks)],
      rules,
      nowMs,
    );
    expect(await lightCodeOf(() => requireConfirmed(verified, verdicts))).toBeUndefined();
    expect(await lightCodeOf(() => requireConfirmed(verified, verdicts.slice(0, 1)))).toBe("light/notConfirmed");
  });

  it("that diverges stops the client even if another agrees", async () => {
    const verdicts = await detectDivergence(
      at(blocks, 1),
      verified,
      [sourceOf(blocks), showing(signedFork)],
      rules,
      nowMs,
    );
    expect(await lightCodeOf(() => requireConfirmed(verified, verdicts))).toBe("light/diverged");
  });
});
