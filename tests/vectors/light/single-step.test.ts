// Verdicts of the light client's model-based tests, published by others, compared with ours.
import { base64 } from "@scure/base";
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import type { Commit, CommitSignature } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import { timestampOfMs } from "#src/comet/timestamp.ts";
import { type ValidatorSet, validatorSet } from "#src/comet/validators.ts";
import { present } from "#src/core/assert.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import type { TrustedBlock } from "#src/sdk/light/lightBlock.ts";
import { verifyLightBlock } from "#src/sdk/light/verifyHeader.ts";
import { rules as commonRules } from "#tests/support/lightChain.ts";
import { lightCodeOf } from "#tests/support/lightErrors.ts";
import vectors from "./tendermint-single-step.json" with { type: "json" };

type Case = (typeof vectors.cases)[number];
type Step = Case["steps"][number];

const bytes = (hex: string) => hexToBytes(hex.toLowerCase());
const time = (text: string) => timestampOfMs(Date.parse(text));
const publicKeys = new Map(Object.entries(vectors.publicKeys));

function setOf(members: readonly (readonly string[])[]): ValidatorSet {
  return validatorSet(
    members.map(([address = "", power = "0"]) => ({
      publicKey: base64.decode(present(publicKeys.get(address), "a listed key")),
      power: BigInt(power),
    })),
  );
}

function headerOf(vector: Step["header"]): Header {
  const nothing = new Uint8Array(0);
  return {
    version: { block: 11, app: 0 },
    chainId: vector.chain_id,
    height: Number(vector.height),
    time: time(vector.time),
    lastBlockId: noBlockId,
    lastCommitHash: nothing,
    dataHash: nothing,
    validatorsHash: bytes(vector.validators_hash),
    nextValidatorsHash: bytes(vector.next_validators_hash),
    consensusHash: bytes(vector.validators_hash),
    appHash: nothing,
    lastResultsHash: nothing,
    evidenceHash: nothing,
    proposerAddress: bytes(vector.proposer_address),
  };
}

function commitOf({ height, round, hash, signatures }: Step["commit"]): Commit {
  return {
    height: Number(height),
    round,
    blockId: { hash: bytes(hash), partSetHeader: { total: 1, hash: bytes(hash) } },
    signatures: signatures.map(([flag, address, signedAt, signature]): CommitSignature => {
      if (flag === 1) return { flag: "absent" };
      return {
        flag: "commit",
        validatorAddress: bytes(String(address)),
        time: time(String(signedAt)),
        signature: base64.decode(String(signature)),
      };
    }),
  };
}

const verdictOf = (code: string | undefined) => {
  if (code === undefined) return "SUCCESS";
  return code === "light/notEnoughTrust" ? "NOT_ENOUGH_TRUST" : "INVALID";
};

describe("the published verdicts on single steps", () => {
  it.each(vectors.cases)("are ours: $name", async ({ trustingPeriodNanos, trusted: initial, steps }) => {
    // These tests know no clock drift, and hold the next validators for the trusted ones.
    const trustingPeriodMs = Number(BigInt(trustingPeriodNanos) / 1_000_000n);
    const rules = { ...commonRules, chainId: "test-chain", trustingPeriodMs, clockDriftMs: 0 };
    let trusted: TrustedBlock = { header: headerOf(initial.header), validators: setOf(initial.nextValidators) };
    for (const step of steps) {
      const block = {
        header: headerOf(step.header),
        commit: commitOf(step.commit),
        validators: setOf(step.validators),
      };
      const code = await lightCodeOf(() => verifyLightBlock(trusted, block, rules, Date.parse(step.now)));
      expect(verdictOf(code)).toBe(step.verdict);
      if (code === undefined) trusted = { header: block.header, validators: setOf(step.nextValidators) };
    }
  });
});
