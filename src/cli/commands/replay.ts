// `kedge replay`: executes the chain of a stopped node again and compares every root.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineCommand } from "#src/cli/command.ts";
import { describeDifference } from "#src/cli/compare/differenceText.ts";
import { dataDirectory, dataOption, withLedger } from "#src/cli/dataDirectory.ts";

export const replay = defineCommand({
  command: "replay",
  describe: "Execute a stopped node's blocks again, compare every root, and show what differs",
  example: "replay --data .kedge",
  options: {
    ...dataOption,
    backup: {
      type: "string",
      describe: "The backup from which the chain was restored: its first blocks are not there",
    },
  },
  async run({ data, backup }, { terminal }) {
    const { replay: replayLedger } = await import("#src/node/maintenance/replay.ts");
    const folder = mkdtempSync(join(tmpdir(), "kedge-replay-"));
    try {
      const report = await withLedger(dataDirectory(data, terminal), (ledger) =>
        replayLedger(ledger, { into: join(folder, "data"), backup }),
      );
      const { fromHeight, height, transactions, root, divergedAt } = report;
      const lines = [`From height ${fromHeight} to ${height}, ${transactions} transactions: root ${root}.`];
      if (divergedAt !== undefined) {
        const { difference, what } = divergedAt;
        const sides = { left: "recorded", right: "replayed" };
        const shown = difference === undefined ? "That state is not kept." : describeDifference(difference, sides);
        lines.unshift(`Block ${divergedAt.height} came to another ${what} than recorded.`, shown);
      }
      return { text: lines.join("\n"), json: report, exit: divergedAt === undefined ? "done" : "unverified" };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
});
