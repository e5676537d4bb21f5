// What banks hash before it reaches the directory: proxies, names and accounts, under the directory's secret.
import { foldName } from "#src/core/maskedName.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { hmacSha256, slowHash } from "#src/crypto/keyedHash.ts";
import { sha256 } from "#src/crypto/sha256.ts";

export type ProxyKind = "phone" | "email" | "registration";

/** Shorter secrets are guessed. */
const secretBytesMin = 32;
const text = new TextEncoder();
const proxySalt = text.encode("kedge/proxy/1\n");
const nameDomain = text.encode("kedge/payee-name/1\n");
const accountDomain = text.encode("kedge/payee-account/1\n");

/** E.164 with its plus; an address in small letters; a country and the number of its register, `CN:91110000...`. */
const forms: Readonly<Record<ProxyKind, (typed: string) => string | undefined>> = {
  phone: (typed) => matching(typed.replace(/[ ().-]/g, ""), /^\+[1-9][0-9]{6,14}$/),
  email: (typed) => matching(typed.trim().normalize("NFC").toLowerCase(), /^[^\s@]{1,64}@[^\s@]{1,190}$/),
  registration: (typed) => matching(typed.replace(/\s/g, "").toUpperCase(), /^[A-Z]{2}:[A-Z0-9-]{2,64}$/),
};

function matching(value: string, form: RegExp): string | undefined {
  return form.test(value) ? value : undefined;
}

function requireSecret(secret: Uint8Array): void {
  if (secret.length < secretBytesMin) throw new RangeError(`a directory's secret has at least ${secretBytesMin} bytes`);
}

/** The key of a proxy on the ledger. The kind is hashed with the value: no two kinds share a key. */
export async function proxyKey(secret: Uint8Array, kind: ProxyKind, typed: string): Promise<Uint8Array> {
  requireSecret(secret);
  const value = forms[kind](typed);
  if (value === undefined) throw new RangeError(`that is no ${kind} in international form`);
  return hmacSha256(secret, await slowHash(text.encode(`${kind}\n${value}`), proxySalt));
}

/** The hash of a payee's whole name, bound to a proxy: the same for whoever types the same name and has the secret. */
export function payeeNameHash(secret: Uint8Array, proxy: Uint8Array, name: string): Uint8Array {
  requireSecret(secret);
  const folded = foldName(name);
  if (folded === undefined) throw new RangeError("that is no name");
  return hmacSha256(secret, concatBytes(nameDomain, proxy, text.encode(folded)));
}

/** The commitment to an account; the bank keeps the salt, 32 random bytes for each proxy. */
export function accountCommitment(salt: Uint8Array, account: string): Uint8Array {
  requireSecret(salt);
  return sha256(accountDomain, salt, text.encode(account));
}
