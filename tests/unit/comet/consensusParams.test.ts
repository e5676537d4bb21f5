// The hash of the consensus parameters.
import params from "cosmjs-types/tendermint/types/params";
import { describe, expect, it } from "vitest";
import { consensusHash } from "#src/comet/consensusParams.ts";
import { sha256 } from "#src/crypto/sha256.ts";

describe("the hash of the consensus parameters", () => {
  it("is over the block's largest size and work, encoded as by another implementation", () => {
    for (const [blockBytesMax, blockGasMax] of [
      [4_194_304, -1],
      [1, 0],
      [0, 5],
      [2 ** 40, 2 ** 50],
    ] as const) {
      const theirs = params.HashedParams.encode({
        blockMaxBytes: BigInt(blockBytesMax),
        blockMaxGas: BigInt(blockGasMax),
      }).finish();
      expect(consensusHash({ blockBytesMax, blockGasMax })).toEqual(sha256(theirs));
    }
  });
});
