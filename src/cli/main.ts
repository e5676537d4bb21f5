// The command `kedge`: what it can do, and how a failure is said.
import yargs from "yargs";
import { hideBin } from "yargs/helpers";
import { Fault } from "#src/core/assert.ts";
import { reasonText } from "#src/node/reasonText.ts";
import { engine } from "./commands/engine/index.ts";
import { testnet } from "./commands/testnet/index.ts";

try {
  await yargs(hideBin(process.argv))
    .scriptName("kedge")
    .command(engine)
    .command(testnet)
    .demandCommand(1, "Say what to do; --help lists it.")
    .strict()
    .fail((message, fault) => {
      throw fault ?? new Fault(message);
    })
    .parseAsync();
} catch (reason) {
  process.stderr.write(`${reasonText(reason)}\n`);
  process.exitCode = 1;
}
