// Makes random values from zod schemas, so that what a message may hold is written down once, in its schema.
import fc from "fast-check";
import type { z } from "zod";
import { accountBytesLength, accountFromBytes } from "#src/core/account.ts";
import { accountSchema, noteSchema } from "#src/core/schemas.ts";

type AnySchema = z.core.$ZodType;
type AnyCheck = {
  readonly check: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
  readonly pattern?: RegExp;
};

/** Better values for some schemas than chance would find: known accounts, registered currencies. */
export type Vocabulary = readonly (readonly [schema: AnySchema, values: fc.Arbitrary<unknown>])[];

export interface GenerateOptions {
  readonly vocabulary?: Vocabulary;
  /** Longest lists made, where the schema allows longer ones. */
  readonly listLengthMax?: number;
}

const accountBytes = fc.uint8Array({ minLength: accountBytesLength, maxLength: accountBytesLength });
const ownWords: Vocabulary = [
  [accountSchema, accountBytes.map(accountFromBytes)],
  [noteSchema, fc.string({ unit: "grapheme-ascii", maxLength: 40 })],
];

/** Values of the schema, as a program holds them: bigints, bytes, accounts. */
export function arbitraryOf<Schema extends z.ZodType>(
  schema: Schema,
  { vocabulary = [], listLengthMax = 4 }: GenerateOptions = {},
): fc.Arbitrary<z.output<Schema>> {
  const words = [...vocabulary, ...ownWords];
  const known = new Map<AnySchema, fc.Arbitrary<unknown>>();

  const of = (part: AnySchema): fc.Arbitrary<unknown> => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const made = wordFor(part) ?? build(part);
    known.set(part, made);
    return made;
  };

  /** A schema that was narrowed or described keeps the words of the one it came from, as far as they still fit. */
  const wordFor = (part: AnySchema): fc.Arbitrary<unknown> | undefined => {
    for (let at: AnySchema | undefined = part; at !== undefined; at = at._zod.parent) {
      const found = words.find(([word]) => word === at);
      if (found !== undefined) return at === part ? found[1] : found[1].filter((value) => fits(part, value));
    }
    return undefined;
  };

  const build = (part: AnySchema): fc.Arbitrary<unknown> => {
    const definition = (part as z.core.$ZodTypes)._zod.def;
    switch (definition.type) {
      case "bigint":
        return bigintsOf(part as z.ZodBigInt);
      case "number":
        return integersOf(part as z.ZodNumber);
      case "string":
        return textsOf(part);
      case "boolean":
        return fc.boolean();
      case "enum":
        return fc.constantFrom(...Object.values(definition.entries));
      case "literal":
        return fc.constantFrom(...definition.values);
      case "nullable":
        return fc.option(of(definition.innerType), { nil: null });
      case "array":
        return listsOf(part, of(definition.element), listLengthMax);
      case "pipe":
        return (definition.out as z.core.$ZodTypes)._zod.def.type === "custom"
          ? bytesOf(definition.in)
          : of(definition.out);
      case "object":
        return recordsOf(definition.shape, of);
      case "union":
        return fc.oneof(...definition.options.map(of));
      default:
        throw new Error(`no values are made for a schema of type ${definition.type}`);
    }
  };

  return of(schema) as fc.Arbitrary<z.output<Schema>>;
}

function fits(schema: AnySchema, value: unknown): boolean {
  return (schema as z.ZodType).safeParse(value).success;
}

function checksOf(schema: AnySchema): AnyCheck[] {
  return (schema._zod.def.checks ?? []).map((check) => check._zod.def as AnyCheck);
}

/** The bounds of a length, whichever way the schema says them. */
function lengthsOf(schema: AnySchema): { readonly least: number; readonly most: number } {
  let [least, most] = [0, Number.POSITIVE_INFINITY];
  for (const { check, minimum, maximum, length } of checksOf(schema)) {
    if (check === "min_length") least = Math.max(least, minimum ?? 0);
    if (check === "max_length") most = Math.min(most, maximum ?? most);
    if (check === "length_equals") [least, most] = [length ?? 0, length ?? 0];
  }
  return { least, most };
}

/** Small values and the ends of the range come up often. */
function bigintsOf(schema: z.ZodBigInt): fc.Arbitrary<bigint> {
  const [min, max] = [schema.minValue ?? -(2n ** 96n), schema.maxValue ?? 2n ** 96n];
  const small =
    max - min > 1_000_000n && min >= 0n ? fc.bigInt({ min, max: min + 1_000_000n }) : fc.bigInt({ min, max });
  return fc.oneof(small, fc.bigInt({ min, max }), fc.constantFrom(min, max));
}

function integersOf(schema: z.ZodNumber): fc.Arbitrary<number> {
  const min = Math.max(schema.minValue ?? 0, Number.MIN_SAFE_INTEGER);
  const max = Math.min(schema.maxValue ?? 0, Number.MAX_SAFE_INTEGER);
  return fc.oneof(
    fc.integer({ min, max: Math.min(max, min + 1_000) }),
    fc.maxSafeInteger().map((value) => Math.min(max, Math.max(min, value))),
    fc.constantFrom(min, max),
  );
}

function textsOf(schema: AnySchema): fc.Arbitrary<string> {
  const pattern = checksOf(schema).find(
    ({ check, pattern: found }) => check === "string_format" && found !== undefined,
  )?.pattern;
  const { least, most } = lengthsOf(schema);
  const any = fc.string({ unit: "grapheme-ascii", minLength: least, maxLength: Math.min(most, least + 40) });
  return (pattern === undefined ? any : fc.stringMatching(pattern, { size: "small" })).filter((text) =>
    fits(schema, text),
  );
}

/** `hexText` is the JSON side of the bytes: twice as long. */
function bytesOf(hexText: AnySchema): fc.Arbitrary<Uint8Array> {
  const { least, most } = lengthsOf(hexText);
  return fc.uint8Array({ minLength: least / 2, maxLength: Math.min(most / 2, least / 2 + 40) });
}

function listsOf(schema: AnySchema, element: fc.Arbitrary<unknown>, listLengthMax: number): fc.Arbitrary<unknown[]> {
  const { least, most } = lengthsOf(schema);
  return fc.array(element, { minLength: least, maxLength: Math.min(most, Math.max(least, listLengthMax)) });
}

function recordsOf(
  shape: Readonly<Record<string, AnySchema>>,
  of: (part: AnySchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const members: Record<string, fc.Arbitrary<unknown>> = {};
  const requiredKeys: string[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const definition = (schema as z.core.$ZodTypes)._zod.def;
    members[name] = of(definition.type === "optional" ? definition.innerType : schema);
    if (definition.type !== "optional") requiredKeys.push(name);
  }
  return fc.record(members, { requiredKeys, noNullPrototype: true });
}
