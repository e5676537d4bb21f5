// The CBOR form of a schema: one compiled reader, writer and checker per zod schema, found by walking its definition.
import type { z } from "zod";
import { Fault } from "./assert.ts";
import { CborReader } from "./cbor/reader.ts";
import { compareEncodedKeys, encodeText } from "./cbor/value.ts";
import { CborWriter } from "./cbor/writer.ts";
import { limits } from "./limits.ts";

/** How one kind of value is written, read and checked; `read` leaves bounds to `check`. */
export interface Form {
  readonly kind: string;
  write(writer: CborWriter, value: unknown): void;
  read(reader: CborReader): unknown;
  /** Whether the value lies within the schema's bounds. */
  check(value: unknown): boolean;
}

/** Encodes and decodes the values of one schema. */
export interface Codec<Value> {
  encode(value: Value): Uint8Array;
  /** Refuses anything but the one deterministic encoding of a value within the schema's bounds. */
  decode(bytes: Uint8Array): Value;
  write(writer: CborWriter, value: Value): void;
  read(reader: CborReader): Value;
  check(value: Value): boolean;
}

type AnySchema = z.core.$ZodType;

const registered = new WeakMap<AnySchema, Form>();
const compiled = new WeakMap<AnySchema, Form>();

/** Gives a schema a form of its own, such as an account's twenty bytes. */
export function registerForm(schema: AnySchema, form: Form): void {
  registered.set(schema, form);
}

/** The form of a schema; a fault at start-up when the schema uses a kind that has none. */
export function formOf(schema: AnySchema): Form {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const form = registeredFormOf(schema) ?? compile(schema);
  compiled.set(schema, form);
  return form;
}

/** The codec of a schema, with its own writer. */
export function codecOf<Schema extends z.ZodType>(schema: Schema): Codec<z.output<Schema>> {
  type Value = z.output<Schema>;
  const form = formOf(schema);
  const read = (reader: CborReader): Value => {
    const value = form.read(reader);
    if (!form.check(value)) throw reader.malformed("a value is out of bounds");
    return value as Value;
  };
  // One writer serves all calls: encoding is synchronous and `finish` copies.
  const writer = new CborWriter();
  return {
    encode(value) {
      writer.reset();
      form.write(writer, value);
      return writer.finish();
    },
    decode(bytes) {
      const reader = new CborReader(bytes);
      const value = read(reader);
      reader.finish();
      return value;
    },
    write: (into, value) => form.write(into, value),
    read,
    check: (value) => form.check(value),
  };
}

/** A description or other metadata clones a schema; the clone keeps its parent's form. */
function registeredFormOf(schema: AnySchema): Form | undefined {
  for (let at: AnySchema | undefined = schema; at !== undefined; at = at._zod.parent) {
    const form = registered.get(at);
    if (form !== undefined) return form;
  }
  return undefined;
}

function compile(schema: AnySchema): Form {
  const definition = (schema as z.core.$ZodTypes)._zod.def;
  switch (definition.type) {
    case "bigint":
      return bigintForm(schema as z.ZodBigInt);
    case "number":
      return integerForm(schema as z.ZodNumber);
    case "string":
      return textForm(schema as z.ZodString);
    case "enum":
      return choiceForm(new Set(Object.values(definition.entries)));
    case "literal":
      return choiceForm(new Set(definition.values));
    case "boolean":
      return {
        kind: "boolean",
        write: (writer, value) => writer.boolean(value as boolean),
        read: (reader) => reader.boolean(),
        check: (value) => typeof value === "boolean",
      };
    case "pipe":
      return formOf(definition.out);
    case "nullable":
      return nullableForm(formOf(definition.innerType));
    case "array":
      return arrayForm(schema as z.ZodArray);
    case "object":
      return objectForm(definition.shape);
    case "union":
      return unionForm(definition as z.core.$ZodDiscriminatedUnionDef);
    default:
      throw new Fault(`a schema of type ${definition.type} has no CBOR form`);
  }
}

function bigintForm(schema: z.ZodBigInt): Form {
  const least = schema.minValue ?? -limits.amountMax;
  const most = schema.maxValue ?? limits.amountMax;
  return {
    kind: "bigint",
    write: (writer, value) => writer.bigint(value as bigint),
    read: (reader) => reader.bigint(),
    check: (value) => typeof value === "bigint" && value >= least && value <= most,
  };
}

function integerForm(schema: z.ZodNumber): Form {
  const least = schema.minValue ?? Number.MIN_SAFE_INTEGER;
  const most = schema.maxValue ?? Number.MAX_SAFE_INTEGER;
  return {
    kind: "integer",
    write: (writer, value) => writer.integer(value as number),
    read: (reader) => reader.integer(),
    check: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  };
}

function textForm(schema: z.ZodString): Form {
  return {
    kind: "text",
    write: (writer, value) => writer.text(value as string),
    read: (reader) => reader.text(),
    check: (value) => schema.safeParse(value).success,
  };
}

function choiceForm(choices: ReadonlySet<unknown>): Form {
  for (const choice of choices) {
    if (typeof choice !== "string") throw new Fault("only texts may be choices");
  }
  return {
    kind: "text",
    write: (writer, value) => writer.text(value as string),
    read: (reader) => reader.text(),
    check: (value) => choices.has(value),
  };
}

