// Who signs: an interface that a token, a remote service or a key in memory implements, and the last of these.
import { publicKeyLength, publicKeyOf, secretKeyLength, sign, verifyZip215 } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import type { SignatureEntry } from "#src/transaction/envelope.ts";
import { SignerError } from "../errors.ts";

/** A key that may be elsewhere: a PKCS#11 token (CKM_EDDSA), a signing service, another process. Plain Ed25519. */
export interface Signer {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The 64 bytes of a signature over exactly these bytes, which are not hashed beforehand. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A key in this program's memory. */
export interface SoftwareSigner extends Signer {
  /** The seed of RFC 8032, 32 bytes: for a keystore, and for nobody else. */
  exportSeed(): Uint8Array;
}

/** Those made here, whose signatures need no check: verifying takes several times as long as signing. */
const own = new WeakSet<Signer>();

export function createSigner(): SoftwareSigner {
  return importSigner(crypto.getRandomValues(new Uint8Array(secretKeyLength)));
}

/** The signer of a seed that came from elsewhere. */
export function importSigner(seed: Uint8Array): SoftwareSigner {
  if (seed.length !== secretKeyLength) throw new RangeError(`a seed has ${secretKeyLength} bytes`);
  // The caller may wipe its own copy.
  const secret = Uint8Array.from(seed);
  const signer: SoftwareSigner = Object.freeze({
    publicKey: publicKeyOf(secret),
    sign: async (bytes: Uint8Array) => sign(secret, bytes),
    exportSeed: () => secret.slice(),
  });
  own.add(signer);
  return signer;
}

/** One of a devnet's well-known accounts, such as `alice`: everybody has this key. */
export function devnetSigner(alias: string): SoftwareSigner {
  return importSigner(devnetSecretKey(alias));
}

/** The signature of a signer, checked: a token that signs with another key is found before a node finds it. */
export async function signatureBy(signer: Signer, bytes: Uint8Array): Promise<SignatureEntry> {
  const { publicKey } = signer;
  const name = bytesToHex(publicKey);
  if (publicKey.length !== publicKeyLength) throw new SignerError(name, "has no Ed25519 key");
  let signature: Uint8Array;
  try {
    signature = await signer.sign(bytes);
  } catch (cause) {
    throw new SignerError(name, "did not sign", cause);
  }
  if (!own.has(signer) && !verifyZip215(bytes, signature, publicKey))
    throw new SignerError(name, "gave a signature that is not its own");
  return { publicKey, signature };
}
