// SHA-256, the one hash of the ledger, and the form in which a faster implementation is passed to whoever hashes much.
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

export const sha256Length = 32;

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Several parts are hashed as if they were one byte string, without joining them first. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return nobleSha256(only);
  const hash = nobleSha256.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
