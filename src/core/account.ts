// Account identifiers: twenty bytes, written as bech32m with the prefix `kdg`.
import { bech32m } from "@scure/base";
import { refusals } from "./refusals.ts";

declare const accountBrand: unique symbol;

/** An account as text, `kdg1...`, its checksum already checked. */
export type Account = string & { readonly [accountBrand]: true };

export const accountBytesLength = 20;
const prefix = "kdg";

/** The exact length of an account's text: prefix, separator, 32 data characters, 6 of checksum. */
export const accountTextLength = prefix.length + 1 + 32 + 6;

/** Two generations of a bounded map: the older one is dropped when the younger one is full. */
class GenerationCache<Value> {
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();
  readonly #generationSize: number;

  constructor(generationSize: number) {
    this.#generationSize = generationSize;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    if (this.#young.size >= this.#generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/** Checksums are the costly part of a payment's decoding, so the busiest accounts are remembered both ways. */
const textOfBytes = new GenerationCache<Account>(65_536);
const bytesOfText = new GenerationCache<Uint8Array>(65_536);

export function isAccount(text: string): text is Account {
  if (text.length !== accountTextLength) return false;
  if (bytesOfText.get(text) !== undefined) return true;
  const decoded = bech32m.decodeUnsafe(text);
  if (decoded === undefined || decoded.prefix !== prefix || text !== text.toLowerCase()) return false;
  const bytes = bech32m.fromWordsUnsafe(decoded.words);
  if (!(bytes instanceof Uint8Array) || bytes.length !== accountBytesLength) return false;
  bytesOfText.set(text, bytes);
  return true;
}

/** Refuses text that is not a lower-case bech32m account. */
export function parseAccount(text: string): Account {
  if (!isAccount(text)) throw refusals.malformedAccount({ account: text.slice(0, 64) });
  return text;
}

/** The twenty bytes of an account; a fresh view must not be written to. */
export function accountToBytes(account: Account): Uint8Array {
  const known = bytesOfText.get(account);
  if (known !== undefined) return known;
  parseAccount(account);
  return accountToBytes(account);
}

/** The account of twenty bytes. */
export function accountFromBytes(bytes: Uint8Array): Account {
  if (bytes.length !== accountBytesLength) throw refusals.malformedAccount({ account: `${bytes.length} bytes` });
  const key = String.fromCharCode.apply(null, bytes as unknown as number[]);
  const known = textOfBytes.get(key);
  if (known !== undefined) return known;
  const text = bech32m.encode(prefix, bech32m.toWords(bytes)) as Account;
  textOfBytes.set(key, text);
  bytesOfText.set(text, bytes.slice());
  return text;
}
