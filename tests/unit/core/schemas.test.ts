// The vocabulary of schemas: the JSON side and the CBOR side take the same values.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { accountBytesLength, accountFromBytes } from "#src/core/account.ts";
import { encodeCbor } from "#src/core/cbor/value.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  amountSchema,
  basisPointsSchema,
  bytesSchema,
  countSchema,
  currencySchema,
  durationMsSchema,
  hashSchema,
  heightSchema,
  integerSchema,
  keyTextSchema,
  moduleNameSchema,
  noteSchema,
  positiveAmountSchema,
  publicKeySchema,
  signatureSchema,
  signedAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const takesJson = (schema: z.ZodType, json: unknown) => schema.safeParse(json).success;
/** Whether a value written without a schema is taken by the schema's reader. */
const takesCbor = (schema: z.ZodType, value: Parameters<typeof encodeCbor>[0]) =>
  refusalOf(() => codecOf(schema).decode(encodeCbor(value))) === "nothing";

function expectIntegerEdges(schema: z.ZodType, least: bigint, most: bigint): void {
  for (const value of [least, most, least + 1n, most - 1n]) {
    expect([takesJson(schema, value.toString()), takesCbor(schema, value)]).toEqual([true, true]);
    expect(schema.parse(value.toString())).toBe(value);
    expect(schema.encode(value)).toBe(value.toString());
  }
  for (const value of [least - 1n, most + 1n]) {
    expect([takesJson(schema, value.toString()), takesCbor(schema, value)]).toEqual([false, false]);
  }
}

function expectNumberEdges(schema: z.ZodType, least: number, most: number): void {
  for (const value of [least, most]) {
    expect([takesJson(schema, value), takesCbor(schema, BigInt(value))]).toEqual([true, true]);
  }
  for (const value of [BigInt(least) - 1n, BigInt(most) + 1n]) {
    expect([takesJson(schema, Number(value)), takesCbor(schema, value)]).toEqual([false, false]);
  }
  for (const value of [0.5, "1", null, Number.NaN, Number.POSITIVE_INFINITY])
    expect(takesJson(schema, value)).toBe(false);
}

/** Both sides agree on each text. */
function expectTexts(schema: z.ZodType, right: readonly string[], wrong: readonly string[]): void {
  for (const text of right)
    expect([text, takesJson(schema, text), takesCbor(schema, text)]).toEqual([text, true, true]);
  for (const text of wrong)
    expect([text, takesJson(schema, text), takesCbor(schema, text)]).toEqual([text, false, false]);
}

describe("amounts", () => {
  it("agree at and past their edges in JSON and CBOR", () => {
    expectIntegerEdges(amountSchema, 0n, limits.amountMax);
    expectIntegerEdges(positiveAmountSchema, 1n, limits.amountMax);
    expectIntegerEdges(signedAmountSchema, -limits.amountMax, limits.amountMax);
    expectIntegerEdges(integerSchema(-7n, 12n), -7n, 12n);
  });

  it("are decimal texts in JSON, in one way only", () => {
    for (const text of [
      "00",
      "01",
      "+1",
      "-0",
      " 1",
      "1 ",
      "1\n",
      "1.0",
      "1e2",
      "0x1",
      "",
      "-",
      "1n",
      "٣",
      "9".repeat(30),
    ]) {
      expect(takesJson(signedAmountSchema, text)).toBe(false);
    }
    for (const json of [1, 1n, null, ["1"]]) expect(takesJson(amountSchema, json)).toBe(false);
  });

  it("return through JSON and through CBOR", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -limits.amountMax, max: limits.amountMax }), (value) => {
        expect(signedAmountSchema.parse(signedAmountSchema.encode(value))).toBe(value);
        expect(codecOf(signedAmountSchema).decode(codecOf(signedAmountSchema).encode(value))).toBe(value);
      }),
    );
  });
});

describe("numbers", () => {
  it("agree at and past their edges in JSON and CBOR", () => {
    expectNumberEdges(timeMsSchema, 0, 8_640_000_000_000_000);
    expectNumberEdges(durationMsSchema, 0, 100 * 366 * 86_400_000);
    expectNumberEdges(basisPointsSchema, 0, 10_000);
    expectNumberEdges(heightSchema, 0, Number.MAX_SAFE_INTEGER);
    expectNumberEdges(countSchema, 0, Number.MAX_SAFE_INTEGER);
  });

  it("hold any moment that a calendar date can", () => {
    expect(new Date(8_640_000_000_000_000).toISOString()).toBe("+275760-09-13T00:00:00.000Z");
    expect(Number.isNaN(new Date(8_640_000_000_000_001).getTime())).toBe(true);
  });
});

