// `kedge export`: a backup of a running node, or of a stopped node's directory, which `kedge import` restores.
import { createWriteStream, existsSync, rmSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { defineCommand } from "#src/cli/command.ts";
import { dataDirectory, dataOption, withLedger } from "#src/cli/dataDirectory.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { parseHeight } from "#src/cli/heights.ts";
import { download, tokenFileOption } from "#src/cli/http.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { checkBackupFile } from "#src/node/backup/backupFile.ts";
import { moveDurably } from "#src/node/durableFiles.ts";
import { exportBalanceSheet } from "./balanceSheet.ts";

export const exportCommand = defineCommand({
  command: "export",
  describe:
    "Write a backup: of a running node on this machine with --url, else of a stopped node's directory; or see below",
  example: "export --url http://127.0.0.1:8420 --out ledger.backup",
  children: [exportBalanceSheet],
  options: {
    ...dataOption,
    url: { type: "string", conflicts: "data", describe: "The running node, on this machine" },
    ...tokenFileOption,
    out: { type: "string", demandOption: true, describe: "The file to write, which must not be there" },
    height: { type: "string", describe: "An earlier height that is still kept [default: the newest]" },
  },
  async run({ data, url, out, height: wanted }, { terminal }) {
    if (existsSync(out)) throw usageFailure(`${out} is there already`);
    const height = wanted === undefined ? undefined : parseHeight(wanted, "--height");
    const unfinished = `${out}.unfinished`;
    try {
      if (url === undefined) await exportDirectory(dataDirectory(data, terminal), unfinished, height);
      else await download(url, `/v1/admin/backup${height === undefined ? "" : `?height=${height}`}`, unfinished);
      const manifest = await checkBackupFile(unfinished);
      moveDurably(unfinished, out);
      const json = { file: out, height: manifest.height, root: bytesToHex(manifest.root), rows: manifest.stateRows };
      return { text: `${out}: height ${json.height}, root ${json.root}, ${json.rows} rows of state`, json };
    } finally {
      rmSync(unfinished, { force: true });
    }
  },
});

async function exportDirectory(directory: string, file: string, height: number | undefined): Promise<void> {
  const { exportBackup } = await import("#src/node/backup/exportBackup.ts");
  const { formatGenesis } = await import("#src/node/genesisFile.ts");
  await withLedger(directory, async ({ store, versions, genesis }) => {
    // A height that is not kept is refused before anything is written.
    if (height !== undefined) await store.readerAt(height);
    const pieces = exportBackup(store, formatGenesis(versions, genesis), height);
    await pipeline(Readable.from(pieces, { objectMode: false }), createWriteStream(file, { flush: true }));
  });
}
