// `kedge audit`: checks the chain of a stopped node and every invariant of every module.
import { defineCommand } from "#src/cli/command.ts";
import { dataDirectory, dataOption, withLedger } from "#src/cli/dataDirectory.ts";

export const audit = defineCommand({
  command: "audit",
  describe: "Check a stopped node's headers, commits, and every promise of every module",
  example: "audit --data .kedge",
  options: dataOption,
  async run({ data }, { terminal }) {
    const { audit: auditLedger } = await import("#src/node/maintenance/audit.ts");
    const report = await withLedger(dataDirectory(data, terminal), (ledger) => auditLedger(ledger));
    const { fromHeight, height, blocksChecked, invariantsChecked, broken } = report;
    const restored = `It has no block before ${fromHeight}: it was restored from a backup, or joined by a snapshot.`;
    const found = `Height ${height}: ${blocksChecked} blocks and ${invariantsChecked} invariants checked, ${broken.length} broken.`;
    const text = [...broken, ...(fromHeight > 1 ? [restored] : []), found].join("\n");
    return { text, json: report, exit: broken.length === 0 ? "done" : "unverified" };
  },
});
