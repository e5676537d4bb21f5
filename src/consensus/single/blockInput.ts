// The one validator of a single node, and what it tells the machine about itself with each block.
import type { CommitSigner } from "#src/comet/commit.ts";
import type { ValidatorSet } from "#src/comet/validators.ts";
import { present } from "#src/core/assert.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { BlockInput } from "#src/machine/block.ts";

/** What everyone may know of a network of one validator. */
export interface SingleNetwork {
  readonly chainId: string;
  readonly validators: ValidatorSet;
  readonly hash: Sha256;
}

export interface SingleValidator extends SingleNetwork {
  readonly signer: CommitSigner;
}

/** One validator that signed everything: what CometBFT would report of itself. */
export function blockInputOf(
  height: number,
  timeMs: number,
  transactions: readonly Uint8Array[],
  { validators }: SingleNetwork,
): BlockInput {
  const { address, power } = present(validators.members[0], "a single network has its validator");
  const lastCommit = [{ validatorAddress: address, power, signed: true }];
  return {
    height,
    timeMs,
    transactions,
    proposerAddress: address,
    misbehaviour: [],
    lastCommit: height === 1 ? [] : lastCommit,
  };
}
