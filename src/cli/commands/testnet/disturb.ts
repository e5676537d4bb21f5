// `kedge testnet partition`, `slow` and `heal`: what the links between nodes let through.
import type { CommandModule } from "yargs";
import { partition as cutLinks, heal as healLinks, slow as slowLinks } from "#src/cli/testnet/links/conditions.ts";
import { type DirectoryArguments, directoryOption, parseDurationMs } from "./options.ts";

interface NodesArguments extends DirectoryArguments {
  readonly nodes: readonly string[];
}

export const partition: CommandModule<object, NodesArguments> = {
  command: "partition <nodes..>",
  describe: "Cut these nodes off from all others",
  builder: (yargs) =>
    yargs.positional("nodes", { type: "string", array: true, demandOption: true }).options(directoryOption),
  handler: ({ dir, nodes }) => cutLinks(dir, nodes),
};

export const slow: CommandModule<object, NodesArguments & { readonly delay: string; readonly rate: number }> = {
  command: "slow <nodes..>",
  describe: "Delay and narrow every link of these nodes",
  builder: (yargs) =>
    yargs.positional("nodes", { type: "string", array: true, demandOption: true }).options({
      ...directoryOption,
      delay: { type: "string", default: "0ms", describe: "Added one way" },
      rate: { type: "number", default: 0, describe: "Bytes a second of each link; 0 for no limit" },
    }),
  handler: ({ dir, nodes, delay, rate }) =>
    slowLinks(dir, nodes, { delayMs: parseDurationMs(delay), bytesPerSecond: rate }),
};

export const heal: CommandModule<object, DirectoryArguments> = {
  command: "heal",
  describe: "Open every link",
  builder: (yargs) => yargs.options(directoryOption),
  handler: ({ dir }) => healLinks(dir),
};
