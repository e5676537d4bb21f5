// Executes the chain of a stopped node again and compares every root: npm run replay -- --data DIR [--backup FILE].
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { replay } from "#src/node/maintenance/replay.ts";
import { openExistingLedger } from "#src/node/openLedger.ts";
import { dataDirectory, runCommand, say } from "./command.ts";

await runCommand(async () => {
  // A chain that was restored lacks its first blocks: its replay begins from the backup.
  const { values } = parseArgs({ options: { data: { type: "string" }, backup: { type: "string" } } });
  const ledger = await openExistingLedger(dataDirectory(values.data), { onFault: () => undefined });
  const folder = mkdtempSync(join(tmpdir(), "kedge-replay-"));
  try {
    const report = await replay(ledger, { into: join(folder, "data"), backup: values.backup });
    const { fromHeight, height, transactions, root, divergedAt } = report;
    if (divergedAt !== undefined) say(`Block ${divergedAt.height} came to another ${divergedAt.what} than recorded.`);
    say(`From height ${fromHeight} to ${height}, ${transactions} transactions: root ${root}.`);
    return divergedAt === undefined;
  } finally {
    await ledger.store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
