// Encodes message contents from the contract's JSON Schemas, so that a client signs only bytes that it made itself.
import { accountToBytes, isAccount } from "#src/core/account.ts";
import { compareEncodedKeys, encodeText } from "#src/core/cbor/value.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { hexToBytes } from "#src/crypto/hex.ts";

/** The part of JSON Schema that contracts use for contents. */
export interface ContentSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: ContentSchema;
  readonly properties?: Readonly<Record<string, ContentSchema>>;
  readonly required?: readonly string[];
  readonly "x-least"?: string;
  readonly "x-most"?: string;
}

/** A content that its schema does not allow, and where. */
export class ContentError extends Error {
  override readonly name = "ContentError";
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path === "" ? "the content" : path}: ${reason}`);
    this.path = path;
  }
}

type Write = (writer: CborWriter, value: unknown, path: string) => void;

/**
 * The encoder of one message's contents, in their JSON form or as a program has them: integers of any size are decimal
 * texts or bigints, bytes are hex or bytes, accounts are texts.
 */
export function contentEncoder(schema: ContentSchema): (content: unknown) => Uint8Array {
  const write = writerOf(schema);
  return (content) => {
    const writer = new CborWriter();
    write(writer, content, "");
    return writer.finish();
  };
}

function writerOf(schema: ContentSchema): Write {
  if (schema.type === "object") return objectWriter(schema);
  if (schema.type === "array" && schema.items !== undefined) return arrayWriter(schema, writerOf(schema.items));
  if (schema.type === "string") return stringWriter(schema);
  if (schema.type === "integer") return integerWriter(schema);
  if (schema.type === "boolean") {
    return (writer, value, path) => {
      require(typeof value === "boolean", path, "not a boolean");
      writer.boolean(value);
    };
  }
  throw new Error(`the contract uses a schema that this client cannot encode: ${JSON.stringify(schema).slice(0, 100)}`);
}

function stringWriter(schema: ContentSchema): Write {
  switch (schema.format) {
    case "kedge-account":
      return (writer, value, path) => {
        require(typeof value === "string" && isAccount(value), path, "not an account");
        writer.bytes(accountToBytes(value));
      };
    case "kedge-hex":
      return (writer, value, path) => {
        const bytes = typeof value === "string" && isHex(value) ? hexToBytes(value) : value;
        require(bytes instanceof Uint8Array, path, "neither bytes nor lower-case hex");
        require(isWithin(2 * bytes.length, schema.minLength, schema.maxLength), path, "too few or too many bytes");
        writer.bytes(bytes);
      };
    case "kedge-integer": {
      const least = BigInt(schema["x-least"] ?? "");
      const most = BigInt(schema["x-most"] ?? "");
      return (writer, value, path) => {
        const integer = typeof value === "string" && isInteger(value) ? BigInt(value) : value;
        require(typeof integer === "bigint", path, "neither a bigint nor a decimal text");
        require(integer >= least && integer <= most, path, `not within ${least} and ${most}`);
        writer.bigint(integer);
      };
    }
    case undefined:
      return textWriter(schema);
    default:
      throw new Error(`the contract uses a format that this client does not know: ${schema.format}`);
  }
}

function textWriter({ pattern, enum: choices, minLength, maxLength }: ContentSchema): Write {
  const allowed = pattern === undefined ? undefined : new RegExp(pattern, "u");
  return (writer, value, path) => {
    require(typeof value === "string", path, "not a text");
    require(choices === undefined || choices.includes(value), path, "not one of the choices");
    require(isWithin(value.length, minLength, maxLength), path, "too short or too long");
    // Half of a surrogate pair has no form in UTF-8, whatever the pattern says.
    require(allowed?.test(value) !== false && !/\p{Surrogate}/u.test(value), path, "has a form that is not allowed");
    writer.text(value);
  };
}

function integerWriter({ minimum, maximum }: ContentSchema): Write {
  return (writer, value, path) => {
    require(typeof value === "number" && Number.isSafeInteger(value), path, "not a whole number");
    require(isWithin(value, minimum, maximum), path, "out of bounds");
    writer.integer(value);
  };
}

function arrayWriter({ minItems, maxItems }: ContentSchema, write: Write): Write {
  return (writer, value, path) => {
    require(Array.isArray(value), path, "not a list");
    require(isWithin(value.length, minItems, maxItems), path, "a list too short or too long");
    writer.head(4, value.length);
    for (const [at, item] of value.entries()) write(writer, item, `${path}[${at}]`);
  };
}

function objectWriter({ properties = {}, required = [] }: ContentSchema): Write {
  const fields = Object.entries(properties)
    .map(([name, schema]) => ({
      name,
      key: encodeText(name),
      optional: !required.includes(name),
      write: writerOf(schema),
    }))
    .sort((left, right) => compareEncodedKeys(left.key, right.key));
  return (writer, value, path) => {
    require(typeof value === "object" && value !== null, path, "not an object");
    const record = value as Readonly<Record<string, unknown>>;
    for (const name of Object.keys(record)) require(Object.hasOwn(properties, name), `${path}.${name}`, "unknown");
    const present = fields.filter(({ name }) => record[name] !== undefined);
    writer.head(5, present.length);
    for (const { name, key, optional, write } of fields) {
      require(optional || record[name] !== undefined, `${path}.${name}`, "missing");
      if (record[name] === undefined) continue;
      writer.raw(key);
      write(writer, record[name], `${path}.${name}`);
    }
  };
}

function isHex(text: string): boolean {
  return text.length % 2 === 0 && /^[0-9a-f]*$/.test(text);
}

/** As the ledger writes it: no sign of plus, no leading zeros, at most 29 digits. */
function isInteger(text: string): boolean {
  return /^(0|-?[1-9][0-9]{0,28})$/.test(text);
}

function isWithin(size: number, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): boolean {
  return size >= least && size <= most;
}

function require(holds: boolean, path: string, reason: string): asserts holds {
  if (!holds) throw new ContentError(path, reason);
}
