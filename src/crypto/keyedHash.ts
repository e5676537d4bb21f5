// Hashes under a secret, and hashes that are slow to try out.
import { hmac } from "@noble/hashes/hmac.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

/** HMAC-SHA-256 (RFC 2104). */
export function hmacSha256(secret: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hmac(nobleSha256, secret, bytes);
}

/** Scrypt (RFC 7914) with N = 2^15, r = 8, p = 1: a tenth of a second and 32 MiB. */
export function slowHash(bytes: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  return scryptAsync(bytes, salt, { N: 32_768, r: 8, p: 1, dkLen: 32 });
}
