// HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305: how a key is sealed to somebody, and opened again.
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { DhkemX25519HkdfSha256 } from "@hpke/dhkem-x25519";
import { sha256 } from "#src/crypto/sha256.ts";
import type { SoftwareSigner } from "../keys/signer.ts";

/** The one suite in use. */
export const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
});

/** A pair of X25519 (RFC 7748): the public half is published on the ledger. */
export interface DisclosurePair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

const text = new TextEncoder();
const pairDomain = text.encode("kedge/disclosure-key/1\n");

/** The pair of a stored key: DeriveKeyPair over its seed under a domain of its own, so that signatures tell nothing of it. */
export async function disclosurePairOf(signer: Pick<SoftwareSigner, "exportSeed">): Promise<DisclosurePair> {
  const { publicKey, privateKey } = await suite.kem.deriveKeyPair(plain(sha256(pairDomain, signer.exportSeed())));
  return {
    publicKey: new Uint8Array(await suite.kem.serializePublicKey(publicKey)),
    secretKey: new Uint8Array(await suite.kem.serializePrivateKey(privateKey)),
  };
}

export interface SealedKey {
  readonly encapsulated: Uint8Array;
  readonly ciphertext: Uint8Array;
}

export interface Bound {
  readonly info: Uint8Array;
  readonly aad: Uint8Array;
}

/** Throws when the public key is a point of small order or has another length. */
export async function sealTo(publicKey: Uint8Array, { info, aad }: Bound, secret: Uint8Array): Promise<SealedKey> {
  const recipientPublicKey = await suite.kem.deserializePublicKey(plain(publicKey));
  const { enc, ct } = await suite.seal({ recipientPublicKey, info: plain(info) }, plain(secret), plain(aad));
  return { encapsulated: new Uint8Array(enc), ciphertext: new Uint8Array(ct) };
}

/** Throws when it was sealed to another key, or was changed. */
export async function openSealed(
  { secretKey }: Pick<DisclosurePair, "secretKey">,
  { info, aad }: Bound,
  { encapsulated, ciphertext }: SealedKey,
): Promise<Uint8Array> {
  const recipientKey = await suite.kem.deserializePrivateKey(plain(secretKey));
  const recipient = { recipientKey, enc: plain(encapsulated), info: plain(info) };
  return new Uint8Array(await suite.open(recipient, plain(ciphertext), plain(aad)));
}

/** A copy with a buffer of its own: the library reads the whole buffer of what it is given. */
function plain(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer as ArrayBuffer;
}

const nonceLength = 12;
/** Each key encrypts one content and no other, so that its nonce need not differ. */
const onlyNonce = new ArrayBuffer(nonceLength);

export async function encryptOnce(key: Uint8Array, content: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
  const context = new Chacha20Poly1305().createEncryptionContext(plain(key));
  return new Uint8Array(await context.seal(onlyNonce, plain(content), plain(aad)));
}

/** Throws when the key is another one, or a byte was changed. */
export async function decryptOnce(key: Uint8Array, ciphertext: Uint8Array, aad: Uint8Array): Promise<Uint8Array> {
  const context = new Chacha20Poly1305().createEncryptionContext(plain(key));
  return new Uint8Array(await context.open(onlyNonce, plain(ciphertext), plain(aad)));
}
