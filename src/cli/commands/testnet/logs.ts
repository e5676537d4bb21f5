// `kedge testnet logs`: what a node's processes have written.
import type { CommandModule } from "yargs";
import { logs as showLogs } from "#src/cli/testnet/logs.ts";
import type { Part } from "#src/cli/testnet/plan.ts";
import { type DirectoryArguments, directoryOption, say } from "./options.ts";

interface Arguments extends DirectoryArguments {
  readonly node: string;
  readonly part: Part | undefined;
  readonly follow: boolean;
}

export const logs: CommandModule<object, Arguments> = {
  command: "logs <node>",
  describe: "Show the end of a node's logs",
  builder: (yargs) =>
    yargs.positional("node", { type: "string", demandOption: true }).options({
      ...directoryOption,
      part: { choices: ["app", "engine"] as const, describe: "Only this process" },
      follow: { type: "boolean", default: false, describe: "Go on with what is added" },
    }),
  async handler({ dir, node, part, follow }) {
    const watch = new AbortController();
    process.once("SIGINT", () => watch.abort());
    await showLogs(dir, node, { part, follow: follow ? watch.signal : undefined, write: say });
  },
};
