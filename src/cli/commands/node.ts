// `kedge node`: runs a node, with the settings that `npm start` takes.
import type { Options } from "yargs";
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { configOf, nodeSettings } from "#src/node/config.ts";

const options: Record<string, Options> = {};
for (const { flag, variable, description, fallback } of nodeSettings) {
  const otherwise = fallback === undefined ? variable : `${variable}, or ${fallback}`;
  options[flag] = { type: "string", describe: `${description} [default: ${otherwise}]` };
}

const start = defineCommand({
  command: "start",
  describe: "Start a node, which serves until it is told to stop",
  example: "node start --data .kedge --port 8420",
  options,
  async run(args, { terminal }) {
    const flags = Object.fromEntries(
      nodeSettings.map(({ flag }) => [flag, args[flag] as string | string[] | undefined]),
    );
    const { serve } = await import("#src/node/serve.ts");
    const ready = await serve(configOf(flags, terminal.environment));
    const { address, network, height } = ready;
    return { text: `Kedge is ready at ${address}, network ${network}, height ${height}`, json: ready };
  },
});

export const node = defineGroup("node", "A node of a ledger", [start]);
