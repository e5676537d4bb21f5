// The CBOR form of schemas: what it takes and refuses is what the schema takes and refuses.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeCbor, encodeCbor } from "#src/core/cbor/value.ts";
import type { CborWriter } from "#src/core/cbor/writer.ts";
import { codecOf, formOf, registerForm } from "#src/core/form.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { refusalOf } from "#tests/support/refusal.ts";

const hexOf = <Schema extends z.ZodType>(schema: Schema, value: z.output<Schema>) =>
  bytesToHex(codecOf(schema).encode(value));
const accepts = (schema: z.ZodType, hex: string) =>
  refusalOf(() => codecOf(schema).decode(hexToBytes(hex))) === "nothing";

describe("each kind of schema", () => {
  it("writes integers within their bounds, and refuses the first ones beyond", () => {
    const schema = z.int().min(-5).max(300);
    for (const value of [-5, 0, 23, 24, 300]) expect(codecOf(schema).decode(codecOf(schema).encode(value))).toBe(value);
    expect(accepts(schema, "25")).toBe(false);
    expect(accepts(schema, "19012d")).toBe(false);
    expect([codecOf(schema).check(-6), codecOf(schema).check(301), codecOf(schema).check(0.5)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("writes amounts as integers of any length, within their bounds", () => {
    expect(hexOf(amountSchema, 0n)).toBe("00");
    expect(hexOf(amountSchema, 2n ** 96n - 1n)).toBe(`c24c${"ff".repeat(12)}`);
    expect(accepts(amountSchema, "20")).toBe(false);
    expect(accepts(amountSchema, `c24d01${"00".repeat(12)}`)).toBe(false);
  });

  it("writes texts, and refuses those outside of pattern and length", () => {
    const schema = z
      .string()
      .min(2)
      .max(3)
      .regex(/^[a-z]*$/);
    expect(hexOf(schema, "ab")).toBe("626162");
    for (const hex of ["6161", "6461626364", "624142", "420000"]) expect(accepts(schema, hex)).toBe(false);
  });

  it("refuses a text that holds half of a surrogate pair, which bytes cannot hold", () => {
    const codec = codecOf(z.string().max(30));
    expect([codec.check("\ud83d\ude00"), codec.check("\ud83d"), codec.check("a\ude00b")]).toEqual([true, false, false]);
  });

  it("takes no text for one seen before when it is none", () => {
    const codec = codecOf(z.string().max(8));
    expect(codec.check(undefined as never)).toBe(false);
    expect(codec.check("seen")).toBe(true);
    expect([codec.check("seen"), codec.check("too long for it"), codec.check(null as never)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("writes choices as texts and knows no others", () => {
    for (const schema of [z.enum(["buy", "sell"]), z.literal(["buy", "sell"])]) {
      expect(hexOf(schema, "buy")).toBe("63627579");
      expect(accepts(schema, "6473656c6c")).toBe(true);
      expect(accepts(schema, "63425559")).toBe(false);
      expect(codecOf(schema).check("toString" as never)).toBe(false);
    }
  });

  it("writes booleans, and null in place of a nullable value", () => {
    expect([hexOf(z.boolean(), true), hexOf(z.boolean(), false)]).toEqual(["f5", "f4"]);
    expect([hexOf(z.boolean().nullable(), null), hexOf(z.boolean().nullable(), true)]).toEqual(["f6", "f5"]);
    expect([accepts(z.boolean(), "f6"), accepts(z.boolean().nullable(), "f7")]).toEqual([false, false]);
  });

  it("writes lists, and refuses those too short or too long", () => {
    const schema = z.array(z.boolean()).min(1).max(2);
    expect(hexOf(schema, [true, false])).toBe("82f5f4");
    for (const hex of ["80", "83f5f5f5", "8100", "a1"]) expect(accepts(schema, hex)).toBe(false);
    const exact = z.array(z.boolean()).length(2);
    expect([accepts(exact, "81f5"), accepts(exact, "82f5f5"), accepts(exact, "83f5f5f5")]).toEqual([
      false,
      true,
      false,
    ]);
    expect(codecOf(schema).check([])).toBe(false);
    expect(codecOf(schema).check("ab" as never)).toBe(false);
  });

  it("keeps the tighter of two bounds on a list, as its JSON form does", () => {
    const schema = z.array(z.boolean()).max(1).max(3);
    expect(accepts(schema, "82f5f5")).toBe(false);
    expect(schema.safeParse([true, true]).success).toBe(false);
  });

  it("writes objects as maps with sorted keys, whatever the order of definition", () => {
    const schema = z.strictObject({ bb: z.boolean(), a: z.boolean(), aa: z.boolean() });
    expect(hexOf(schema, { bb: true, a: false, aa: true })).toBe("a36161f4626161f5626262f5");
  });

  it("refuses objects with members missing, unknown, repeated or out of order", () => {
    const schema = z.strictObject({ a: z.boolean(), b: z.boolean() });
    const wrong = [
      "a0",
      "a16161f5",
      "a26161f56163f5",
      "a36161f56162f56163f5",
      "a26162f56161f5",
      "a26161f56161f5",
      "80",
      "f6",
    ];
    for (const hex of wrong) expect(accepts(schema, hex)).toBe(false);
    expect(accepts(schema, "a26161f56162f4")).toBe(true);
  });

  it("leaves an absent optional member out, and refuses null in its place", () => {
    const schema = z.strictObject({ a: z.boolean().optional(), b: z.boolean(), c: z.boolean().optional() });
    expect(hexOf(schema, { b: true })).toBe("a16162f5");
    expect(hexOf(schema, { a: undefined, b: true } as never)).toBe("a16162f5");
    expect(codecOf(schema).decode(hexToBytes("a26162f56163f4"))).toEqual({ b: true, c: false });
    expect(accepts(schema, "a26161f66162f5")).toBe(false);
    expect(accepts(schema, "a16161f5")).toBe(false);
  });

  it("tells an absent member from one that is null", () => {
    const schema = z.strictObject({ a: z.boolean().nullable().optional() });
    expect([hexOf(schema, {}), hexOf(schema, { a: null })]).toEqual(["a0", "a16161f6"]);
    expect([codecOf(schema).decode(hexToBytes("a0")), codecOf(schema).decode(hexToBytes("a16161f6"))]).toEqual([
      {},
      { a: null },
    ]);
  });

  it("writes a union as the choice and the rest of the object", () => {
    const schema = z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("bar"), serial: z.string().max(8) }),
      z.strictObject({ kind: z.literal("lot") }),
    ]);
    expect(hexOf(schema, { kind: "lot" })).toBe("82636c6f74a0");
    expect(codecOf(schema).decode(hexToBytes("8263626172a16673657269616c6141"))).toEqual({ kind: "bar", serial: "A" });
    for (const hex of ["8163626172", "82636c6f74a16673657269616c6141", "8263626172a0", "8263626173a0", "a0"]) {
      expect(accepts(schema, hex)).toBe(false);
    }
  });

  it("checks the members of a union's choice, and knows no other choice", () => {
    const codec = codecOf(
      z.discriminatedUnion("kind", [
        z.strictObject({ kind: z.literal("bar"), serial: z.string().max(8) }),
        z.strictObject({ kind: z.literal("lot") }),
      ]),
    );
    expect(codec.check({ kind: "bar", serial: "A" })).toBe(true);
    for (const value of [
      { kind: "bar" },
      { kind: "lot", serial: "A" },
      { kind: "coin" },
      { serial: "A" },
      null,
      "lot",
    ]) {
      expect(codec.check(value as never)).toBe(false);
    }
    expect(() => codec.encode({ kind: "coin" } as never)).toThrow("no known choice");
  });
});

describe("checking a value", () => {
  it("refuses members that the encoding would leave out", () => {
    const codec = codecOf(z.strictObject({ a: z.boolean(), b: z.boolean().optional() }));
    expect(codec.check({ a: true })).toBe(true);
    expect(codec.check({ a: true, b: undefined } as never)).toBe(true);
    expect(codec.check({ a: true, c: 1 } as never)).toBe(false);
    expect(codec.check({ b: true } as never)).toBe(false);
    expect([codec.check(null as never), codec.check("a" as never), codec.check([] as never)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("agrees with reading what was written, for any object", () => {
    const schema = z.strictObject({
      amount: amountSchema,
      memo: z.string().max(5).optional(),
      list: z.array(z.int().min(0).max(9)).max(3),
    });
    const codec = codecOf(schema);
    const anything = fc.record({
      amount: fc.bigInt({ min: -5n, max: 2n ** 97n }),
      memo: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }),
      list: fc.array(fc.integer({ min: -1, max: 10 }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(anything, (value) => {
        const { memo, ...rest } = value;
        const exact = memo === undefined ? rest : { ...rest, memo };
        const bytes = codec.encode(exact);
        const isReadable = refusalOf(() => codec.decode(bytes)) === "nothing";
        expect(codec.check(exact)).toBe(isReadable);
        if (isReadable) expect(codec.decode(bytes)).toEqual(exact);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a codec", () => {
  const codec = codecOf(z.strictObject({ a: z.array(z.string().max(40)).max(4), b: amountSchema }));
  const bytes = codec.encode({ a: ["x", "y".repeat(30)], b: 10n ** 25n });

  it("refuses its own bytes cut short anywhere, or with one more", () => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(refusalOf(() => codec.decode(bytes.slice(0, length)))).toBe("core/malformedEncoding");
    }
    expect(refusalOf(() => codec.decode(Uint8Array.of(...bytes, 0xf6)))).toBe("core/malformedEncoding");
  });

  it("writes what the codec without a schema reads", () => {
    expect(bytesToHex(encodeCbor(decodeCbor(bytes)))).toBe(bytesToHex(bytes));
  });

  it("is unharmed by a failure midway", () => {
    expect(() => codec.encode({ a: ["fine", "\ud800 is no text"], b: 1n })).toThrow("surrogate");
    expect(bytesToHex(codec.encode({ a: ["x", "y".repeat(30)], b: 10n ** 25n }))).toBe(bytesToHex(bytes));
  });

  it("is made once for a schema", () => {
    const schema = z.strictObject({ a: z.boolean() });
    expect(codecOf(schema)).toBe(codecOf(schema));
    expect(formOf(schema)).toBe(formOf(schema));
  });
});

describe("defining a schema", () => {
  it("fails at once for kinds that have no form", () => {
    const kinds: readonly z.ZodType[] = [
      z.date(),
      z.record(z.string(), z.boolean()),
      z.tuple([z.boolean()]),
      z.any(),
      z.unknown(),
      z.undefined(),
      z.null(),
      z.map(z.string(), z.boolean()),
      z.set(z.boolean()),
      z.boolean().default(true),
      z.boolean().catch(true),
      z.boolean().optional(),
      z.string().transform((text) => text.length),
      z.union([z.boolean(), z.string()]),
      z.literal(5),
      z.literal([true]),
      z.intersection(z.strictObject({}), z.strictObject({})),
      z.lazy(() => z.boolean()),
      z.custom<Uint8Array>(() => true),
    ];
    for (const schema of kinds) expect(() => codecOf(schema)).toThrow(/no CBOR form|only texts|only discriminated/);
    for (const schema of kinds) expect(() => codecOf(z.strictObject({ member: z.array(schema).max(1) }))).toThrow();
  });

  it("fails for checks that the form would not carry out", () => {
    const checks: readonly z.ZodType[] = [
      z.int().positive(),
      z.int().lt(5),
      z.int().multipleOf(2),
      z.int().refine((value) => value !== 3),
      z.bigint().gt(0n),
      z.bigint().multipleOf(2n),
      z
        .array(z.boolean())
        .max(3)
        .refine((list) => list.length !== 2),
      z.strictObject({ a: z.boolean() }).refine(() => false),
      z.boolean().refine((value) => value),
      z.string().trim(),
      z.string().toLowerCase(),
      amountSchema.refine((value) => value !== 3n),
      z.enum(["a", "b"]).refine((value) => value === "a"),
    ];
    for (const schema of checks) expect(() => codecOf(schema)).toThrow(/no CBOR form|inclusive/);
  });

  it("fails for numbers that need not be whole", () => {
    expect(() => codecOf(z.number())).toThrow("whole numbers");
    expect(() => codecOf(z.number().min(0).max(1))).toThrow("whole numbers");
  });

  it("fails for objects that let unknown members pass", () => {
    expect(() => codecOf(z.object({ a: z.boolean() }))).toThrow("strict objects");
    expect(() => codecOf(z.looseObject({ a: z.boolean() }))).toThrow("strict objects");
  });

  it("fails for lists without a greatest length", () => {
    expect(() => codecOf(z.array(z.boolean()))).toThrow("greatest length");
    expect(() => codecOf(z.array(z.boolean()).min(1))).toThrow("greatest length");
  });

  it("fails for unions whose choice is not one text", () => {
    const of = (...choices: readonly z.ZodType[]) =>
      z.discriminatedUnion("kind", choices.map((kind) => z.strictObject({ kind })) as never);
    for (const union of [of(z.literal(1)), of(z.literal(["a", "b"])), of(z.enum(["a", "b"]))]) {
      expect(() => codecOf(union)).toThrow(/one literal text|only texts/);
    }
  });

  it("keeps the form of a schema that is described afterwards, but not of one that is narrowed", () => {
    const own = z.string();
    registerForm(own, {
      kind: "own",
      write: (writer: CborWriter) => writer.null(),
      read: (reader) => reader.takeNull(),
      check: () => true,
    });
    expect(formOf(own.describe("A text of its own.")).kind).toBe("own");
    expect(formOf(own.meta({ title: "Own" })).kind).toBe("own");
    expect(() => formOf(own.min(3))).toThrow("added later");
  });
});
