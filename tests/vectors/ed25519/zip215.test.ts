// The 196 published edge cases of ZIP-215: each must be valid in a block, whatever the native library thinks of it.
import { describe, expect, it } from "vitest";
import { verifyAtDoor, verifyInBlock, verifyZip215 } from "#src/crypto/ed25519.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { nativeVerifier } from "#src/node/nativeCrypto.ts";
import vectors from "./zip215.json" with { type: "json" };

const message = hexToBytes(vectors.message);
const cases = vectors.encodings.flatMap((key) =>
  vectors.encodings.map((point) => ({
    publicKey: hexToBytes(key),
    signature: hexToBytes(point + "00".repeat(32)),
  })),
);

describe("the small-order cases of ZIP-215", () => {
  it("are 196", () => {
    expect(cases.length).toBe(196);
  });

  it("are all valid under the full rule", () => {
    for (const { signature, publicKey } of cases) expect(verifyZip215(message, signature, publicKey)).toBe(true);
  });

  it("are all valid in a block, although the native library refuses them", () => {
    const verify = verifyInBlock(nativeVerifier);
    for (const { signature, publicKey } of cases) {
      expect(nativeVerifier(message, signature, publicKey)).toBe(false);
      expect(verify(message, signature, publicKey)).toBe(true);
    }
  });

  it("are all turned away at the door", () => {
    const verify = verifyAtDoor(nativeVerifier);
    for (const { signature, publicKey } of cases) expect(verify(message, signature, publicKey)).toBe(false);
  });

  it("do not make a signature valid whose S is not below the group order", () => {
    const order = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    for (const point of vectors.encodings) {
      expect(verifyZip215(message, hexToBytes(point + order), hexToBytes(vectors.encodings[0] ?? ""))).toBe(false);
    }
  });
});
