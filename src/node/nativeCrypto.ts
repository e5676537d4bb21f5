// The fast hash and signature check that Node can reach: libsodium for signatures and short inputs, OpenSSL for long ones.
import { hash } from "node:crypto";
import sodium from "sodium-native";
import { type NativeVerifier, publicKeyLength, signatureLength } from "#src/crypto/ed25519.ts";
import { type Sha256, sha256Length } from "#src/crypto/sha256.ts";
import type { Sha256Into } from "#src/state/tree/nodeHasher.ts";

// The published types ask for a Buffer, but the binding takes any Uint8Array.
interface SodiumBinding {
  crypto_sign_verify_detached(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean;
  crypto_hash_sha256(output: Uint8Array, input: Uint8Array): void;
}

const binding: SodiumBinding = sodium;

// Measured: a call into libsodium costs less, but OpenSSL uses the processor's SHA instructions.
const sodiumInputLengthMax = 100;

export const nativeSha256: Sha256 = (bytes) => {
  if (bytes.length > sodiumInputLengthMax) return plainBytes(hash("sha256", bytes, "buffer"));
  const output = new Uint8Array(sha256Length);
  binding.crypto_hash_sha256(output, bytes);
  return output;
};

/** The same hash written into a given place: what the tree asks for, a million times a second. */
export const nativeSha256Into: Sha256Into = (output, bytes) => {
  if (bytes.length > sodiumInputLengthMax) output.set(hash("sha256", bytes, "buffer"));
  else binding.crypto_hash_sha256(output, bytes);
};

export const nativeVerifier: NativeVerifier = (message, signature, publicKey) =>
  signature.length === signatureLength &&
  publicKey.length === publicKeyLength &&
  binding.crypto_sign_verify_detached(unshared(signature), unshared(message), unshared(publicKey));

// The binding answers undefined for memory shared between threads, which would look like a forged signature.
function unshared(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof ArrayBuffer ? bytes : new Uint8Array(bytes);
}

// A Buffer prints, slices and compares unlike other byte arrays; nothing above this file shall meet one.
function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
