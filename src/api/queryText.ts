// Query strings and paths: texts turned into the numbers, booleans and lists that a schema expects there.
import type { z } from "zod";
import { assert } from "#src/core/assert.ts";

/** Reads one text, or several of one name; what it cannot read it leaves to the schema to refuse. */
type ReadText = (value: unknown) => unknown;

type AnySchema = z.core.$ZodType;

const compiled = new WeakMap<AnySchema, readonly (readonly [name: string, read: ReadText])[]>();

/** The parameters of a query string or path, each read as its schema asks. */
export function readTexts(schema: z.ZodObject, texts: unknown): unknown {
  if (typeof texts !== "object" || texts === null) return texts;
  const values: Record<string, unknown> = { ...texts };
  for (const [name, read] of readersOf(schema)) if (Object.hasOwn(values, name)) values[name] = read(values[name]);
  return values;
}

/** A fault at start-up when a parameter has no form in a query string: an object, or a list of lists. */
function readersOf(schema: z.ZodObject): readonly (readonly [string, ReadText])[] {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const readers = Object.entries(schema._zod.def.shape).map(([name, member]) => [name, readerOf(member)] as const);
  compiled.set(schema, readers);
  return readers;
}

/** Fails early, at start-up, for parameters that no query string can carry. */
export function assertFitsQueryString(schema: z.ZodObject): void {
  readersOf(schema);
}

function readerOf(schema: AnySchema): ReadText {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "optional":
    case "nullable":
      return readerOf(definition.innerType);
    case "number":
      return readNumber;
    case "boolean":
      return readBoolean;
    case "array":
      return readList(readerOf(definition.element));
    default:
      assert(
        definition.type !== "object" && definition.type !== "union",
        "a query parameter is one value or a list of them",
      );
      return (value) => value;
  }
}

/** Whole numbers only, in their shortest form: no exponent, sign of plus, leading zero or space. */
const readNumber: ReadText = (value) =>
  typeof value === "string" && /^(0|-?[1-9][0-9]{0,15})$/.test(value) ? Number(value) : value;

const readBoolean: ReadText = (value) => (value === "true" ? true : value === "false" ? false : value);

function readList(readItem: ReadText): ReadText {
  return (value) => (Array.isArray(value) ? value : [value]).map(readItem);
}
