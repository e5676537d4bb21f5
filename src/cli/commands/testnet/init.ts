// `kedge testnet init`: makes the nodes' folders, keys and genesis.
import type { CommandModule } from "yargs";
import { init as makeTestnet } from "#src/cli/testnet/init.ts";
import { isTestnet } from "#src/cli/testnet/plan.ts";
import { directoryOption, parseDurationMs, say } from "./options.ts";

interface Arguments {
  readonly dir: string;
  readonly validators: number;
  readonly "full-nodes": number;
  readonly "base-port": number;
  readonly "timeout-commit": string;
  readonly "timeout-propose": string;
  readonly links: boolean;
  readonly containers: boolean;
  readonly keep: boolean;
}

export const init: CommandModule<object, Arguments> = {
  command: "init",
  describe: "Make a testnet: a folder for each node, its keys, and one genesis",
  builder: (yargs) =>
    yargs.options({
      ...directoryOption,
      validators: { type: "number", default: 4, describe: "Nodes that vote" },
      "full-nodes": { type: "number", default: 0, describe: "Nodes that follow without a vote" },
      "base-port": { type: "number", default: 26_000, describe: "The first of about 420 ports on 127.0.0.1" },
      "timeout-commit": { type: "string", default: "200ms", describe: "How long the engine waits after a block" },
      "timeout-propose": { type: "string", default: "1s", describe: "How long it waits for a proposal" },
      links: {
        type: "boolean",
        default: true,
        describe: "Let nodes reach each other over links that can be cut and slowed",
      },
      containers: { type: "boolean", default: false, describe: "Lay it out for docker-compose.yml" },
      keep: { type: "boolean", default: false, describe: "Leave a testnet that is there already as it is" },
    }),
  async handler({ dir, validators, links, containers, keep, ...others }) {
    if (keep && isTestnet(dir)) return say(`${dir} holds a testnet already`);
    const timing = {
      timeoutCommitMs: parseDurationMs(others["timeout-commit"]),
      timeoutProposeMs: parseDurationMs(others["timeout-propose"]),
    };
    const place = containers ? "containers" : { basePort: others["base-port"] };
    const plan = await makeTestnet(dir, {
      validators,
      fullNodes: others["full-nodes"],
      place,
      hasLinks: links,
      timing,
    });
    say(`${plan.nodes.length} nodes of ${plan.chainId} in ${dir}`);
  },
};
