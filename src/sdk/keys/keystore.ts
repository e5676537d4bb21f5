// Keystores: a key as an encrypted JWK (RFC 7517, section 7), in one line of text that any JOSE library reads.
import { base64urlnopad } from "@scure/base";
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from "jose";
import { z } from "zod";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { importSigner, type SoftwareSigner } from "./signer.ts";

export type KeystoreErrorCode =
  /** The passphrase is not the one with which it was encrypted, or the text was changed. */
  | "keystore/wrongPassphrase"
  /** It could be opened by trying passphrases faster than it should, or takes too long to open. */
  | "keystore/weakParameters"
  /** It is no encrypted Ed25519 key in this format. */
  | "keystore/foreignFormat"
  /** A new keystore would have a passphrase that is soon guessed. */
  | "keystore/weakPassphrase";

export class KeystoreError extends Error {
  override readonly name = "KeystoreError";
  readonly code: KeystoreErrorCode;

  constructor(code: KeystoreErrorCode, reason: string, cause?: unknown) {
    super(`${code}: ${reason}`, { cause });
    this.code = code;
  }
}

/** Three times what OWASP asks for with PBKDF2 and SHA-512: half a second on a laptop. */
const iterationsDefault = 600_000;
/** What OWASP asks for. */
const iterationsMin = 210_000;
/** A keystore from elsewhere must not keep a program busy for a minute. */
const iterationsMax = 10_000_000;
const saltBytesMin = 16;
const passphraseCharactersMin = 8;
/** An encrypted key takes some 400 characters. */
const textLengthMax = 4_096;
const keyAlgorithm = "PBES2-HS512+A256KW";
const contentAlgorithm = "A256GCM";

const headerSchema = z.object({
  alg: z.literal(keyAlgorithm),
  enc: z.literal(contentAlgorithm),
  p2c: z.int(),
  p2s: z.string().regex(/^[A-Za-z0-9_-]*$/),
  /** The public key in hex. */
  kid: z.string().regex(/^[0-9a-f]{64}$/),
});

const keyText = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const keySchema = z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: keyText, d: keyText });

const utf8 = new TextEncoder();

/** The text of a new keystore: safe to write to disk, as far as the passphrase is good. */
export async function lockKey(signer: SoftwareSigner, passphrase: string): Promise<string> {
  if ([...passphrase].length < passphraseCharactersMin) {
    throw new KeystoreError(
      "keystore/weakPassphrase",
      `a passphrase has at least ${passphraseCharactersMin} characters`,
    );
  }
  const x = base64urlnopad.encode(signer.publicKey);
  const key = { kty: "OKP", crv: "Ed25519", x, d: base64urlnopad.encode(signer.exportSeed()) };
  const kid = bytesToHex(signer.publicKey);
  return new CompactEncrypt(utf8.encode(JSON.stringify(key)))
    .setProtectedHeader({ alg: keyAlgorithm, enc: contentAlgorithm, cty: "jwk+json", kid })
    .setKeyManagementParameters({
      p2c: iterationsDefault,
      p2s: crypto.getRandomValues(new Uint8Array(saltBytesMin)),
    })
    .encrypt(bytesOf(passphrase));
}

/** The public key of a keystore, in hex, which needs no passphrase; nothing vouches for it until the key is unlocked. */
export function lockedPublicKey(text: string): string {
  return headerOf(text).kid;
}

/** Throws a KeystoreError. */
export async function unlockKey(text: string, passphrase: string): Promise<SoftwareSigner> {
  const { kid } = headerOf(text);
  const signer = importKey(await decrypted(text.trim(), passphrase));
  if (bytesToHex(signer.publicKey) !== kid) {
    throw new KeystoreError("keystore/foreignFormat", "it names another key than it holds");
  }
  return signer;
}

/** What the keystore says of itself, all of it looked at before any work is done with it. */
function headerOf(text: string): z.output<typeof headerSchema> {
  if (text.length > textLengthMax) throw new KeystoreError("keystore/foreignFormat", "it is too long");
  let header: unknown;
  try {
    header = decodeProtectedHeader(text.trim());
  } catch (cause) {
    throw new KeystoreError("keystore/foreignFormat", "it is no JWE", cause);
  }
  const { data, error } = headerSchema.safeParse(header);
  if (data === undefined) {
    throw new KeystoreError("keystore/foreignFormat", `it is not encrypted by ${keyAlgorithm}`, error);
  }
  const { p2c: iterations, p2s: salt } = data;
  if (iterations < iterationsMin || iterations > iterationsMax) {
    throw new KeystoreError("keystore/weakParameters", `it has ${iterations} iterations`);
  }
  if (salt.length < Math.ceil((saltBytesMin * 4) / 3)) {
    throw new KeystoreError("keystore/weakParameters", "its salt is short");
  }
  return data;
}

async function decrypted(text: string, passphrase: string): Promise<Uint8Array> {
  try {
    const { plaintext } = await compactDecrypt(text, bytesOf(passphrase), {
      keyManagementAlgorithms: [keyAlgorithm],
      contentEncryptionAlgorithms: [contentAlgorithm],
      maxPBES2Count: iterationsMax,
    });
    return plaintext;
  } catch (cause) {
    if (cause instanceof errors.JWEInvalid) throw new KeystoreError("keystore/foreignFormat", "it is damaged", cause);
    throw new KeystoreError("keystore/wrongPassphrase", "the passphrase does not open it, or it was changed", cause);
  }
}

function importKey(plaintext: Uint8Array): SoftwareSigner {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(plaintext));
  } catch (cause) {
    throw new KeystoreError("keystore/foreignFormat", "it holds no JWK", cause);
  }
  const { data, error } = keySchema.safeParse(json);
  if (data === undefined) throw new KeystoreError("keystore/foreignFormat", "it holds no Ed25519 key", error);
  const signer = importSigner(base64urlnopad.decode(data.d));
  if (bytesEqual(signer.publicKey, base64urlnopad.decode(data.x))) return signer;
  throw new KeystoreError("keystore/foreignFormat", "its two halves are of different keys");
}

/** Two ways of typing one letter are one passphrase. */
function bytesOf(passphrase: string): Uint8Array {
  return utf8.encode(passphrase.normalize("NFC"));
}
