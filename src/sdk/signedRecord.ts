// Records that others than the sender sign: the bytes that they sign, made from the contract's own schema.
import { concatBytes } from "#src/crypto/hex.ts";
import { contentEncoder } from "./contentCodec.ts";
import type { MessageType } from "./definitions.ts";
import { contract } from "./messages.ts";

/**
 * Makes the bytes that are signed: a domain tag, a line feed, and the record in deterministic CBOR. The record is the
 * message without its signatures, so the contract describes both. Throws a ContentError for what is no record.
 */
export function recordBytes(type: MessageType, domain: string, signatures: readonly string[]) {
  const tag = new TextEncoder().encode(`${domain}\n`);
  let encode: ((record: unknown) => Uint8Array) | undefined;
  return (record: unknown): Uint8Array => {
    encode ??= contentEncoder(recordSchema(type, signatures));
    return concatBytes(tag, encode(record));
  };
}

function recordSchema(type: MessageType, signatures: readonly string[]) {
  const { properties = {}, required = [], ...schema } = contract.messages[type]?.schema ?? {};
  const kept = Object.entries(properties).filter(([name]) => !signatures.includes(name));
  return {
    ...schema,
    properties: Object.fromEntries(kept),
    required: required.filter((name) => !signatures.includes(name)),
  };
}
