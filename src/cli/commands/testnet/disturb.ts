// `kedge testnet partition`, `slow` and `heal`: what the links between nodes let through.
import { type Answer, defineCommand } from "#src/cli/command.ts";
import { parseDurationMs } from "#src/cli/durations.ts";
import { partition as cutLinks, heal as healLinks, slow as slowLinks } from "#src/cli/testnet/links/conditions.ts";
import { directoryOption, nodesPositional } from "./options.ts";

const done = (json: Readonly<Record<string, unknown>>): Answer => ({ text: "", json });

export const partition = defineCommand({
  command: "partition <nodes..>",
  describe: "Cut these nodes off from all others",
  example: "testnet partition validator-1 validator-2",
  positionals: { nodes: { ...nodesPositional, demandOption: true } },
  options: directoryOption,
  async run({ dir, nodes }) {
    await cutLinks(dir, nodes);
    return done({ partitioned: nodes });
  },
});

export const slow = defineCommand({
  command: "slow <nodes..>",
  describe: "Delay and narrow every link of these nodes",
  example: "testnet slow validator-3 --delay 100ms --rate 200000",
  positionals: { nodes: { ...nodesPositional, demandOption: true } },
  options: {
    ...directoryOption,
    delay: { type: "string", default: "0ms", describe: "Added one way" },
    rate: { type: "number", default: 0, describe: "Bytes a second of each link; 0 for no limit" },
  },
  async run({ dir, nodes, delay, rate }) {
    const how = { delayMs: parseDurationMs(delay), bytesPerSecond: rate };
    await slowLinks(dir, nodes, how);
    return done({ slowed: nodes, ...how });
  },
});

export const heal = defineCommand({
  command: "heal",
  describe: "Open every link",
  example: "testnet heal",
  options: directoryOption,
  async run({ dir }) {
    await healLinks(dir);
    return done({ healed: true });
  },
});
