// `kedge travel-rule`: payloads about payer and payee, sealed to banks and supervisors, whose hash alone the ledger carries.
import { existsSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { readAtMost } from "#src/cli/gateway/folders.ts";
import { getParsed } from "#src/cli/http.ts";
import { keyFolder, keysOption, readKeystore } from "#src/cli/keys/keyFolder.ts";
import { linkTo } from "#src/cli/ledger/link.ts";
import { accountNamed } from "#src/cli/ledger/signers.ts";
import { secretReader } from "#src/cli/secrets.ts";
import type { Terminal } from "#src/cli/terminal.ts";
import { type TrustArguments, trustedClient, trustOptions } from "#src/cli/verify/lightClient.ts";
import type { Account } from "#src/core/account.ts";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { unlockKey } from "#src/sdk/keys/keystore.ts";
import type { DisclosurePair } from "#src/sdk/sealing/hpke.ts";
import type { Recipient } from "#src/sdk/sealing/sealedFile.ts";

const keyName = { key: { type: "string", demandOption: true, describe: "The name of a key of this machine" } } as const;
const sealedFile = { file: { type: "string", demandOption: true, describe: "A sealed file" } } as const;

/** Made from a stored key: no second kind of keystore is kept. */
async function pairOf(name: string, keys: string | undefined, terminal: Terminal): Promise<DisclosurePair> {
  const text = readKeystore(keyFolder(keys, terminal), name);
  const reader = secretReader(terminal);
  try {
    const signer = await unlockKey(text, await reader.passphrase(`passphrase of ${name}`));
    const { disclosurePairOf } = await import("#src/sdk/sealing/hpke.ts");
    return await disclosurePairOf(signer);
  } finally {
    reader.close();
  }
}

const key = defineCommand({
  command: "key <key>",
  describe: "Print the disclosure key of a stored key, to publish with `tx directory publish-disclosure-key`",
  example: "travel-rule key treasury",
  positionals: keyName,
  options: keysOption,
  async run({ key: name, keys }, { terminal }) {
    const publicKey = bytesToHex((await pairOf(name, keys, terminal)).publicKey);
    return { text: publicKey, json: { name, publicKey } };
  },
});

const publishedSchema = z.looseObject({
  keys: z.array(z.looseObject({ number: z.int().min(1), publicKey: hashSchema, isValid: z.boolean() })).max(64),
});

/** The newest valid key of an account, as a node tells it. */
async function publishedKey(url: string, account: Account): Promise<Recipient> {
  const { keys } = await getParsed(url, `/v1/directory/disclosureKeys?account=${account}`, publishedSchema);
  const valid = keys.find(({ isValid }) => isValid);
  if (valid === undefined) throw usageFailure(`${account} has published no key that is valid now`);
  return { account, number: valid.number, publicKey: valid.publicKey };
}

const proofAnswerSchema = z.looseObject({ proof: z.looseObject({ height: z.int().min(0) }) });
const keyRowSchema = z.looseObject({ publicKey: hashSchema, fromMs: z.int(), untilMs: z.int() });

/** Proves from something trusted that the ledger holds the keys that a node told, and that they are valid; names the network. */
async function proveKeys(trust: TrustArguments, recipients: readonly Recipient[]): Promise<string> {
  const { client, chainId } = await trustedClient(trust);
  const { rowReader } = await import("#src/node/maintenance/rowReader.ts");
  const { programModules } = await import("#src/node/programModules.ts");
  const read = rowReader(programModules().newest().modules);
  for (const { account, number, publicKey } of recipients) {
    const key = `directory/disclosure-key/${account}/${number.toString().padStart(16, "0")}`;
    const { proof } = await getParsed(trust.url, `/v1/proof?key=${encodeURIComponent(key)}`, proofAnswerSchema);
    const proved = await client.verifyStateProof(proof, { key }, Date.now());
    const row = proved.present ? keyRowSchema.safeParse(read(key, proved.value).value).data : undefined;
    const now = Date.now();
    const isSame = row !== undefined && bytesToHex(row.publicKey) === bytesToHex(publicKey);
    if (!isSame || now < row.fromMs || row.untilMs <= now) {
      const message = `it is not proved that key ${number} of ${account} is published and valid`;
      throw new Failure("unverified", "cli/keyUnproved", message, { account, number });
    }
  }
  return chainId;
}

const seal = defineCommand({
  command: "seal <payload>",
  describe: "Seal a payload (IVMS101 in JSON) to the published keys of its recipients, and print its hash",
  example: "travel-rule seal payload.json --to kdg1... --to kdg1... --out payload.sealed",
  positionals: { payload: { type: "string", demandOption: true, describe: "The payload: a file in JSON" } },
  options: {
    to: { type: "string", array: true, demandOption: true, describe: "An account that opens it; once for each" },
    out: { type: "string", demandOption: true, describe: "Where the sealed file is written; nothing is written over" },
    ...trustOptions,
  },
  async run({ payload, to, out, ...trust }) {
    const { url } = trust;
    const { payloadBytesMax, sealPayload, sealedHash } = await import("#src/sdk/sealing/sealedFile.ts");
    const { travelRuleSchema } = await import("#src/sdk/sealing/travelRule.ts");
    if (existsSync(out)) throw usageFailure(`there is a file ${out} already`);
    const { data, error } = travelRuleSchema.safeParse(parsedJson(payload, readAtMost(payload, payloadBytesMax + 1)));
    if (data === undefined)
      throw usageFailure(`${payload} is no payload of the travel rule: ${z.prettifyError(error)}`);
    const link = await linkTo(url);
    const recipients: Recipient[] = [];
    for (const name of to) recipients.push(await publishedKey(url, accountNamed(name, link)));
    const isProved = trust.trust !== undefined || trust.genesis !== undefined;
    const network = isProved ? await proveKeys(trust, recipients) : link.network;
    const bytes = await sealPayload(data, recipients, { network });
    writeFileSync(out, bytes, { mode: 0o600, flag: "wx", flush: true });
    const hash = bytesToHex(sealedHash(bytes));
    const accounts = recipients.map(({ account }) => account);
    return {
      text: [
        `hash  ${hash}`,
        `file  ${out}`,
        ...accounts.map((account) => `to    ${account}`),
        isProved ? "keys  are proved" : `keys  as ${url} told them, believed: name --genesis or --trust to prove them`,
      ].join("\n"),
      json: { hash, file: out, recipients: accounts, network, isProved },
    };
  },
});

function parsedJson(file: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw usageFailure(`${file} is not JSON, or longer than a payload may be`);
  }
}

