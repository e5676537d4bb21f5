// Encoded proofs are the bytes that other implementations write, and nothing but those bytes is read back.
import { ics23 } from "@confio/ics23";
import { CommitmentProof as CosmosProof } from "cosmjs-types/cosmos/ics23/v1/proofs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import type { CommitmentProof, ExistenceProof } from "#src/proofs/proof.ts";
import { decodeCommitmentProof, encodeCommitmentProof } from "#src/proofs/proofBytes.ts";

const bytesArbitrary = fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes));
const opNumberArbitrary = fc.integer({ min: 0, max: 8 });

const existenceArbitrary: fc.Arbitrary<ExistenceProof> = fc.record({
  key: bytesArbitrary,
  value: bytesArbitrary,
  leaf: fc.record({
    hash: opNumberArbitrary,
    prehashKey: opNumberArbitrary,
    prehashValue: opNumberArbitrary,
    length: opNumberArbitrary,
    prefix: bytesArbitrary,
  }),
  path: fc.array(fc.record({ hash: opNumberArbitrary, prefix: bytesArbitrary, suffix: bytesArbitrary })),
});

const proofArbitrary: fc.Arbitrary<CommitmentProof> = fc.oneof(
  fc.record({ exist: existenceArbitrary }),
  fc.record({
    nonexist: fc.record(
      { key: bytesArbitrary, left: existenceArbitrary, right: existenceArbitrary },
      { requiredKeys: ["key"] },
    ),
  }),
);

describe("proof bytes", () => {
  it("are those of another implementation", () => {
    fc.assert(
      fc.property(proofArbitrary, (proof) => {
        const encoded = encodeCommitmentProof(proof);
        const theirs = CosmosProof.decode(encoded);
        expect(bytesToHex(CosmosProof.encode(theirs).finish())).toBe(bytesToHex(encoded));
        const decodedAndWritten = ics23.CommitmentProof.encode(ics23.CommitmentProof.decode(encoded)).finish();
        expect(bytesToHex(decodedAndWritten)).toBe(bytesToHex(encoded));
      }),
    );
  });

  it("give back the proof", () => {
    fc.assert(
      fc.property(proofArbitrary, (proof) => {
        expect(decodeCommitmentProof(encodeCommitmentProof(proof))).toEqual(proof);
      }),
    );
  });

  it("are read only in the form in which they are written", () => {
    const changeArbitrary = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      drop: fc.nat(3),
      add: fc.uint8Array({ maxLength: 3 }),
    });
    fc.assert(
      fc.property(proofArbitrary, changeArbitrary, (proof, { at, drop, add }) => {
        const encoded = encodeCommitmentProof(proof);
        const from = Math.floor(at * encoded.length);
        const changed = concatBytes(encoded.subarray(0, from), add, encoded.subarray(from + drop));
        const decoded = decodeCommitmentProof(changed);
        if (decoded !== undefined) expect(bytesToHex(encodeCommitmentProof(decoded))).toBe(bytesToHex(changed));
      }),
      { numRuns: 2_000 },
    );
  });

  it("are not read when a path has more than 256 steps, or nothing is there", () => {
    const step = { hash: 1, prefix: Uint8Array.of(1), suffix: new Uint8Array(32) };
    const leaf = { hash: 1, prehashKey: 0, prehashValue: 1, length: 7, prefix: Uint8Array.of(0) };
    const withSteps = (count: number): CommitmentProof => ({
      exist: { key: Uint8Array.of(1), value: Uint8Array.of(1), leaf, path: new Array(count).fill(step) },
    });
    expect(decodeCommitmentProof(encodeCommitmentProof(withSteps(256)))).toBeDefined();
    expect(decodeCommitmentProof(encodeCommitmentProof(withSteps(257)))).toBeUndefined();
    expect(decodeCommitmentProof(new Uint8Array(0))).toBeUndefined();
  });
});
