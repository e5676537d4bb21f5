// Hashes, deterministic CBOR and accounts, by libraries that the ledger does not use for them.
import { createHash } from "node:crypto";
import { bech32m } from "@scure/base";
import { encode, rfc8949EncodeOptions } from "cborg";
import { bigIntEncoder } from "cborg/taglib";

const options = {
  ...rfc8949EncodeOptions,
  typeEncoders: { ...rfc8949EncodeOptions.typeEncoders, bigint: bigIntEncoder },
};

export function hash(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const digest = createHash("sha256");
  for (const part of parts) digest.update(part);
  return Uint8Array.from(digest.digest());
}

export function cbor(value: unknown): Uint8Array {
  return encode(value, options);
}

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export function accountBytes(account: string): Uint8Array {
  return bech32m.fromWords(bech32m.decode(account as `${string}1${string}`).words);
}

function accountText(bytes: Uint8Array): string {
  return bech32m.encode("kdg", bech32m.toWords(bytes));
}

/** The account that follows from a policy and a salt. */
export function accountFor(policy: unknown, salt: Uint8Array): string {
  return accountText(hash("kedge/account/1\n", cbor({ policy, salt })).subarray(0, 20));
}

/** The account of a book of the ledger. */
export function bookAccount(name: string): string {
  const bytes = hash(`kedge/module-account/1\n${name}`).subarray(0, 20);
  return accountText(bytes.fill(0, 0, 4));
}

const books = new Map<string, boolean>();

/** Whether an account belongs to the ledger itself: its first four bytes are zero. */
export function isBook(account: string): boolean {
  const known = books.get(account);
  if (known !== undefined) return known;
  const answer = accountBytes(account)
    .subarray(0, 4)
    .every((byte) => byte === 0);
  books.set(account, answer);
  return answer;
}
