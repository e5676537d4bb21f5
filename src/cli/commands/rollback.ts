// `kedge rollback`: takes the chain of a stopped node back to an earlier height.
import { defineCommand } from "#src/cli/command.ts";
import { dataDirectory, dataOption, withLedger } from "#src/cli/dataDirectory.ts";
import { parseHeight } from "#src/cli/heights.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

export const rollback = defineCommand({
  command: "rollback",
  describe: "Take a stopped node's chain back to an earlier height",
  example: "rollback --data .kedge --to 1200",
  options: { ...dataOption, to: { type: "string", demandOption: true, describe: "The height to go back to" } },
  run({ data, to }, { terminal }) {
    const wanted = parseHeight(to, "--to");
    return withLedger(dataDirectory(data, terminal), async ({ store }) => {
      const { height: before } = present(store.head, "an open ledger has a state");
      const { rollBackTo } = await import("#src/node/maintenance/rollback.ts");
      await rollBackTo(store, wanted);
      const { height, root } = present(store.head, "an open ledger has a state");
      const rootHex = bytesToHex(root);
      const text = `From height ${before} back to ${height}, root ${rootHex}.`;
      return { text, json: { from: before, height, root: rootHex } };
    });
  },
});
