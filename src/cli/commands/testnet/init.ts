// `kedge testnet init`: makes the nodes' folders, keys and genesis.
import { defineCommand } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { init as makeTestnet } from "#src/cli/testnet/init.ts";
import { isTestnet, loadPlan } from "#src/cli/testnet/plan.ts";
import { directoryOption } from "./options.ts";

export const init = defineCommand({
  command: "init",
  describe: "Make a testnet: a folder for each node, its keys, and one genesis",
  example: "testnet init --validators 4 --dir net --base-port 23000",
  options: {
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
  },
  async run({ dir, validators, links, containers, keep, ...others }) {
    const isThere = keep && isTestnet(dir);
    const timing = {
      timeoutCommitMs: parseDurationMs(others["timeout-commit"]),
      timeoutProposeMs: parseDurationMs(others["timeout-propose"]),
    };
    const place = containers ? "containers" : { basePort: others["base-port"] };
    const options = { validators, fullNodes: others["full-nodes"], place, hasLinks: links, timing } as const;
    const { chainId, nodes } = isThere ? loadPlan(dir) : await makeTestnet(dir, options);
    const text = isThere ? `${dir} holds a testnet already` : `${nodes.length} nodes of ${chainId} in ${dir}`;
    return { text, json: { dir, chainId, isNew: !isThere, nodes: nodes.map(({ name }) => name) } };
  },
});