function nullableForm(inner: Form): Form {
  return {
    kind: "nullable",
    write: (writer, value) => (value === null ? writer.null() : inner.write(writer, value)),
    read: (reader) => (reader.takeNull() ? null : inner.read(reader)),
    check: (value) => value === null || inner.check(value),
  };
}

function arrayForm(schema: z.ZodArray): Form {
  const element = formOf(schema.element);
  const { least, most } = lengthBounds(schema);
  return {
    kind: "array",
    write(writer, value) {
      const list = value as readonly unknown[];
      writer.head(4, list.length);
      for (const item of list) element.write(writer, item);
    },
    read(reader) {
      const length = reader.arrayLength();
      if (length > most) throw reader.malformed("a list is too long");
      const list: unknown[] = [];
      for (let at = 0; at < length; at += 1) list.push(element.read(reader));
      return list;
    },
    check(value) {
      if (!Array.isArray(value) || value.length < least || value.length > most) return false;
      for (const item of value) if (!element.check(item)) return false;
      return true;
    },
  };
}

/** The length bounds of a list; every list in the ledger must have an upper one. */
function lengthBounds(schema: z.ZodArray): { least: number; most: number } {
  let least = 0;
  let most: number | undefined;
  for (const check of schema._zod.def.checks ?? []) {
    const bound = check._zod.def as { check: string; minimum?: number; maximum?: number; length?: number };
    if (bound.check === "min_length") least = bound.minimum ?? 0;
    if (bound.check === "max_length") most = bound.maximum;
    if (bound.check === "length_equals") {
      least = bound.length ?? 0;
      most = bound.length;
    }
  }
  if (most === undefined) throw new Fault("a list in a schema needs a greatest length");
  return { least, most };
}

interface Field {
  readonly name: string;
  readonly key: Uint8Array;
  readonly optional: boolean;
  readonly form: Form;
}

function fieldsOf(shape: Readonly<Record<string, AnySchema>>): readonly Field[] {
  const fields = Object.entries(shape).map(([name, schema]): Field => {
    const definition = (schema as z.core.$ZodTypes)._zod.def;
    const optional = definition.type === "optional";
    return { name, key: encodeText(name), optional, form: formOf(optional ? definition.innerType : schema) };
  });
  return fields.sort((left, right) => compareEncodedKeys(left.key, right.key));
}

/** A map whose keys are the field names in encoded order; an absent optional field is not written at all. */
function objectForm(shape: Readonly<Record<string, AnySchema>>): Form {
  const fields = fieldsOf(shape);
  const hasOptional = fields.some((field) => field.optional);
  return {
    kind: "object",
    write(writer, value) {
      const record = value as Readonly<Record<string, unknown>>;
      let count = fields.length;
      if (hasOptional) for (const field of fields) if (record[field.name] === undefined) count -= 1;
      writer.head(5, count);
      for (const field of fields) {
        const member = record[field.name];
        if (member === undefined) continue;
        writer.raw(field.key);
        field.form.write(writer, member);
      }
    },
    read(reader) {
      let rest = reader.mapLength();
      const record: Record<string, unknown> = {};
      for (const field of fields) {
        if (rest > 0 && reader.takeExact(field.key)) {
          record[field.name] = field.form.read(reader);
          rest -= 1;
        } else if (!field.optional) throw reader.malformed(`the field ${field.name} is missing or out of order`);
      }
      if (rest !== 0) throw reader.malformed("a map has unknown, repeated or unsorted fields");
      return record;
    },
    check(value) {
      if (typeof value !== "object" || value === null) return false;
      const record = value as Readonly<Record<string, unknown>>;
      for (const field of fields) {
        const member = record[field.name];
        if (member === undefined ? !field.optional : !field.form.check(member)) return false;
      }
      return true;
    },
  };
}

/** A choice of objects told apart by one literal field, written as the array [choice, object without it]. */
function unionForm(definition: z.core.$ZodDiscriminatedUnionDef): Form {
  const { discriminator } = definition;
  if (discriminator === undefined) throw new Fault("only discriminated unions have a CBOR form");
  const forms = new Map<string, Form>();
  for (const option of definition.options) {
    const shape = (option as z.ZodObject)._zod.def.shape;
    const literal = (shape[discriminator] as z.ZodLiteral | undefined)?._zod.def.values[0];
    if (typeof literal !== "string") throw new Fault("a discriminator must be one literal text");
    const { [discriminator]: _, ...others } = shape;
    forms.set(literal, objectForm(others));
  }
  const formFor = (value: unknown) => forms.get((value as Record<string, string>)[discriminator] ?? "");
  return {
    kind: "union",
    write(writer, value) {
      const form = formFor(value);
      if (form === undefined) throw new Fault("a union value names no known choice");
      writer.head(4, 2);
      writer.text((value as Record<string, string>)[discriminator] ?? "");
      form.write(writer, value);
    },
    read(reader) {
      if (reader.arrayLength() !== 2) throw reader.malformed("a choice is a pair");
      const choice = reader.text();
      const form = forms.get(choice);
      if (form === undefined) throw reader.malformed("an unknown choice");
      return { [discriminator]: choice, ...(form.read(reader) as object) };
    },
    check: (value) => typeof value === "object" && value !== null && (formFor(value)?.check(value) ?? false),
  };
}
