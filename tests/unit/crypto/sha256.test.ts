// What the ledger's hash promises: the published digests, and parts hashed as if joined.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { sha256, sha256Length } from "#src/crypto/sha256.ts";

const text = (value: string) => new TextEncoder().encode(value);

describe("sha256", () => {
  it("gives the digests published in FIPS 180-4", () => {
    expect(bytesToHex(sha256(text("abc")))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(bytesToHex(sha256(text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")))).toBe(
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    );
  });

  it("hashes nothing at all as the empty string", () => {
    const emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    expect(bytesToHex(sha256())).toBe(emptyDigest);
    expect(bytesToHex(sha256(new Uint8Array(0), new Uint8Array(0)))).toBe(emptyDigest);
  });

  it("hashes several parts as if they were joined", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 6 }), (parts) => {
        const digest = sha256(...parts);
        expect(digest.length).toBe(sha256Length);
        expect(bytesToHex(digest)).toBe(bytesToHex(sha256(concatBytes(...parts))));
      }),
    );
  });
});
