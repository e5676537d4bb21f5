// Keys of this machine: encrypted keystores in a folder that only its owner may enter, each known by a name.
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { usageFailure } from "#src/cli/failure.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import type { Account } from "#src/core/account.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { lockedPublicKey } from "#src/sdk/keys/keystore.ts";
import { soleAccountOf } from "#src/sdk/wallet.ts";

export const keysOption = {
  keys: {
    type: "string",
    describe: "The folder of keystores [default: KEDGE_KEYS, or kedge/keys in your data folder]",
  },
} as const;

const extension = ".jwe";
/** A person's or a bank's keys; a folder with more is not one of keys. */
const keysMax = 10_000;

export interface StoredKey {
  readonly name: string;
  readonly publicKeyHex: string;
  /** The account that this key alone makes. */
  readonly account: Account;
}

export function keyFolder(flag: string | undefined, { environment }: Pick<Terminal, "environment">): string {
  const data = environment.XDG_DATA_HOME ?? join(environment.HOME ?? homedir(), ".local", "share");
  return flag ?? environment.KEDGE_KEYS ?? join(data, "kedge", "keys");
}

/** Never writes over a key: there may be no other copy. */
export function saveKeystore(folder: string, name: string, text: string): string {
  const path = pathOf(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (existsSync(path)) throw usageFailure(`there is a key ${name} already: ${path}`);
  writeFileSync(path, `${text.trim()}\n`, { mode: 0o600, flag: "wx", flush: true });
  return path;
}

export function readKeystore(folder: string, name: string): string {
  const path = pathOf(folder, name);
  if (!existsSync(path)) {
    const known = listKeys(folder).map((key) => key.name);
    throw usageFailure(`there is no key ${name} in ${folder}: it has ${known.join(", ") || "none"}`);
  }
  if ((statSync(path).mode & 0o077) !== 0) throw usageFailure(`${path} can be read by others: its mode must be 600`);
  return readFileSync(path, "utf8");
}

export function storedKey(folder: string, name: string): StoredKey {
  const publicKeyHex = lockedPublicKey(readKeystore(folder, name));
  return { name, publicKeyHex, account: soleAccountOf({ publicKey: hexToBytes(publicKeyHex) }) };
}

export function listKeys(folder: string): readonly StoredKey[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(extension))
    .slice(0, keysMax)
    .sort()
    .map((file) => storedKey(folder, file.slice(0, -extension.length)));
}

function pathOf(folder: string, name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return join(folder, `${name}${extension}`);
  throw usageFailure(`${name} is no name of a key: letters, digits, dots and dashes`);
}
