// `kedge demo` and `kedge bench`: programs of the repository, which run where its sources are.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Answer, defineCommand } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";

const projectRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** Hands on what follows `--`, so that the program's own list of flags stays the only one. */
function programCommand(name: string, describe: string, example: string) {
  return defineCommand({
    command: name,
    describe,
    example,
    async run(_, { isJson, rest }): Promise<Answer> {
      const program = `scripts/${name}/main.ts`;
      if (!existsSync(new URL(`../../../${program}`, import.meta.url))) {
        throw usageFailure(`${name} is not part of the package: clone the repository and run "npm run ${name}" there`);
      }
      const code = await runToEnd([program, ...rest, ...(isJson ? ["--json"] : [])]);
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
  "demo -- --url http://127.0.0.1:23010",
);

export const bench = programCommand(
  "bench",
  "Measure payments a second and their latency; as npm run bench, where the sources are",
  "bench --json -- --engine cometbft --validators 4",
);
