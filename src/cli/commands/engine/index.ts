// `kedge engine`: the consensus engine's program, found or built.
import type { Argv, CommandModule } from "yargs";
import { engineCacheFolder, engineVersion, findEngine } from "#src/cli/engine/binary.ts";
import { installEngine } from "#src/cli/engine/install.ts";

const json = { json: { type: "boolean", default: false, describe: "Answer as one line of JSON" } } as const;

interface JsonArguments {
  readonly json: boolean;
}

const install: CommandModule<object, JsonArguments> = {
  command: "install",
  describe: `Build CometBFT ${engineVersion} with Go, unless it is here already`,
  builder: (yargs) => yargs.options(json),
  async handler({ json: isJson }) {
    // What Go is doing goes beside the answer.
    const { path, version, source } = await installEngine((line) => process.stderr.write(`${line}\n`));
    const answer = isJson ? JSON.stringify({ path, version, source }) : `CometBFT ${version} is at ${path}`;
    process.stdout.write(`${answer}\n`);
  },
};

const status: CommandModule<object, JsonArguments> = {
  command: "status",
  describe: "Say which CometBFT would be started; the exit code is 1 when there is none",
  builder: (yargs) => yargs.options(json),
  async handler({ json: isJson }) {
    const found = await findEngine();
    const { path = null, version = null, source = null } = found ?? {};
    const facts = { installed: found !== undefined, path, version, source, wanted: engineVersion };
    const absent = `CometBFT ${engineVersion} is not here; "kedge engine install" puts it into ${engineCacheFolder(process.env)}`;
    const text = found === undefined ? absent : `CometBFT ${version} is at ${path} (${source})`;
    process.stdout.write(`${isJson ? JSON.stringify(facts) : text}\n`);
    if (found === undefined) process.exitCode = 1;
  },
};

export const engine: CommandModule = {
  command: "engine <command>",
  describe: "The consensus engine: install it, or see which one is used",
  builder: (yargs: Argv) => yargs.command(install).command(status).demandCommand(1),
  handler: () => undefined,
};
