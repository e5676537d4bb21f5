// The state key under which a query's proof stands: its pattern in the contract, filled with the parameters.
import { limits } from "#src/core/limits.ts";
import { ContentError } from "./contentCodec.ts";

/** Numbers are padded in keys, so that keys sort by them. */
const numberDigits = 16;

/** A node could answer with a good proof of something else, so the key is the caller's own. */
export function provedKeyOf(pattern: string, params: Readonly<Record<string, unknown>>): string {
  const key = pattern.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => partOf(name, params[name]));
  if (key.length > limits.keyLengthMax) throw new ContentError("", "the parameters are too long");
  return key;
}

function partOf(name: string, value: unknown): string {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) {
    return value.toString().padStart(numberDigits, "0");
  }
  if (typeof value === "string" && /^[\x21-\x2e\x30-\x7e]+$/.test(value)) return value;
  throw new ContentError(`.${name}`, "a part of a key is a text without slashes or a whole number");
}
