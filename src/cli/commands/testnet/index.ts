// `kedge testnet`: networks of validators on one machine.
import type { Argv, CommandModule } from "yargs";
import { heal, partition, slow } from "./disturb.ts";
import { init } from "./init.ts";
import { logs } from "./logs.ts";
import { kill, start, status, stop } from "./run.ts";

export const testnet: CommandModule = {
  command: "testnet <command>",
  describe: "Networks of validators on this machine",
  builder: (yargs: Argv) =>
    yargs
      .command(init)
      .command(start)
      .command(status)
      .command(stop)
      .command(kill)
      .command(partition)
      .command(slow)
      .command(heal)
      .command(logs)
      .demandCommand(1),
  handler: () => undefined,
};
