// What the commands of testnets have in common: the folder, the nodes, how durations are written, and how nodes are shown.

import { inColour, type Terminal } from "#src/cli/terminal.ts";
import type { NodeStatus } from "#src/cli/testnet/status.ts";

export const directoryOption = {
  dir: { type: "string", default: ".kedge-testnet", describe: "The testnet's folder" },
} as const;

export const partOption = { part: { choices: ["app", "engine"] as const, describe: "Only this process" } } as const;

export const nodesPositional = { type: "string", array: true, describe: "Names of nodes" } as const;

/** One line for each node. */
export function describeNodes(nodes: readonly NodeStatus[], terminal: Terminal): string {
  return nodes
    .map(({ name, api, height, root, running }) => {
      const state = inColour(terminal, running ? "green" : "red", (running ? "running" : "down").padEnd(8));
      return `${name.padEnd(12)} ${state} ${String(height ?? "-").padStart(7)}  ${root?.slice(0, 16) ?? "-"}  ${api}`;
    })
    .join("\n");
}
