// Verdicts that CometBFT's own light client gave on random steps, compared with ours on the JSON that it printed.
import { describe, expect, it } from "vitest";
import { parseHeaderJson, parseValidatorsJson } from "#src/comet/rpcJsonReader.ts";
import { parseLightBlockJson, type TrustedBlock } from "#src/sdk/light/lightBlock.ts";
import { verifyLightBlock } from "#src/sdk/light/verifyHeader.ts";
import { rules as commonRules } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";
import vectors from "./cometbft-0.38.json" with { type: "json" };

const cases = vectors.vectors.map((vector, index) => ({ ...vector, index }));

const verdictOf = (code: string | undefined) => {
  if (code === undefined) return "verified";
  if (code === "light/trustExpired") return "expired";
  return code === "light/notEnoughTrust" ? "notEnoughTrust" : "refused";
};

describe("CometBFT's verdicts on single steps", () => {
  it.each(cases)("are ours: $index, $change, $verdict", async (vector) => {
    const [numerator = 0, denominator = 0] = vector.trustLevel;
    const trustLevel = { numerator: BigInt(numerator), denominator: BigInt(denominator) };
    const { trustingPeriodMs, clockDriftMs, nowMs } = vector;
    const rules = { ...commonRules, chainId: "vectors-1", trustingPeriodMs, clockDriftMs, trustLevel };
    const trusted: TrustedBlock = {
      header: parseHeaderJson(vector.trusted.header),
      validators: parseValidatorsJson(vector.trusted.validators),
    };
    const block = parseLightBlockJson(vector.untrusted);
    expect(verdictOf(await lightCodeOf(() => verifyLightBlock(trusted, block, rules, nowMs)))).toBe(vector.verdict);
  });
});
