// Project Wycheproof's Ed25519 cases: forgeries, malleable and truncated signatures, and known arithmetic bugs.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { verifyAtDoor, verifyInBlock } from "#src/crypto/ed25519.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { nativeVerifier } from "#src/node/nativeCrypto.ts";
import vectors from "./wycheproof.json" with { type: "json" };

const caseSchema = z.tuple([z.int(), z.string(), z.string(), z.enum(["valid", "invalid"]), z.array(z.string())]);

const cases = vectors.groups.flatMap((group) =>
  group.cases.map((line) => {
    const [id, message, signature, result] = caseSchema.parse(line);
    return {
      id,
      message: hexToBytes(message),
      signature: hexToBytes(signature),
      publicKey: hexToBytes(group.publicKey),
      valid: result === "valid",
    };
  }),
);

// Its R says y = 1 with the sign bit set: RFC 8032 refuses to decode that, ZIP-215 reads it as the identity.
const decidedOtherwiseByZip215 = [151];

function idsDecidedOtherwise(verify: typeof nativeVerifier): number[] {
  return cases
    .filter(({ message, signature, publicKey, valid }) => verify(message, signature, publicKey) !== valid)
    .map(({ id }) => id);
}

describe("Wycheproof's cases", () => {
  it("are all here", () => {
    expect(cases.length).toBe(151);
  });

  it("are decided at the door as published", () => {
    expect(idsDecidedOtherwise(verifyAtDoor(nativeVerifier))).toEqual([]);
  });

  it("are decided in a block as published, but for the one encoding that ZIP-215 admits", () => {
    expect(idsDecidedOtherwise(verifyInBlock(nativeVerifier))).toEqual(decidedOtherwiseByZip215);
    expect(idsDecidedOtherwise(verifyInBlock(() => false))).toEqual(decidedOtherwiseByZip215);
  });
});
