// The deterministic part of results, and its hash.
import abci from "cosmjs-types/tendermint/abci/types";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merkleRoot, proveLeaf, verifyLeaf } from "#src/comet/merkle.ts";
import { encodeResult, resultsHash } from "#src/comet/results.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

const resultArbitrary = fc.record({
  code: fc.nat({ max: 2 ** 31 - 1 }),
  data: fc.uint8Array({ maxLength: 60 }),
  gasWanted: fc.maxSafeNat(),
  gasUsed: fc.maxSafeNat(),
});

describe("a result", () => {
  it("is encoded as by another implementation", () => {
    fc.assert(
      fc.property(resultArbitrary, (result) => {
        const theirs = abci.ExecTxResult.fromPartial({
          ...result,
          gasWanted: BigInt(result.gasWanted),
          gasUsed: BigInt(result.gasUsed),
        });
        expect(bytesToHex(encodeResult(result))).toBe(bytesToHex(abci.ExecTxResult.encode(theirs).finish()));
      }),
    );
  });

  it("is provable under the hash of all", () => {
    fc.assert(
      fc.property(fc.array(resultArbitrary, { minLength: 1, maxLength: 9 }), (results) => {
        const leaves = results.map(encodeResult);
        const root = resultsHash(results);
        expect(root).toEqual(merkleRoot(leaves));
        for (const [index, leaf] of leaves.entries())
          expect(verifyLeaf(proveLeaf(leaves, index), leaf, root)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
