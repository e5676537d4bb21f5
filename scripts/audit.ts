// Audits the chain of a stopped node and every invariant of every module: npm run audit -- --data DIR.
import { parseArgs } from "node:util";
import { audit } from "#src/node/maintenance/audit.ts";
import { openExistingLedger } from "#src/node/openLedger.ts";
import { dataDirectory, runCommand, say } from "./command.ts";

await runCommand(async () => {
  const { values } = parseArgs({ options: { data: { type: "string" } } });
  const ledger = await openExistingLedger(dataDirectory(values.data), { onFault: () => undefined });
  try {
    const { fromHeight, height, blocksChecked, invariantsChecked, broken } = await audit(ledger);
    for (const sentence of broken) say(sentence);
    if (fromHeight > 1) say(`The chain was restored from a backup: it has no block before ${fromHeight}.`);
    say(
      `Height ${height}: ${blocksChecked} blocks and ${invariantsChecked} invariants checked, ${broken.length} broken.`,
    );
    return broken.length === 0;
  } finally {
    await ledger.store.close();
  }
});
