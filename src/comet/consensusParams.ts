// The two consensus parameters that a header commits to.
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { WireWriter } from "./wire.ts";

export interface HashedConsensusParams {
  readonly blockBytesMax: number;
  /** Minus one means no limit. */
  readonly blockGasMax: number;
}

export function consensusHash(
  { blockBytesMax, blockGasMax }: HashedConsensusParams,
  hash: Sha256 = sha256,
): Uint8Array {
  return hash(new WireWriter().integer(1, blockBytesMax).integer(2, blockGasMax).finish());
}
