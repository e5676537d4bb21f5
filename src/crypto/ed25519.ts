// Ed25519 keys and signatures, and the two rules by which a signature is accepted: at the door and in a block.
import { ed25519 } from "@noble/curves/ed25519.js";

export const secretKeyLength = 32;
export const publicKeyLength = 32;
export const signatureLength = 64;

export type SignatureVerifier = (message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array) => boolean;

/** A fast verifier of the platform. It may accept less than ZIP-215 does, but must never accept more. */
export type NativeVerifier = SignatureVerifier;

export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(secretKey);
}

/** A point in its one encoding, and not of small order: under such a key a signature would prove nothing. */
export function isSoundPublicKey(publicKey: Uint8Array): boolean {
  try {
    return !ed25519.Point.fromBytes(publicKey).isSmallOrder();
  } catch {
    return false;
  }
}

export function sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, secretKey);
}

/** ZIP-215 is the full rule: it accepts non-canonical points and checks with the cofactor, so every implementation agrees. */
export function verifyZip215(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (!hasExpectedLengths(signature, publicKey)) return false;
  return ed25519.verify(signature, message, publicKey, { zip215: true });
}

/** At the door the native refusal is final: a node may turn away an odd signature, and forgeries cost it little. */
export function verifyAtDoor(native: NativeVerifier): SignatureVerifier {
  return (message, signature, publicKey) =>
    hasExpectedLengths(signature, publicKey) && native(message, signature, publicKey);
}

/** In a block the native refusal is not final: validators with other native libraries must reach the same answer. */
export function verifyInBlock(native: NativeVerifier): SignatureVerifier {
  return (message, signature, publicKey) =>
    hasExpectedLengths(signature, publicKey) &&
    (native(message, signature, publicKey) || verifyZip215(message, signature, publicKey));
}

function hasExpectedLengths(signature: Uint8Array, publicKey: Uint8Array): boolean {
  return signature.length === signatureLength && publicKey.length === publicKeyLength;
}