describe("accounts", () => {
  const account = accountFromBytes(new Uint8Array(accountBytesLength).fill(5));

  it("are text in JSON and twenty bytes in CBOR", () => {
    expect(accountSchema.parse(account)).toBe(account);
    expect(codecOf(accountSchema).encode(account)).toEqual(Uint8Array.of(0x54, ...new Array<number>(20).fill(5)));
    expect(codecOf(accountSchema).decode(codecOf(accountSchema).encode(account))).toBe(account);
  });

  it("are refused in JSON with a wrong checksum, case or length", () => {
    const last = account.endsWith("q") ? "p" : "q";
    for (const text of [
      account.slice(0, -1) + last,
      account.toUpperCase(),
      account.slice(1),
      `${account}q`,
      "alice",
      "",
    ]) {
      expect(takesJson(accountSchema, text)).toBe(false);
    }
  });

  it("are refused in CBOR as text, or with another number of bytes", () => {
    expect(takesCbor(accountSchema, account)).toBe(false);
    for (const length of [0, 19, 21, 32, 200_000]) expect(takesCbor(accountSchema, new Uint8Array(length))).toBe(false);
  });

  it("keep their form inside of objects, lists and descriptions", () => {
    const schema = z.strictObject({
      list: z.array(accountSchema.describe("A payee.")).max(2),
      one: accountSchema.optional(),
    });
    const value = { list: [account, account], one: account };
    expect(codecOf(schema).decode(codecOf(schema).encode(value))).toEqual(value);
  });
});

describe("bytes", () => {
  it("are lower-case hex in JSON and bytes in CBOR, and return from both", () => {
    const schema = bytesSchema(0, 40);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(schema.parse(schema.encode(bytes))).toEqual(bytes);
        expect(codecOf(schema).decode(codecOf(schema).encode(bytes))).toEqual(bytes);
      }),
    );
    expect(schema.encode(Uint8Array.of(0, 10, 255))).toBe("000aff");
  });

  it("agree at and past their lengths", () => {
    const schema = bytesSchema(2, 3);
    for (const [length, isRight] of [
      [1, false],
      [2, true],
      [3, true],
      [4, false],
    ] as const) {
      expect(takesJson(schema, "ab".repeat(length))).toBe(isRight);
      expect(takesCbor(schema, new Uint8Array(length))).toBe(isRight);
    }
    for (const [sized, length] of [
      [hashSchema, 32],
      [publicKeySchema, 32],
      [signatureSchema, 64],
    ] as const) {
      for (const off of [-1, 0, 1]) {
        expect(takesJson(sized, "00".repeat(length + off))).toBe(off === 0);
        expect(takesCbor(sized, new Uint8Array(length + off))).toBe(off === 0);
      }
    }
  });

  it("are refused in JSON in upper case, with half a byte or with other characters", () => {
    for (const text of ["AB", "abc", "0x", "zz", "a b", "ab\n", " ab", 5, null]) {
      expect(takesJson(bytesSchema(0, 10), text)).toBe(false);
    }
  });

  it("do not share memory with what they were read from", () => {
    const encoded = codecOf(hashSchema).encode(new Uint8Array(32).fill(3));
    const decoded = codecOf(hashSchema).decode(encoded);
    encoded.fill(0);
    expect([...new Set(decoded)]).toEqual([3]);
  });

  it("of one length keep their own form apart from bytes of another", () => {
    const schema = z.strictObject({ hash: hashSchema, salt: bytesSchema(8, 16) });
    const value = { hash: new Uint8Array(32), salt: new Uint8Array(8) };
    expect(codecOf(schema).decode(codecOf(schema).encode(value))).toEqual(value);
    expect(codecOf(schema).check({ hash: new Uint8Array(8), salt: new Uint8Array(8) })).toBe(false);
  });
});

describe("texts", () => {
  it("that stand in a key have letters, digits and a few signs, never a slash", () => {
    const wrong = ["", "-a", ".", "a/b", "a b", "a\n", "é", "a".repeat(65), "_a"];
    expectTexts(keyTextSchema, ["a", "A1", "a.b_c:d-e", "0", "a".repeat(64)], wrong);
  });

  it("that name a currency are three to eight capitals or digits", () => {
    expectTexts(
      currencySchema,
      ["CNY", "KDG", "A1B", "ABCDEFGH"],
      ["AB", "ABCDEFGHI", "cny", "1AB", "CN Y", "CNY\n", "", "ÄBC"],
    );
  });

  it("that name a module are lower-case letters and dashes", () => {
    expectTexts(
      moduleNameSchema,
      ["accounts", "metal-reserve", "a"],
      ["", "Accounts", "-a", "a1", "a_b", "a".repeat(33)],
    );
  });

  it("of users may be empty and long, but hold no control character", () => {
    const long = "ü".repeat(limits.textLengthMax);
    expectTexts(
      noteSchema,
      ["", "Order 7/2026 § 3", "水 😀", long],
      [`${long}x`, "a\tb", "a\nb", "\u0000", "\u007f", "a\u001f"],
    );
  });

  it("of users hold no half of a surrogate pair, in JSON as in the program", () => {
    for (const text of ["\ud800", "a\udc00b", "\udc00\ud800"]) {
      expect(takesJson(noteSchema, text)).toBe(false);
      expect(codecOf(noteSchema).check(text)).toBe(false);
    }
    expect(takesJson(noteSchema, "\ud83d\ude00")).toBe(true);
  });
});
