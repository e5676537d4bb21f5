// When a commit makes a block final, and each way in which it does not.
import { describe, expect, it } from "vitest";
import { noBlockId } from "#src/comet/blockId.ts";
import { type Commit, type CommitSignature, type CommitSigner, signCommit } from "#src/comet/commit.ts";
import { validatorSet } from "#src/comet/validators.ts";
import { signedPowerOf, verifyCommit } from "#src/comet/verifyCommit.ts";
import { voteSignBytes } from "#src/comet/vote.ts";
import { Fault } from "#src/core/assert.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { nativeVerifier } from "#src/node/nativeCrypto.ts";
import { buildBlockId, buildSigners } from "#tests/support/cometBlocks.ts";

const allSigners = buildSigners(4);
const chainId = "chain";
const blockId = buildBlockId();
const time = { seconds: 1_700_000_000, nanos: 0 };

// Powers fall with the index, so that signers and members stand in the same order.
function setOf(powers: readonly bigint[]) {
  const signers = allSigners.slice(0, powers.length);
  const validators = validatorSet(signers.map(({ publicKey }, index) => ({ publicKey, power: powers[index] ?? 0n })));
  const expected = { chainId, height: 4, blockId, validators };
  const signedBy = (chosen: readonly CommitSigner[]) =>
    signCommit({ chainId, height: 4, round: 2, blockId, time, validators, signers: chosen });
  return { signers, expected, signedBy };
}

const { signers, expected, signedBy } = setOf([40n, 30n, 20n, 10n]);
const full = signedBy(signers);

function withSignature(commit: Commit, index: number, signature: CommitSignature): Commit {
  return { ...commit, signatures: commit.signatures.with(index, signature) };
}

function presentSignature(index: number) {
  const signature = full.signatures[index];
  if (signature === undefined || signature.flag === "absent") throw new Error("a signature is missing");
  return signature;
}

function voteForNil(index: number): CommitSignature {
  const { validatorAddress } = presentSignature(index);
  const message = voteSignBytes(chainId, { type: "precommit", height: 4, round: 2, blockId: noBlockId, time });
  const signature = signers[index]?.sign(message) ?? new Uint8Array(0);
  return { flag: "nil", validatorAddress, time, signature };
}

describe("a commit", () => {
  it("is final when all have signed, with their power added up", () => {
    expect(verifyCommit(full, expected)).toEqual({ final: true, signedPower: 100n });
  });

  it("is judged alike through the native verifier", () => {
    expect(verifyCommit(full, expected, verifyInBlock(nativeVerifier))).toEqual({ final: true, signedPower: 100n });
  });

  it("is final with more than two thirds of the power, and not with two thirds", () => {
    const thirds = setOf([30n, 20n, 10n]);
    const twoThirds = thirds.signedBy(thirds.signers.filter((_, index) => index !== 1));
    expect(verifyCommit(twoThirds, thirds.expected)).toEqual({ final: false, fault: "tooLittlePower" });
    const more = setOf([31n, 20n, 10n]);
    const aboveTwoThirds = more.signedBy(more.signers.filter((_, index) => index !== 1));
    expect(verifyCommit(aboveTwoThirds, more.expected)).toEqual({ final: true, signedPower: 41n });
  });

  it("does not count votes for nil, but checks them", () => {
    const commit = withSignature(full, 3, voteForNil(3));
    expect(verifyCommit(commit, expected)).toEqual({ final: true, signedPower: 90n });
    const forged = withSignature(full, 3, { ...presentSignature(3), flag: "nil" });
    expect(verifyCommit(forged, expected)).toEqual({ final: false, fault: "wrongSignature", signatureIndex: 3 });
  });

  it("is not final at another height, for another block or on another chain", () => {
    expect(verifyCommit(full, { ...expected, height: 5 })).toEqual({ final: false, fault: "wrongHeight" });
    expect(verifyCommit(full, { ...expected, blockId: buildBlockId("other") })).toEqual({
      final: false,
      fault: "wrongBlock",
    });
    expect(verifyCommit(full, { ...expected, chainId: "another" })).toEqual({
      final: false,
      fault: "wrongSignature",
      signatureIndex: 0,
    });
  });

  it("is not final in another round or height than was signed", () => {
    expect(verifyCommit({ ...full, round: 3 }, expected).final).toBe(false);
    expect(verifyCommit({ ...full, height: 5 }, { ...expected, height: 5 }).final).toBe(false);
  });

  it("is not final when signatures are missing from the list or too many", () => {
    const fault = { final: false, fault: "wrongSignatureCount" };
    expect(verifyCommit({ ...full, signatures: full.signatures.slice(1) }, expected)).toEqual(fault);
    expect(verifyCommit({ ...full, signatures: [...full.signatures, { flag: "absent" }] }, expected)).toEqual(fault);
  });

  it("is not final when one validator's signature stands in for another's", () => {
    expect(verifyCommit(withSignature(full, 1, presentSignature(0)), expected)).toEqual({
      final: false,
      fault: "wrongValidator",
      signatureIndex: 1,
    });
    const { validatorAddress } = presentSignature(1);
    const disguised = withSignature(full, 1, { ...presentSignature(0), validatorAddress });
    expect(verifyCommit(disguised, expected)).toEqual({ final: false, fault: "wrongSignature", signatureIndex: 1 });
  });

  it("is not final with one wrong signature, although the others have the power", () => {
    const malformed = withSignature(full, 3, { ...presentSignature(3), signature: new Uint8Array(3) });
    expect(verifyCommit(malformed, expected)).toEqual({ final: false, fault: "wrongSignature", signatureIndex: 3 });
  });

  it("is never expected for no block", () => {
    expect(() => verifyCommit({ ...full, blockId: noBlockId }, { ...expected, blockId: noBlockId })).toThrow(Fault);
  });
});

describe("the power of other validators in a commit", () => {
  const known = { chainId, validators: setOf([7n, 5n]).expected.validators };

  it("is that of those who signed for the block, found by their addresses", () => {
    expect(signedPowerOf(full, known)).toEqual({ signedPower: 12n });
    expect(signedPowerOf(signedBy(signers.slice(1)), known)).toEqual({ signedPower: 5n });
    expect(signedPowerOf(withSignature(full, 0, voteForNil(0)), known)).toEqual({ signedPower: 5n });
    expect(signedPowerOf(signedBy(signers.slice(2)), known)).toEqual({ signedPower: 0n });
  });

  it("counts nobody twice, and no signature that is wrong", () => {
    const repeated = withSignature(full, 3, presentSignature(1));
    expect(signedPowerOf(repeated, known)).toEqual({ fault: "repeatedValidator", signatureIndex: 3 });
    const wrong = withSignature(full, 1, { ...presentSignature(1), signature: presentSignature(0).signature });
    expect(signedPowerOf(wrong, known)).toEqual({ fault: "wrongSignature", signatureIndex: 1 });
  });

  it("ignores signatures of those whom it does not know, whatever they are", () => {
    const wrong = withSignature(full, 3, { ...presentSignature(3), signature: presentSignature(0).signature });
    expect(signedPowerOf(wrong, known)).toEqual({ signedPower: 12n });
  });
});
