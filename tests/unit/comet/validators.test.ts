// The order, addresses and bounds of validator sets.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Validator, validatorAddress, validatorSet, validatorSetHash } from "#src/comet/validators.ts";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex, compareBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";

const publicKey = hashOfText("a key");

describe("a validator's address", () => {
  it("is the first twenty bytes of its key's hash", () => {
    expect(bytesToHex(validatorAddress(publicKey))).toBe(bytesToHex(sha256(publicKey)).slice(0, 40));
  });
});

describe("a validator set", () => {
  const validators = fc.uniqueArray(
    fc.record({ publicKey: fc.nat().map((n) => hashOfText(`${n}`)), power: fc.bigInt(1n, 5n) }),
    {
      selector: (validator: Validator) => bytesToHex(validator.publicKey),
      maxLength: 12,
    },
  );

  it("is in order of falling power, then of address, however it is listed", () => {
    fc.assert(
      fc.property(validators, (listed) => {
        const { members } = validatorSet(listed);
        for (const [index, member] of members.entries()) {
          const next = members[index + 1];
          if (next === undefined) continue;
          const inOrder =
            member.power > next.power ||
            (member.power === next.power && compareBytes(member.address, next.address) < 0);
          expect(inOrder).toBe(true);
        }
        expect(validatorSetHash(validatorSet(listed.toReversed()))).toEqual(validatorSetHash(validatorSet(listed)));
      }),
    );
  });

  it("adds up the power of its members", () => {
    const set = validatorSet([
      { publicKey, power: 3n },
      { publicKey: hashOfText("another key"), power: 4n },
    ]);
    expect(set.totalPower).toBe(7n);
  });

  it("has a hash that changes with keys and powers", () => {
    const hashes = [[publicKey, 1n] as const, [publicKey, 2n] as const, [hashOfText("another key"), 1n] as const].map(
      ([key, power]) => bytesToHex(validatorSetHash(validatorSet([{ publicKey: key, power }]))),
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it("takes no validator twice, without power, or with a malformed key", () => {
    expect(() =>
      validatorSet([
        { publicKey, power: 1n },
        { publicKey, power: 1n },
      ]),
    ).toThrow(Fault);
    expect(() =>
      validatorSet([
        { publicKey, power: 1n },
        { publicKey, power: 2n },
      ]),
    ).toThrow(Fault);
    expect(() => validatorSet([{ publicKey, power: 0n }])).toThrow(Fault);
    expect(() => validatorSet([{ publicKey: publicKey.slice(1), power: 1n }])).toThrow(Fault);
  });

  it("holds CometBFT's largest total power and no more", () => {
    const most = (2n ** 63n - 1n) / 8n;
    expect(validatorSet([{ publicKey, power: most }]).totalPower).toBe(most);
    expect(() => validatorSet([{ publicKey, power: most + 1n }])).toThrow(Fault);
  });
});
