// `kedge snapshot`: what a node offers to those who join its network without executing every block.
import { defineCommand } from "#src/cli/command.ts";
import { dataDirectory, dataOption } from "#src/cli/dataDirectory.ts";

export const snapshot = defineCommand({
  command: "snapshot",
  describe: "List the snapshots by which nodes join, and check every chunk; for a backup of your own see export",
  example: "snapshot --data net/validator-1/ledger",
  options: {
    data: {
      ...dataOption.data,
      describe: "The data directory, also of a node that runs [default: KEDGE_DATA, or .kedge]",
    },
  },
  async run({ data }, { terminal }) {
    const { offeredSnapshots } = await import("#src/node/maintenance/snapshots.ts");
    const directory = dataDirectory(data, terminal);
    const snapshots = offeredSnapshots(directory);
    const lines = snapshots.map(({ height, root, rows, chunks, bytes, damagedChunks }) => {
      const state = damagedChunks.length === 0 ? "whole" : `damaged: chunks ${damagedChunks.join(", ")}`;
      return `height ${height}, root ${root}, ${rows} rows in ${chunks} chunks, ${bytes} bytes, ${state}`;
    });
    const isWhole = snapshots.every(({ damagedChunks }) => damagedChunks.length === 0);
    const none = `${directory} offers no snapshots: a node with --engine cometbft makes them`;
    return {
      text: lines.join("\n") || none,
      json: { data: directory, snapshots },
      exit: isWhole ? "done" : "unverified",
    };
  },
});
