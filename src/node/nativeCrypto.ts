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

/** By way of text: a byte array that native code has seen leaves V8's own heap and is costly to collect. */
export const nativeSha256: Sha256 = (bytes) => {
  const text = hash("sha256", bytes, "binary");
  const output = new Uint8Array(sha256Length);
  for (let at = 0; at < sha256Length; at += 1) output[at] = text.charCodeAt(at);
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
