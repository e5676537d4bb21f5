// `kedge testnet`: networks of validators on one machine.
import { defineGroup } from "#src/cli/command.ts";
import { add } from "./add.ts";
import { heal, partition, slow } from "./disturb.ts";
import { init } from "./init.ts";
import { logs } from "./logs.ts";
import { kill, start, status, stop } from "./run.ts";

export const testnet = defineGroup("testnet", "Networks of validators on this machine", [
  init,
  add,
  start,
  status,
  stop,
  kill,
  partition,
  slow,
  heal,
  logs,
]);
