// Decisions of the directory: which keys are weak, what a comparison of names tells, when keys are valid.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { compareNames, isLapsed, isLive, isValidKey, isWeakKey } from "#src/modules/directory/rules.ts";
import { disclosurePairOf, sealTo } from "#src/sdk/sealing/hpke.ts";
import { bytesOf } from "#tests/support/directory.ts";

const weak = [
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
];
const withHighBit = (key: string) => Uint8Array.from(hexToBytes(key), (byte, at) => (at === 31 ? byte | 0x80 : byte));
const bound = { info: new Uint8Array(), aad: new Uint8Array() };

describe("a weak key", () => {
  test.each(weak)("%s is one, with its highest bit or without, and nothing is sealed to it either", async (key) => {
    expect(isWeakKey(hexToBytes(key))).toBe(true);
    expect(isWeakKey(withHighBit(key))).toBe(true);
    await expect(sealTo(hexToBytes(key), bound, new Uint8Array(32))).rejects.toThrow();
  });

  test("is none of those that stored keys make", async () => {
    const seeds = fc.sample(fc.uint8Array({ minLength: 32, maxLength: 32 }), { numRuns: 5, seed: 1 });
    for (const seed of seeds) {
      const { publicKey } = await disclosurePairOf({ exportSeed: () => seed });
      expect(isWeakKey(publicKey), bytesToHex(publicKey)).toBe(false);
    }
  });
});

describe("a comparison of names", () => {
  test("is a match by the hash alone, and never by the mask", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), fc.boolean(), (one, other, hasHash, isSame) => {
        const payee = { maskedName: one, nameHash: bytesOf("a name") };
        const nameHash = bytesOf(isSame ? "a name" : "another name");
        const result = compareNames(payee, { maskedName: other, ...(hasHash ? { nameHash } : {}) });
        expect(result === "MTCH").toBe(hasHash && isSame);
        if (result !== "MTCH") expect(result).toBe(one === other ? "CMTC" : "NMTC");
      }),
    );
    expect(compareNames(undefined, { maskedName: "L*" })).toBe("NOAP");
  });
});

test("what ends at a moment is over at that moment, and a key is valid from the moment on at which it begins", () => {
  const key = { publicKey: new Uint8Array(32), fromMs: 5, untilMs: 7 };
  expect([4, 5, 6, 7].map((timeMs) => isValidKey(key, timeMs))).toEqual([false, true, true, false]);
  expect([6, 7].map((timeMs) => isLive({ expiresMs: 7 }, timeMs))).toEqual([true, false]);
  expect([6, 7].map((timeMs) => isLapsed({ lapsesMs: 7 }, timeMs))).toEqual([false, true]);
});
