// A commit: the signatures by which validators made a block final, in the order of the validator set.
import { assert } from "#src/core/assert.ts";
import { publicKeyOf, sign } from "#src/crypto/ed25519.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { type BlockId, encodeBlockId, noBlockId } from "./blockId.ts";
import type { Header } from "./header.ts";
import { merkleRoot } from "./merkle.ts";
import { absentTime, encodeTimestamp, type Timestamp } from "./timestamp.ts";
import type { ValidatorSet } from "./validators.ts";
import { voteSignBytes } from "./vote.ts";
import { WireWriter } from "./wire.ts";

/** Whether a validator voted for the block, voted for no block, or was not heard. */
export const blockIdFlagNumbers = { absent: 1, commit: 2, nil: 3 } as const;

export interface AbsentSignature {
  readonly flag: "absent";
}

export interface PresentSignature {
  readonly flag: "commit" | "nil";
  readonly validatorAddress: Uint8Array;
  readonly time: Timestamp;
  readonly signature: Uint8Array;
}

export type CommitSignature = AbsentSignature | PresentSignature;

export interface Commit {
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly signatures: readonly CommitSignature[];
}

/** A block's header with the signatures that made it final. */
export interface SignedHeader {
  readonly header: Header;
  readonly commit: Commit;
}

/** What the first block carries in place of a commit to the block before it. */
export const noCommit: Commit = { height: 0, round: 0, blockId: noBlockId, signatures: [] };

export interface CommitSigner {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export function commitSigner(secretKey: Uint8Array): CommitSigner {
  return { publicKey: publicKeyOf(secretKey), sign: (message) => sign(secretKey, message) };
}

export interface CommitRequest {
  readonly chainId: string;
  readonly height: number;
  readonly round: number;
  readonly blockId: BlockId;
  readonly time: Timestamp;
  readonly validators: ValidatorSet;
  /** Validators without a signer here count as absent. */
  readonly signers: readonly CommitSigner[];
}

export function signCommit(request: CommitRequest): Commit {
  const { chainId, height, round, blockId, time, validators, signers } = request;
  const message = voteSignBytes(chainId, { type: "precommit", height, round, blockId, time });
  const signatures = validators.members.map(({ publicKey, address }): CommitSignature => {
    const signer = signers.find((candidate) => bytesEqual(candidate.publicKey, publicKey));
    if (signer === undefined) return { flag: "absent" };
    return { flag: "commit", validatorAddress: address, time, signature: signer.sign(message) };
  });
  assert(
    signatures.some(({ flag }) => flag === "commit"),
    "a commit is signed by at least one validator",
  );
  return { height, round, blockId, signatures };
}

/** The hash that the next header carries of this commit: over its signatures alone. */
export function commitHash(commit: Commit, hash: Sha256 = sha256): Uint8Array {
  return merkleRoot(commit.signatures.map(encodeSignature), hash);
}

export function encodeCommit(commit: Commit): Uint8Array {
  const writer = new WireWriter(128 + 128 * commit.signatures.length)
    .integer(1, commit.height)
    .integer(2, commit.round)
    .embedded(3, encodeBlockId(commit.blockId));
  for (const signature of commit.signatures) writer.embedded(4, encodeSignature(signature));
  return writer.finish();
}

function encodeSignature(signature: CommitSignature): Uint8Array {
  const writer = new WireWriter().integer(1, blockIdFlagNumbers[signature.flag]);
  if (signature.flag === "absent") return writer.embedded(3, encodeTimestamp(absentTime)).finish();
  return writer
    .bytes(2, signature.validatorAddress)
    .embedded(3, encodeTimestamp(signature.time))
    .bytes(4, signature.signature)
    .finish();
}
