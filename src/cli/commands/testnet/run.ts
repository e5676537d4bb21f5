// `kedge testnet start`, `stop`, `kill` and `status`: the processes of a testnet.
import type { CommandModule } from "yargs";
import { kill as killNode, start as startNodes, stop as stopNodes } from "#src/cli/testnet/network.ts";
import type { Part } from "#src/cli/testnet/plan.ts";
import { status as statusOf } from "#src/cli/testnet/status.ts";
import {
  type DirectoryArguments,
  describeNodes,
  directoryOption,
  type JsonArguments,
  jsonOption,
  say,
} from "./options.ts";

export const start: CommandModule<object, DirectoryArguments & { readonly nodes: readonly string[] | undefined }> = {
  command: "start [nodes..]",
  describe: "Start all nodes, or those named, and wait until they are ready",
  builder: (yargs) => yargs.positional("nodes", { type: "string", array: true }).options(directoryOption),
  async handler({ dir, nodes }) {
    await startNodes(dir, nodes?.length === 0 ? undefined : nodes);
    say(describeNodes((await statusOf(dir)).nodes));
  },
};

export const stop: CommandModule<object, DirectoryArguments & { readonly nodes: readonly string[] | undefined }> = {
  command: "stop [nodes..]",
  describe: "Stop all nodes, or those named",
  builder: (yargs) => yargs.positional("nodes", { type: "string", array: true }).options(directoryOption),
  handler: ({ dir, nodes }) => stopNodes(dir, nodes?.length === 0 ? undefined : nodes),
};

export const kill: CommandModule<
  object,
  DirectoryArguments & { readonly node: string; readonly part: Part | undefined }
> = {
  command: "kill <node>",
  describe: "End a node as a power cut would; `start NODE` brings it back",
  builder: (yargs) =>
    yargs
      .positional("node", { type: "string", demandOption: true })
      .options({ ...directoryOption, part: { choices: ["app", "engine"] as const, describe: "Only this process" } }),
  handler: ({ dir, node, part }) => killNode(dir, node, part),
};

export const status: CommandModule<object, JsonArguments> = {
  command: "status",
  describe: "Height and root of every node",
  builder: (yargs) => yargs.options({ ...directoryOption, ...jsonOption }),
  async handler({ dir, json }) {
    const found = await statusOf(dir);
    say(json ? JSON.stringify(found) : describeNodes(found.nodes));
  },
};
