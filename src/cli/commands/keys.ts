// `kedge keys`: made, taken in and shown; a secret key leaves its keystore only to sign.
import { createPublicKey } from "node:crypto";
import { type Answer, type Context, defineCommand, defineGroup } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { keyFolder, keysOption, listKeys, type StoredKey, saveKeystore, storedKey } from "#src/cli/keys/keyFolder.ts";
import { readSecretFile, secretReader } from "#src/cli/secrets.ts";
import { hexToBytes } from "#src/crypto/hex.ts";
import { lockedPublicKey, lockKey } from "#src/sdk/keys/keystore.ts";
import { createSigner, importSigner, type SoftwareSigner } from "#src/sdk/keys/signer.ts";

const namePositional = {
  name: { type: "string", demandOption: true, describe: "The key's name on this machine" },
} as const;

function answerOf({ name, publicKeyHex, account }: StoredKey, path?: string): Answer {
  const place = path === undefined ? [] : [`file        ${path}`];
  const lines = [`key         ${name}`, `account     ${account}`, `public key  ${publicKeyHex}`, ...place];
  return {
    text: lines.join("\n"),
    json: { name, account, publicKey: publicKeyHex, ...(path !== undefined && { path }) },
  };
}

/** A new keystore under a passphrase that is asked for. */
async function store(
  folder: string,
  name: string,
  signer: SoftwareSigner,
  ask: () => Promise<string>,
): Promise<Answer> {
  const path = saveKeystore(folder, name, await lockKey(signer, await ask()));
  return answerOf(storedKey(folder, name), path);
}

/** Before a passphrase is asked for in vain. */
function requireFree(folder: string, name: string): void {
  if (listKeys(folder).some((key) => key.name === name)) throw usageFailure(`there is a key ${name} already`);
}

const create = defineCommand({
  command: "new <name>",
  describe: "Make a key, encrypted with a passphrase",
  example: "keys new treasury",
  positionals: namePositional,
  options: keysOption,
  async run({ name, keys }, { terminal }) {
    const folder = keyFolder(keys, terminal);
    requireFree(folder, name);
    const reader = secretReader(terminal);
    try {
      return await store(folder, name, createSigner(), () => reader.passphrase(`passphrase of ${name}`, true));
    } finally {
      reader.close();
    }
  },
});

const importKey = defineCommand({
  command: "import <name>",
  describe: "Take in a keystore, or a seed of 32 bytes in hex, from a file, a terminal or standard input",
  example: "keys import treasury --file treasury.jwe",
  positionals: namePositional,
  options: { ...keysOption, file: { type: "string", describe: "A keystore or a seed; its mode must be 600" } },
  async run({ name, keys, file }, { terminal }) {
    const folder = keyFolder(keys, terminal);
    requireFree(folder, name);
    const reader = secretReader(terminal);
    try {
      const secret = (file === undefined ? await reader.secret("keystore or seed") : readSecretFile(file)).trim();
      if (secret.includes(".")) {
        lockedPublicKey(secret);
        return answerOf(storedKeyOf(folder, name, secret), undefined);
      }
      if (!/^[0-9a-f]{64}$/.test(secret)) throw usageFailure("that is neither a keystore nor 32 bytes in hex");
      const ask = () => reader.passphrase(`passphrase of ${name}`, true);
      return await store(folder, name, importSigner(hexToBytes(secret)), ask);
    } finally {
      reader.close();
    }
  },
});

function storedKeyOf(folder: string, name: string, keystore: string): StoredKey {
  saveKeystore(folder, name, keystore);
  return storedKey(folder, name);
}

const list = defineCommand({
  command: "list",
  describe: "List the keys of this machine with the accounts that they make",
  example: "keys list",
  options: keysOption,
  run({ keys }, { terminal }) {
    const found = listKeys(keyFolder(keys, terminal));
    const width = Math.max(0, ...found.map(({ name }) => name.length));
    return {
      text: found.map(({ name, account }) => `${name.padEnd(width)}  ${account}`).join("\n"),
      json: found.map(({ name, account, publicKeyHex }) => ({ name, account, publicKey: publicKeyHex })),
    };
  },
});

const show = defineCommand({
  command: "show <name>",
  describe: "Show a key's account and public key",
  example: "keys show treasury",
  positionals: namePositional,
  options: keysOption,
  run: ({ name, keys }, context: Context) => answerOf(storedKey(keyFolder(keys, context.terminal), name)),
});

const exportPublic = defineCommand({
  command: "export-public <name>",
  describe: "Print a public key, for a policy or for other programs",
  example: "keys export-public treasury --format pem",
  positionals: namePositional,
  options: {
    ...keysOption,
    format: { choices: ["hex", "jwk", "pem"] as const, default: "hex", describe: "In which form" },
  },
  run({ name, keys, format }, { terminal }) {
    const { publicKeyHex } = storedKey(keyFolder(keys, terminal), name);
    const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(publicKeyHex, "hex").toString("base64url") };
    const forms = {
      hex: () => publicKeyHex,
      jwk: () => JSON.stringify(jwk),
      pem: () => createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" }).toString().trim(),
    };
    const text = forms[format as keyof typeof forms]();
    return { text, json: { name, format, publicKey: text } };
  },
});

export const keys = defineGroup("keys", "Keys of this machine, in encrypted keystores", [
  create,
  importKey,
  list,
  show,
  exportPublic,
]);
