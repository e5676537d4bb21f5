// Runs schemathesis, a property-based fuzzer of HTTP interfaces, against a devnet node: npx tsx scripts/fuzzApi.ts URL.
//
// It must be installed (`pip install schemathesis`); SCHEMATHESIS names the command where it is not called `st`. Arguments
// after the address are handed on, such as `--max-examples 500` or `--include-path /v1/accounts/balance`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { harvestNames } from "./fuzzNames.ts";

const [baseUrl = "http://127.0.0.1:8420", ...furtherArguments] = process.argv.slice(2);
const command = process.env.SCHEMATHESIS ?? "st";

/** A JSON Schema cannot say all that a message must satisfy, so valid-looking data may well be refused; all else is checked. */
const uncheckedExpectation = "positive_data_acceptance";
const eventsPath = "/v1/events";
/** The fuzzer's own, and 431: data that makes an address longer than a node reads is refused before it is looked at. */
const configuration = `[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 415, 422, 428, 429, 431, "5xx"]
`;

interface GenesisFile {
  readonly aliases: readonly { readonly alias: string }[];
}

/**
 * Random texts are no accounts, devices or sites: with those of the ledger the fuzzer gets past the front door, in half of
 * what it asks and says. Every second well-formed message is sent with the node's own signatures, so that the ledger is
 * tried and not only the bytes to sign.
 */
async function hooks(): Promise<string> {
  const genesis = (await (await fetch(`${baseUrl}/v1/genesis`)).json()) as GenesisFile;
  const aliases = JSON.stringify(genesis.aliases.map(({ alias }) => alias));
  const names = JSON.stringify(JSON.stringify(await harvestNames(baseUrl)));
  return `import json
import zlib
import schemathesis
from hypothesis import strategies

aliases = ${aliases}
names = json.loads(${names})
schemathesis.openapi.format("kedge-account", strategies.sampled_from(aliases))


def digest(value):
    return zlib.crc32(repr(value).encode("utf-8", "replace"))


def known(name, value, choice):
    """What the ledger knows by this name instead of what was made up, wherever it is of the same kind."""
    if isinstance(value, dict):
        return {key: known(key, member, choice + at) for at, (key, member) in enumerate(value.items())}
    if isinstance(value, list):
        return [known(name, member, choice + at) for at, member in enumerate(value)]
    candidates = [one for one in names.get(name, []) if type(one) is type(value)]
    return candidates[choice // 7 % len(candidates)] if candidates and choice % 5 != 0 else value


@schemathesis.hook
def before_call(context, case, kwargs):
    is_message = case.operation.method == "post" and case.operation.path.count("/") == 3 and "/devnet/" not in case.operation.path
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    choice = digest(case.body)
    if is_message and choice % 2 == 0:
        case.query = {"signAs": aliases[choice // 2 % len(aliases)]}
    if is_message and choice % 4 < 2 and isinstance(case.body, dict):
        case.body = known("", case.body, choice // 4)
    asked = digest(case.query)
    if case.operation.method == "get" and asked % 2 == 0 and case.query:
        case.query = known("", dict(case.query), asked // 2)
`;
}

function fuzz(folder: string, selection: readonly string[]): boolean {
  const expectations = ["--checks", "all", "--exclude-checks", uncheckedExpectation];
  const settings = ["--generation-database", "none", "--suppress-health-check", "all", "--continue-on-failure"];
  const configFile = ["--config-file", join(folder, "schemathesis.toml")];
  const options = [
    ...configFile,
    "run",
    `${baseUrl}/openapi.json`,
    ...expectations,
    ...settings,
    ...selection,
    ...furtherArguments,
  ];
  const environment = { ...process.env, PYTHONPATH: folder, SCHEMATHESIS_HOOKS: "kedge_hooks" };
  return spawnSync(command, options, { stdio: "inherit", env: environment }).status === 0;
}

const folder = mkdtempSync(join(tmpdir(), "kedge-fuzz-"));
try {
  writeFileSync(join(folder, "kedge_hooks.py"), await hooks());
  writeFileSync(join(folder, "schemathesis.toml"), configuration);
  // A stream of events has no end: it is read for a second and then cut.
  const isClean = [
    fuzz(folder, ["--exclude-path", eventsPath]),
    fuzz(folder, ["--include-path", eventsPath, "--request-timeout", "1", "--max-examples", "10"]),
  ];
  process.exitCode = isClean.every(Boolean) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}
