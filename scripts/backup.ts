// Takes a backup of a running node on this machine: npm run backup -- --url http://127.0.0.1:8420 --out FILE.
import { createWriteStream, existsSync, rmSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs } from "node:util";
import { Fault } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { checkBackupFile } from "#src/node/backup/backupFile.ts";
import { moveDurably } from "#src/node/durableFiles.ts";
import { runCommand, say } from "./command.ts";

await runCommand(async () => {
  const { values } = parseArgs({ options: { url: { type: "string" }, out: { type: "string" } } });
  const { url = "http://127.0.0.1:8420", out } = values;
  if (out === undefined) throw new Fault("name the file to write: --out FILE");
  if (existsSync(out)) throw new Fault(`${out} is there already`);
  const unfinished = `${out}.unfinished`;
  try {
    await download(new URL("/v1/admin/backup", url), unfinished);
    const { height, root, stateRows } = await checkBackupFile(unfinished);
    moveDurably(unfinished, out);
    say(`${out}: height ${height}, root ${bytesToHex(root)}, ${stateRows} rows of state`);
    return true;
  } finally {
    rmSync(unfinished, { force: true });
  }
});

async function download(url: URL, file: string): Promise<void> {
  const response = await fetch(url).catch((reason) => {
    throw new Fault(`there is no answer from ${url.origin}`, { cause: reason });
  });
  if (!response.ok || response.body === null) {
    throw new Fault(`the node answers ${response.status}: ${await response.text()}`);
  }
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file, { flush: true }));
}
