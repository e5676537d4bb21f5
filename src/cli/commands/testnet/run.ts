// `kedge testnet start`, `stop`, `kill` and `status`: the processes of a testnet.
import { defineCommand } from "#src/cli/command.ts";
import { kill as killNode, start as startNodes, stop as stopNodes } from "#src/cli/testnet/network.ts";
import { status as statusOf } from "#src/cli/testnet/status.ts";
import { describeNodes, directoryOption, nodesPositional, partOption } from "./options.ts";

/** Those named, or all. */
const wanted = (nodes: readonly string[] | undefined) => (nodes?.length === 0 ? undefined : nodes);

export const start = defineCommand({
  command: "start [nodes..]",
  describe: "Start all nodes, or those named, and wait until they are ready",
  example: "testnet start --dir net",
  positionals: { nodes: nodesPositional },
  options: directoryOption,
  async run({ dir, nodes }, { terminal }) {
    await startNodes(dir, wanted(nodes));
    const found = await statusOf(dir);
    return { text: describeNodes(found.nodes, terminal), json: found };
  },
});

export const stop = defineCommand({
  command: "stop [nodes..]",
  describe: "Stop all nodes, or those named",
  example: "testnet stop --dir net",
  positionals: { nodes: nodesPositional },
  options: directoryOption,
  async run({ dir, nodes }) {
    await stopNodes(dir, wanted(nodes));
    return { text: "", json: { stopped: wanted(nodes) ?? "all" } };
  },
});

export const kill = defineCommand({
  command: "kill <node>",
  describe: "End a node as a power cut would; `start NODE` brings it back",
  example: "testnet kill validator-2",
  positionals: { node: { type: "string", demandOption: true, describe: "The node's name" } },
  options: { ...directoryOption, ...partOption },
  async run({ dir, node, part }) {
    await killNode(dir, node, part);
    return { text: "", json: { killed: node, part: part ?? "both" } };
  },
});

export const status = defineCommand({
  command: "status",
  describe: "Height and root of every node",
  example: "testnet status --dir net --json",
  options: directoryOption,
  async run({ dir }, { terminal }) {
    const found = await statusOf(dir);
    return { text: describeNodes(found.nodes, terminal), json: found };
  },
});
