// Values of the ledger as JSON shows them: integers of any size as decimal texts, bytes as lower-case hex.
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A whole number of the program is a JSON number, a `bigint` is a decimal text: the schema chose which one it is. */
export function jsonFormOf(value: unknown): Json {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? null : jsonFormOfObject(value);
    default:
      throw new Fault(`a value of type ${typeof value} has no JSON form`);
  }
}

function jsonFormOfObject(value: object): Json {
  if (value instanceof Uint8Array) return bytesToHex(value);
  if (Array.isArray(value)) return value.map(jsonFormOf);
  const form: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) form[name] = jsonFormOf(member);
  return form;
}
