// The one validator of a single node, and what it tells the machine about itself with each block.
import type { CommitSigner } from "#src/consensus/comet/commit.ts";
import { type ValidatorSet, validatorAddress } from "#src/consensus/comet/validators.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { BlockInput } from "#src/machine/block.ts";

export interface SingleValidator {
  readonly chainId: string;
  readonly validators: ValidatorSet;
  readonly signer: CommitSigner;
  readonly hash: Sha256;
}

/** One validator that signed everything: what CometBFT would report of itself. */
export function blockInputOf(
  height: number,
  timeMs: number,
  transactions: readonly Uint8Array[],
  { signer, hash, validators }: SingleValidator,
): BlockInput {
  const address = validatorAddress(signer.publicKey, hash);
  const lastCommit = [{ validatorAddress: address, power: validators.totalPower, signed: true }];
  return {
    height,
    timeMs,
    transactions,
    proposerAddress: address,
    misbehaviour: [],
    lastCommit: height === 1 ? [] : lastCommit,
  };
}
