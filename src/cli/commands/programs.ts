// `kedge demo` and `kedge bench`: programs of the repository, which run where its sources are.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Options } from "yargs";
import { type Answer, defineCommand } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";

const projectRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** Hands its flags on as they were given, and its output through. */
function programCommand(name: string, describe: string, example: string, options: Readonly<Record<string, Options>>) {
  return defineCommand({
    command: name,
    describe,
    example,
    options,
    async run(args, { isJson }): Promise<Answer> {
      const program = `scripts/${name}/main.ts`;
      if (!existsSync(new URL(`../../../${program}`, import.meta.url))) {
        throw usageFailure(`${name} is not part of the package: clone the repository and run "npm run ${name}" there`);
      }
      const flags = Object.keys(options).flatMap((flag) =>
        args[flag] === undefined ? [] : [`--${flag}`, String(args[flag])],
      );
      const code = await runToEnd([program, ...flags, ...(isJson ? ["--json"] : [])]);
      // The program has answered itself, in text or in JSON.
      return { text: "", json: undefined, exit: code === 0 ? "done" : "unexpected" };
    },
  });
}

function runToEnd(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, ["--import", "tsx", ...args], { cwd: projectRoot, stdio: "inherit" });
  return new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
}

export const demo = programCommand(
  "demo",
  "Play the whole story over HTTP and check every number; as npm run demo, where the sources are",
  "demo --url http://127.0.0.1:23010",
  { url: { type: "string", describe: "A fresh devnet that runs already [default: a node of its own]" } },
);

export const bench = programCommand(
  "bench",
  "Measure payments a second and their latency; as npm run bench, where the sources are",
  "bench --engine cometbft --validators 4 --json",
  {
    engine: { type: "string", choices: ["single", "cometbft"], describe: "Who orders transactions" },
    validators: { type: "string", describe: "How many, on this machine" },
    seconds: { type: "string", describe: "How long each load lasts" },
    accounts: { type: "string", describe: "Accounts that exist beforehand" },
    out: { type: "string", describe: "A file for the report" },
  },
);
