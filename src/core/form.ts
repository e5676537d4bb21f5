// The CBOR form of a schema: one compiled reader, writer and checker per zod schema, found by walking its definition.
import type { z } from "zod";
import { Fault } from "./assert.ts";
import { CborReader } from "./cbor/reader.ts";
import { compareEncodedKeys, encodeText } from "./cbor/value.ts";
import { CborWriter } from "./cbor/writer.ts";
import { limits } from "./limits.ts";
import type { Refusal } from "./refusal.ts";

/** How one kind of value is written, read and checked. */
export interface Form {
  readonly kind: string;
  write(writer: CborWriter, value: unknown): void;
  /** Refuses a value outside the schema's bounds: what was read need not be checked again. */
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

/** UTF-8 has no form for half of a surrogate pair, although a JavaScript text may hold one. */
const halfCharacter = /\p{Surrogate}/u;

const registered = new WeakMap<AnySchema, Form>();
const compiled = new WeakMap<AnySchema, Form>();
const codecs = new WeakMap<AnySchema, Codec<unknown>>();

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

/** The codec of a schema, made once. */
export function codecOf<Schema extends z.ZodType>(schema: Schema): Codec<z.output<Schema>> {
  const known = codecs.get(schema);
  if (known !== undefined) return known as Codec<z.output<Schema>>;
  const codec = createCodec(formOf(schema));
  codecs.set(schema, codec);
  return codec as Codec<z.output<Schema>>;
}

function createCodec(form: Form): Codec<unknown> {
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
      const value = form.read(reader);
      reader.finish();
      return value;
    },
    write: form.write,
    read: form.read,
    check: form.check,
  };
}

/** A description or other metadata clones a schema; the clone keeps its parent's form. */
function registeredFormOf(schema: AnySchema): Form | undefined {
  for (let at: AnySchema | undefined = schema; at !== undefined; at = at._zod.parent) {
    const form = registered.get(at);
    if (form === undefined) continue;
    if (checksOf(schema).length !== checksOf(at).length)
      throw new Fault("the CBOR form would skip a check added later");
    return form;
  }
  return undefined;
}

interface CheckDefinition {
  readonly check: string;
  readonly inclusive?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
}

function checksOf(schema: AnySchema): readonly CheckDefinition[] {
  return (schema._zod.def.checks ?? []).map((check) => check._zod.def as CheckDefinition);
}

/** The checks that the form of each type of schema carries out; with another one, JSON and CBOR would disagree. */
const knownChecks: Readonly<Record<string, readonly string[]>> = {
  bigint: ["greater_than", "less_than"],
  number: ["greater_than", "less_than"],
  array: ["min_length", "max_length", "length_equals"],
};

function requireKnownChecks(schema: AnySchema): void {
  const { type } = schema._zod.def;
  for (const { check, inclusive } of checksOf(schema)) {
    // A text is checked by zod itself; only what would change it has no form.
    const isKnown = type === "string" ? check !== "overwrite" : knownChecks[type]?.includes(check) === true;
    if (!isKnown) throw new Fault(`a schema of type ${type} with the check ${check} has no CBOR form`);
    if (inclusive === false) throw new Fault("the bounds of a number in a schema must be inclusive");
  }
}

function compile(schema: AnySchema): Form {
  requireKnownChecks(schema);
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
      if (definition.catchall?._zod.def.type !== "never") throw new Fault("only strict objects have a CBOR form");
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
    read(reader) {
      const value = reader.bigint();
      if (value < least || value > most) throw outOfBounds(reader);
      return value;
    },
    check: (value) => typeof value === "bigint" && value >= least && value <= most,
  };
}

function integerForm(schema: z.ZodNumber): Form {
  if (schema.format !== "safeint") throw new Fault("only whole numbers have a CBOR form");
  const least = schema.minValue ?? Number.MIN_SAFE_INTEGER;
  const most = schema.maxValue ?? Number.MAX_SAFE_INTEGER;
  return {
    kind: "integer",
    write: (writer, value) => writer.integer(value as number),
    read(reader) {
      const value = reader.integer();
      if (value < least || value > most) throw outOfBounds(reader);
      return value;
    },
    check: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  };
}

/** The text seen last is remembered: neighbours in a batch mostly name the same currency. */
function textForm(schema: z.ZodString): Form {
  let lastAccepted: string | undefined;
  const check = (value: unknown): boolean => {
    if (typeof value !== "string") return false;
    if (value === lastAccepted) return true;
    if (!schema.safeParse(value).success || halfCharacter.test(value)) return false;
    lastAccepted = value;
    return true;
  };
  return {
    kind: "text",
    write: (writer, value) => writer.text(value as string),
    read(reader) {
      const value = reader.text();
      if (!check(value)) throw outOfBounds(reader);
      return value;
    },
    check,
  };
}

function choiceForm(choices: ReadonlySet<unknown>): Form {
  for (const choice of choices) {
    if (typeof choice !== "string") throw new Fault("only texts may be choices");
  }
  return {
    kind: "text",
    write: (writer, value) => writer.text(value as string),
    read(reader) {
      const value = reader.text();
      if (!choices.has(value)) throw outOfBounds(reader);
      return value;
    },
    check: (value) => choices.has(value),
  };
}

function outOfBounds(reader: CborReader): Refusal {
  return reader.malformed("a value is out of bounds");
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
      if (length < least || length > most) throw reader.malformed("a list is too short or too long");
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
  for (const { check, minimum, maximum, length } of checksOf(schema)) {
    if (check === "min_length" || check === "length_equals") least = Math.max(least, minimum ?? length ?? 0);
    const bound = check === "length_equals" ? length : maximum;
    if (bound !== undefined) most = Math.min(most ?? bound, bound);
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

/**
 * A map whose keys are the field names in encoded order; an absent optional field is not written at all. `besides` names
 * a member that is written elsewhere.
 */
function objectForm(shape: Readonly<Record<string, AnySchema>>, besides?: string): Form {
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
      let unknown = 0;
      for (const name in record) if (record[name] !== undefined && name !== besides) unknown += 1;
      for (const field of fields) {
        const member = record[field.name];
        if (member === undefined ? !field.optional : !field.form.check(member)) return false;
        if (member !== undefined) unknown -= 1;
      }
      // A member that the encoding leaves out would live in the cache of some nodes only.
      return unknown === 0;
    },
  };
}

/** A choice of objects told apart by one literal field, written as the array [choice, object without it]. */
function unionForm(definition: z.core.$ZodDiscriminatedUnionDef): Form {
  const { discriminator } = definition;
  if (discriminator === undefined) throw new Fault("only discriminated unions have a CBOR form");
  const forms = new Map<string, Form>();
  for (const option of definition.options) {
    formOf(option);
    const shape: Readonly<Record<string, AnySchema>> = (option as z.ZodObject)._zod.def.shape ?? {};
    const { [discriminator]: choice, ...others } = shape;
    const literals: readonly unknown[] = (choice as z.ZodLiteral | undefined)?._zod.def.values ?? [];
    const [literal] = literals;
    if (typeof literal !== "string" || literals.length > 1) throw new Fault("a discriminator must be one literal text");
    forms.set(literal, objectForm(others, discriminator));
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
