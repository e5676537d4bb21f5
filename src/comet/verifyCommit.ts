// Whether a commit makes a block final: more than two thirds of the power signed it, and no signature is wrong.
import { assert } from "#src/core/assert.ts";
import { type SignatureVerifier, verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { type BlockId, blockIdsEqual, isNoBlockId, noBlockId } from "./blockId.ts";
import type { Commit, PresentSignature } from "./commit.ts";
import type { ValidatorSet } from "./validators.ts";
import { voteSignBytes } from "./vote.ts";

export type CommitFault =
  | "wrongHeight"
  | "wrongBlock"
  | "wrongSignatureCount"
  | "wrongValidator"
  | "wrongSignature"
  | "repeatedValidator"
  | "tooLittlePower";

export type CommitVerdict =
  | { readonly final: true; readonly signedPower: bigint }
  | { readonly final: false; readonly fault: CommitFault; readonly signatureIndex?: number };

/** What a trusted source says must have been committed. */
export interface CommitExpectation {
  readonly chainId: string;
  readonly height: number;
  readonly blockId: BlockId;
  readonly validators: ValidatorSet;
}

/** Checks every signature that is present, also beyond two thirds, so that all verifiers refuse the same commits. */
export function verifyCommit(
  commit: Commit,
  expected: CommitExpectation,
  verify: SignatureVerifier = verifyZip215,
): CommitVerdict {
  const { validators } = expected;
  assert(!isNoBlockId(expected.blockId), "a commit is expected for a block: votes for nil commit nothing");
  if (commit.height !== expected.height) return { final: false, fault: "wrongHeight" };
  if (!blockIdsEqual(commit.blockId, expected.blockId)) return { final: false, fault: "wrongBlock" };
  if (commit.signatures.length !== validators.members.length) return { final: false, fault: "wrongSignatureCount" };

  let signedPower = 0n;
  for (const [index, member] of validators.members.entries()) {
    const signature = commit.signatures[index];
    if (signature === undefined || signature.flag === "absent") continue;
    if (!bytesEqual(signature.validatorAddress, member.address)) {
      return { final: false, fault: "wrongValidator", signatureIndex: index };
    }
    if (!verify(signedBytes(expected.chainId, commit, signature), signature.signature, member.publicKey)) {
      return { final: false, fault: "wrongSignature", signatureIndex: index };
    }
    if (signature.flag === "commit") signedPower += member.power;
  }
  if (signedPower * 3n <= validators.totalPower * 2n) return { final: false, fault: "tooLittlePower" };
  return { final: true, signedPower };
}

export type SignedPowerVerdict =
  | { readonly signedPower: bigint }
  | { readonly fault: CommitFault; readonly signatureIndex: number };

/** How much power of these validators, who need not be those of its height, signed for the block of a commit. */
export function signedPowerOf(
  commit: Commit,
  { chainId, validators }: Pick<CommitExpectation, "chainId" | "validators">,
  verify: SignatureVerifier = verifyZip215,
): SignedPowerVerdict {
  const members = new Map(validators.members.map((member) => [bytesToHex(member.address), member]));
  const counted = new Set<string>();
  let signedPower = 0n;
  for (const [signatureIndex, signature] of commit.signatures.entries()) {
    if (signature.flag !== "commit") continue;
    const address = bytesToHex(signature.validatorAddress);
    const member = members.get(address);
    if (member === undefined) continue;
    if (counted.has(address)) return { fault: "repeatedValidator", signatureIndex };
    counted.add(address);
    if (!verify(signedBytes(chainId, commit, signature), signature.signature, member.publicKey)) {
      return { fault: "wrongSignature", signatureIndex };
    }
    signedPower += member.power;
  }
  return { signedPower };
}

function signedBytes(chainId: string, commit: Commit, { flag, time }: PresentSignature): Uint8Array {
  const blockId = flag === "commit" ? commit.blockId : noBlockId;
  return voteSignBytes(chainId, { type: "precommit", height: commit.height, round: commit.round, blockId, time });
}
