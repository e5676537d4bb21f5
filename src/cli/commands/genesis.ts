// `kedge genesis`: the file from which a network's first state and its name follow, shown, checked or made.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Answer, defineCommand, defineGroup } from "#src/cli/command.ts";
import { dataDirectory } from "#src/cli/dataDirectory.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { getJson } from "#src/cli/http.ts";
import { positiveAmountSchema, publicKeySchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import type { GenesisSummary } from "#src/node/genesisSummary.ts";

/** Every command here begins a ledger, and no other need wait until its modules are loaded. */
const load = () => import("#src/node/genesisSummary.ts");

function answerOf(source: string, { network, genesis, root }: GenesisSummary): Answer {
  const { name, devnet, timeMs, numeraire, validators, aliases, moduleVersions } = genesis;
  const shown = validators.map((each) => ({
    name: each.name,
    publicKey: bytesToHex(each.publicKey),
    power: each.power.toString(),
  }));
  const json = { source, network, root, name, devnet, timeMs, numeraire, validators: shown, modules: moduleVersions };
  const modules = moduleVersions.map((module) => `${module.name} ${module.version}`).join(", ");
  const lines = [
    `network     ${network}${devnet ? ", a devnet" : ""}`,
    `begins      ${new Date(timeMs).toISOString()}, root ${root}`,
    `numeraire   ${numeraire}`,
    `modules     ${modules}`,
    `aliases     ${aliases.map(({ alias }) => alias).join(", ") || "none"}`,
    ...shown.map((each) => `validator   ${each.name}, power ${each.power}, key ${each.publicKey}`),
  ];
  return {
    text: lines.join("\n"),
    json: { ...json, aliases: aliases.map(({ alias, account }) => ({ alias, account })) },
  };
}

const show = defineCommand({
  command: "show [source]",
  describe: "Show the genesis of a file, of a data directory, or of a running node by its URL",
  example: "genesis show http://127.0.0.1:8420",
  positionals: {
    source: { type: "string", describe: "A file, a directory or a URL [default: KEDGE_DATA, or .kedge]" },
  },
  async run({ source }, { terminal }) {
    const from = dataDirectory(source, terminal);
    const isNode = /^https?:\/\//.test(from);
    const { readGenesisJson, summariseGenesis } = await load();
    const json = isNode ? await getJson(from, "/v1/genesis") : readGenesisJson(await genesisPath(from));
    return answerOf(from, await summariseGenesis(json));
  },
});

async function genesisPath(name: string): Promise<string> {
  const { genesisFileName } = await import("#src/node/genesisFile.ts");
  const isFolder = statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? join(name, genesisFileName) : name;
}

const check = defineCommand({
  command: "check <file>",
  describe: "Check a genesis file against the modules it names, and name every place that is wrong",
  example: "genesis check genesis.json",
  positionals: { file: { type: "string", demandOption: true, describe: "The file" } },
  async run({ file }) {
    const { readGenesisJson, summariseGenesis } = await load();
    const { network, root } = await summariseGenesis(readGenesisJson(file));
    return { text: `${file} is sound: ${network}, root ${root}`, json: { file, network, root } };
  },
});

const validatorSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  publicKey: publicKeySchema,
  power: positiveAmountSchema,
});

/** `name:publicKeyHex` or `name:publicKeyHex:power`. */
function parseValidator(text: string) {
  const [name, publicKey, power = "10", ...rest] = text.split(":");
  const validator = validatorSchema.safeParse({ name, publicKey, power });
  if (rest.length === 0 && validator.success) return validator.data;
  throw usageFailure(`${text} is no validator: write NAME:PUBLICKEYHEX:POWER`);
}

const make = defineCommand({
  command: "make",
  describe: "Make the genesis file of a devnet, whose accounts have keys that anyone can derive",
  example: "genesis make --out genesis.json --name lab-net",
  options: {
    out: { type: "string", demandOption: true, describe: "The file to write, which must not be there" },
    name: { type: "string", describe: "The network's name" },
    time: { type: "string", describe: "When it begins, such as 2026-01-01T00:00:00Z [default: now]" },
    validator: {
      type: "string",
      array: true,
      default: [],
      describe: "NAME:PUBLICKEYHEX:POWER, once for each [default: a devnet's one]",
    },
  },
  async run({ out, name, time, validator }) {
    if (existsSync(out)) throw usageFailure(`${out} is there already`);
    const timeMs = time === undefined ? Date.now() : Date.parse(time);
    if (Number.isNaN(timeMs)) throw usageFailure(`${time} is no time: write 2026-01-01T00:00:00Z`);
    const { makeGenesisText, summariseGenesis } = await load();
    const text = makeGenesisText({ name, timeMs, validators: validator.map(parseValidator) });
    const summary = await summariseGenesis(JSON.parse(text));
    saveFile(out, text);
    return answerOf(out, summary);
  },
});

export const genesis = defineGroup("genesis", "The file from which a network begins", [show, check, make]);
