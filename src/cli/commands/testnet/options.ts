// What the commands of testnets have in common: the folder, the form of the answer, and how durations and rates are written.

import type { NodeStatus } from "#src/cli/testnet/status.ts";
import { Fault } from "#src/core/assert.ts";

export const directoryOption = {
  dir: { type: "string", default: ".kedge-testnet", describe: "The testnet's folder" },
} as const;

export const jsonOption = {
  json: { type: "boolean", default: false, describe: "Answer as one line of JSON" },
} as const;

export interface DirectoryArguments {
  readonly dir: string;
}

export interface JsonArguments extends DirectoryArguments {
  readonly json: boolean;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** `200ms`, `2s`, or a number of milliseconds. */
export function parseDurationMs(text: string): number {
  const [, amount, unit = "ms"] = /^([0-9]{1,6})(ms|s)?$/.exec(text) ?? [];
  if (amount === undefined) throw new Fault(`${text} is no duration: write 200ms or 2s`);
  return Number(amount) * (unit === "s" ? 1_000 : 1);
}

/** One line for each node. */
export function describeNodes(nodes: readonly NodeStatus[]): string {
  return nodes
    .map(({ name, api, height, root, running }) => {
      const state = running ? "running" : "down";
      return `${name.padEnd(12)} ${state.padEnd(8)} ${String(height ?? "-").padStart(7)}  ${root?.slice(0, 16) ?? "-"}  ${api}`;
    })
    .join("\n");
}
