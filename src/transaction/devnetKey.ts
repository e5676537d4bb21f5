// The keys of a devnet's well-known accounts: anyone can derive them, so they protect nothing.
import { sha256 } from "#src/crypto/sha256.ts";

const text = new TextEncoder();

/** The secret key of a devnet account or validator, derived from its name. */
export function devnetSecretKey(alias: string): Uint8Array {
  return sha256(text.encode(`kedge/devnet-key/1\n${alias}`));
}
