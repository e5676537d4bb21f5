// One hash as fresh bytes.
import type { Sha256Into } from "../tree/nodeHasher.ts";

const hashLength = 32;

export function hashBytes(sha256Into: Sha256Into, bytes: Uint8Array): Uint8Array {
  const hash = new Uint8Array(hashLength);
  sha256Into(hash, bytes);
  return hash;
}
