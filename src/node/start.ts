// The command that starts a node: reads its settings, serves, and stops cleanly when asked to.
import { readConfig } from "./config.ts";
import { reasonText } from "./reasonText.ts";
import { serve } from "./serve.ts";

try {
  const { address, network, height } = await serve(readConfig(process.argv.slice(2), process.env));
  process.stdout.write(`Kedge is ready at ${address}, network ${network}, height ${height}\n`);
} catch (fault) {
  process.stderr.write(`Kedge does not start: ${reasonText(fault)}\n`);
  process.exitCode = 1;
}
