// `kedge testnet logs`: what a node's processes have written.
import { defineCommand } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { logs as showLogs } from "#src/cli/testnet/logs.ts";
import { directoryOption, partOption } from "./options.ts";

export const logs = defineCommand({
  command: "logs <node>",
  describe: "Show the end of a node's logs",
  example: "testnet logs validator-1 --follow",
  positionals: { node: { type: "string", demandOption: true, describe: "The node's name" } },
  options: {
    ...directoryOption,
    ...partOption,
    follow: { type: "boolean", default: false, describe: "Go on with what is added" },
  },
  async run({ dir, node, part, follow }, { terminal, isJson }) {
    if (follow && isJson) throw usageFailure("--follow has no end, so it cannot answer with one JSON value");
    const lines: string[] = [];
    const watch = new AbortController();
    process.once("SIGINT", () => watch.abort());
    const write = (line: string) => void (follow ? terminal.out(`${line}\n`) : lines.push(line));
    await showLogs(dir, node, { part, follow: follow ? watch.signal : undefined, write });
    return { text: lines.join("\n"), json: { node, lines } };
  },
});
