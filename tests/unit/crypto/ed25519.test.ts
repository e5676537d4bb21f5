// Signing and the two rules of acceptance, whatever verifier the platform brings.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isSoundPublicKey,
  publicKeyLength,
  publicKeyOf,
  sign,
  signatureLength,
  verifyAtDoor,
  verifyInBlock,
  verifyZip215,
} from "#src/crypto/ed25519.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";

const secretKey = hexToBytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
const publicKey = publicKeyOf(secretKey);
const message = Uint8Array.of(0x72);
const signature = sign(secretKey, message);

// A signature whose R is a small-order point in a non-canonical encoding: valid under ZIP-215 alone.
const oddMessage = new TextEncoder().encode("Zcash");
const oddPublicKey = hexToBytes(`ee${"ff".repeat(30)}7f`);
const oddSignature = hexToBytes(`ed${"ff".repeat(31)}${"00".repeat(32)}`);

const refusesAll = () => false;
const acceptsAll = () => true;

describe("signing", () => {
  it("gives the key and signature published in RFC 8032, test 2", () => {
    expect(bytesToHex(publicKey)).toBe("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    expect(bytesToHex(signature)).toBe(
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    );
  });

  it("makes signatures that verify, for any key and message", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.uint8Array({ maxLength: 300 }), (key, text) => {
        expect(verifyZip215(text, sign(key, text), publicKeyOf(key))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a sound public key", () => {
  it("is a point in its one encoding, and not of small order", () => {
    expect(isSoundPublicKey(publicKey)).toBe(true);
    const unsound = [
      "00".repeat(31),
      // y = 2 has no x; y = 1 is the neutral point; y = p + 3 is y = 3 written otherwise.
      `02${"00".repeat(31)}`,
      `01${"00".repeat(31)}`,
      `f0${"ff".repeat(30)}7f`,
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    ];
    expect(isSoundPublicKey(hexToBytes(`03${"00".repeat(31)}`))).toBe(true);
    expect(unsound.map((text) => isSoundPublicKey(hexToBytes(text)))).toEqual(unsound.map(() => false));
  });
});

describe("the full rule", () => {
  it("refuses another message and another key", () => {
    expect(verifyZip215(Uint8Array.of(0x73), signature, publicKey)).toBe(false);
    expect(verifyZip215(message, signature, publicKeyOf(new Uint8Array(32)))).toBe(false);
  });

  it("accepts what only ZIP-215 accepts", () => {
    expect(verifyZip215(oddMessage, oddSignature, oddPublicKey)).toBe(true);
  });

  it("answers false, never an error, to any bytes of any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), fc.uint8Array({ maxLength: 40 }), (oddLengths, key) => {
        expect(verifyZip215(message, oddLengths, key)).toBe(false);
        expect(verifyZip215(message, oddLengths, publicKey)).toBe(false);
        expect(verifyZip215(message, signature, key)).toBe(false);
      }),
    );
  });
});

describe("at the door", () => {
  it("takes the native verifier's word either way", () => {
    expect(verifyAtDoor(acceptsAll)(message, signature, publicKey)).toBe(true);
    expect(verifyAtDoor(refusesAll)(message, signature, publicKey)).toBe(false);
    expect(verifyAtDoor(refusesAll)(oddMessage, oddSignature, oddPublicKey)).toBe(false);
  });
});

describe("in a block", () => {
  it("is content when the native verifier accepts", () => {
    expect(verifyInBlock(acceptsAll)(message, signature, publicKey)).toBe(true);
  });

  it("lets ZIP-215 decide when the native verifier refuses", () => {
    expect(verifyInBlock(refusesAll)(message, signature, publicKey)).toBe(true);
    expect(verifyInBlock(refusesAll)(oddMessage, oddSignature, oddPublicKey)).toBe(true);
    expect(verifyInBlock(refusesAll)(Uint8Array.of(0x73), signature, publicKey)).toBe(false);
  });
});

describe("a malformed signature or key", () => {
  it("is refused by its length before any verifier is asked", () => {
    for (const verify of [verifyAtDoor(acceptsAll), verifyInBlock(acceptsAll)]) {
      for (const length of [0, signatureLength - 1, signatureLength + 1]) {
        expect(verify(message, new Uint8Array(length), publicKey)).toBe(false);
      }
      for (const length of [0, publicKeyLength - 1, publicKeyLength + 1]) {
        expect(verify(message, signature, new Uint8Array(length))).toBe(false);
      }
    }
  });
});
