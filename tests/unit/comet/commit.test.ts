// Making commits, their hash and their encoding.
import types from "cosmjs-types/tendermint/types/types";
import { describe, expect, it } from "vitest";
import { blockIdFlagNumbers, type Commit, commitHash, encodeCommit, noCommit, signCommit } from "#src/comet/commit.ts";
import { absentTime } from "#src/comet/timestamp.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { voteSignBytes } from "#src/comet/vote.ts";
import { Fault } from "#src/core/assert.ts";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { buildBlockId, buildSigners } from "#tests/support/cometBlocks.ts";

const signers = buildSigners(3);
const validators = validatorSet(signers.map(({ publicKey }, index) => ({ publicKey, power: BigInt(index + 1) })));
const request = {
  chainId: "chain",
  height: 9,
  round: 0,
  blockId: buildBlockId(),
  time: { seconds: 1_700_000_000, nanos: 1_000_000 },
  validators,
};
const commit = signCommit({ ...request, signers });
const withAbsent = signCommit({ ...request, signers: signers.slice(0, 2) });

function encodedElsewhere({ height, round, blockId, signatures }: Commit): Uint8Array {
  return types.Commit.encode({
    height: BigInt(height),
    round,
    blockId,
    signatures: signatures.map((signature) => {
      const present = signature.flag !== "absent";
      const time = present ? signature.time : absentTime;
      return {
        blockIdFlag: blockIdFlagNumbers[signature.flag],
        validatorAddress: present ? signature.validatorAddress : new Uint8Array(0),
        timestamp: { seconds: BigInt(time.seconds), nanos: time.nanos },
        signature: present ? signature.signature : new Uint8Array(0),
      };
    }),
  }).finish();
}

describe("a commit", () => {
  it("has each validator's signature in the order of the set", () => {
    const message = voteSignBytes("chain", { ...request, type: "precommit" });
    expect(commit.signatures.length).toBe(3);
    for (const [index, member] of validators.members.entries()) {
      const signature = commit.signatures[index];
      if (signature === undefined || signature.flag === "absent") throw new Error("a signature is missing");
      expect(signature.validatorAddress).toEqual(member.address);
      expect(verifyZip215(message, signature.signature, member.publicKey)).toBe(true);
    }
  });

  it("marks validators without a signer as absent", () => {
    // The third signer has most power and so stands first.
    expect(withAbsent.signatures.map(({ flag }) => flag)).toEqual(["absent", "commit", "commit"]);
  });

  it("is not made without any signature", () => {
    expect(() => signCommit({ ...request, signers: [] })).toThrow(Fault);
    expect(() => signCommit({ ...request, signers: buildSigners(4).slice(3) })).toThrow(Fault);
  });

  it("is encoded as by another implementation, with absent validators and for the first block", () => {
    for (const each of [commit, withAbsent, noCommit]) {
      expect(bytesToHex(encodeCommit(each))).toBe(bytesToHex(encodedElsewhere(each)));
    }
  });

  it("has a hash over its signatures, which is that of nothing for the first block", () => {
    expect(commitHash(withAbsent)).not.toEqual(commitHash(commit));
    expect(commitHash(noCommit)).toEqual(sha256());
  });
});
