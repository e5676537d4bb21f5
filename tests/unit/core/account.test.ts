// Accounts: twenty bytes and their one text, which any typing error makes invalid.
import { bech32, bech32m } from "@scure/base";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Account,
  accountBytesLength,
  accountFromBytes,
  accountTextLength,
  accountToBytes,
  isAccount,
  parseAccount,
} from "#src/core/account.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const twentyBytes = fc.uint8Array({ minLength: accountBytesLength, maxLength: accountBytesLength });

/** BIP-350 written down once more, so that the text does not rest on one library alone. */
function bech32mText(prefix: string, words: readonly number[]): string {
  const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  const checksumOf = (values: readonly number[]) => {
    let checksum = 1;
    for (const value of values) {
      const top = checksum >>> 25;
      checksum = ((checksum & 0x1ffffff) << 5) ^ value;
      generators.forEach((generator, bit) => {
        if (((top >>> bit) & 1) === 1) checksum ^= generator;
      });
    }
    return checksum;
  };
  const codes = Array.from(prefix, (letter) => letter.charCodeAt(0));
  const expanded = [...codes.map((code) => code >>> 5), 0, ...codes.map((code) => code & 31)];
  const checksum = checksumOf([...expanded, ...words, 0, 0, 0, 0, 0, 0]) ^ 0x2bc830a3;
  const checkWords = [5, 4, 3, 2, 1, 0].map((place) => (checksum >>> (5 * place)) & 31);
  return `${prefix}1${[...words, ...checkWords].map((word) => letters[word]).join("")}`;
}

describe("an account", () => {
  it("returns from its text and from its bytes", () => {
    fc.assert(
      fc.property(twentyBytes, (bytes) => {
        const account = accountFromBytes(bytes);
        expect(account).toHaveLength(accountTextLength);
        expect([...accountToBytes(account)]).toEqual([...bytes]);
        expect(parseAccount(account)).toBe(account);
      }),
    );
  });

  it("is written as BIP-350 says", () => {
    fc.assert(
      fc.property(twentyBytes, (bytes) => {
        expect(accountFromBytes(bytes)).toBe(bech32mText("kdg", bech32m.toWords(bytes)));
      }),
    );
  });

  it("keeps its first text and bytes when the bytes it was made of change afterwards", () => {
    const bytes = new Uint8Array(accountBytesLength).fill(9);
    const account = accountFromBytes(bytes);
    bytes.fill(1);
    expect([...accountToBytes(account)]).toEqual(new Array(accountBytesLength).fill(9));
    expect(accountFromBytes(new Uint8Array(accountBytesLength).fill(9))).toBe(account);
  });

  it("is made of exactly twenty bytes, however many are given", () => {
    for (const length of [0, 19, 21, 32, 500_000]) {
      expect(refusalOf(() => accountFromBytes(new Uint8Array(length)))).toBe("core/malformedAccount");
    }
  });
});

describe("a text", () => {
  const account = accountFromBytes(Uint8Array.from({ length: accountBytesLength }, (_, at) => at * 7));

  it("is no account after up to four typing errors", () => {
    const errors = fc.uniqueArray(fc.tuple(fc.integer({ min: 4, max: 41 }), fc.integer({ min: 1, max: 31 })), {
      minLength: 1,
      maxLength: 4,
      selector: ([place]) => place,
    });
    fc.assert(
      fc.property(errors, (list) => {
        const typed = [...account];
        for (const [place, step] of list) {
          typed[place] = letters[(letters.indexOf(typed[place] ?? "") + step) % letters.length] ?? "";
        }
        expect(isAccount(typed.join(""))).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is no account with two neighbours exchanged, a letter too many or one missing", () => {
    for (let at = 4; at + 1 < account.length; at += 1) {
      const exchanged = account.slice(0, at) + account[at + 1] + account[at] + account.slice(at + 2);
      if (exchanged !== account) expect(isAccount(exchanged)).toBe(false);
      expect(isAccount(account.slice(0, at) + account.slice(at + 1))).toBe(false);
      expect(isAccount(`${account.slice(0, at)}q${account.slice(at)}`)).toBe(false);
    }
  });

  it("is no account in upper or mixed case, although the checksum holds", () => {
    expect(bech32m.decodeUnsafe(account.toUpperCase())).toBeDefined();
    expect(isAccount(account.toUpperCase())).toBe(false);
    expect(isAccount(`K${account.slice(1)}`)).toBe(false);
    expect(isAccount(account.slice(0, -1) + (account.at(-1) ?? "").toUpperCase()) && /[a-z]$/.test(account)).toBe(
      false,
    );
  });

  it("is no account with the checksum of the older bech32", () => {
    expect(isAccount(bech32.encode("kdg", bech32.toWords(new Uint8Array(accountBytesLength))))).toBe(false);
  });

  it("is no account with another prefix or another number of bytes", () => {
    for (const prefix of ["kdh", "kd", "kdga", "cosmos"]) {
      expect(isAccount(bech32m.encode(prefix, bech32m.toWords(new Uint8Array(accountBytesLength))))).toBe(false);
    }
    for (const length of [0, 19, 21, 32]) {
      expect(isAccount(bech32m.encode("kdg", bech32m.toWords(new Uint8Array(length))))).toBe(false);
    }
  });

  it("is no account with spaces around it or none at all", () => {
    for (const text of ["", " ", ` ${account}`, `${account} `, `${account}\n`, "kdg1"])
      expect(isAccount(text)).toBe(false);
  });

  it("is refused by name when it must be an account, and never repeated at length", () => {
    expect(refusalOf(() => parseAccount("alice"))).toBe("core/malformedAccount");
    expect(refusalOf(() => accountToBytes("alice" as Account))).toBe("core/malformedAccount");
    try {
      parseAccount("x".repeat(100_000));
    } catch (reason) {
      expect(JSON.stringify((reason as { details: unknown }).details).length).toBeLessThan(100);
    }
  });
});