const open = defineCommand({
  command: "open <file>",
  describe: "Open a sealed file with a key of this machine, and print its payload",
  example: "travel-rule open payload.sealed --key treasury",
  positionals: sealedFile,
  options: { ...keyName, ...keysOption },
  async run({ file, key: name, keys }, { terminal }) {
    const { openPayload, sealedBytesMax } = await import("#src/sdk/sealing/sealedFile.ts");
    const bytes = readAtMost(file, sealedBytesMax + 1);
    const payload = await openPayload(bytes, await pairOf(name, keys, terminal));
    return { text: JSON.stringify(payload, null, 2), json: payload };
  },
});

const check = defineCommand({
  command: "check <file>",
  describe: "Compute the hash of a sealed file anew and compare it; the exit code is 5 when it is another one",
  example: "travel-rule check payload.sealed --hash 5f0c...",
  positionals: sealedFile,
  options: { hash: { type: "string", describe: "The hash that the payment carries" } },
  async run({ file, hash: expected }) {
    const { recipientsOf, sealedBytesMax, sealedHash } = await import("#src/sdk/sealing/sealedFile.ts");
    if (expected !== undefined && !/^[0-9a-f]{64}$/.test(expected)) throw usageFailure("a hash is 32 bytes in hex");
    const bytes = readAtMost(file, sealedBytesMax + 1);
    const recipients = recipientsOf(bytes).map(({ account, number }) => ({ account, number }));
    const hash = bytesToHex(sealedHash(bytes));
    const isSame = expected === undefined || expected === hash;
    const lines = [`hash  ${hash}`, ...recipients.map(({ account, number }) => `to    ${account} (key ${number})`)];
    return {
      text: [...lines, ...(isSame ? [] : ["it is not the hash that the payment carries"])].join("\n"),
      json: { hash, isSame, recipients },
      exit: isSame ? "done" : "unverified",
    };
  },
});

export const travelRule = defineGroup(
  "travel-rule",
  "Payloads about payer and payee, sealed to banks and supervisors",
  [key, seal, open, check],
);
