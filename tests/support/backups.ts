// Backups of chains in memory, as bytes and as files.
import { writeFileSync } from "node:fs";
import { concatBytes } from "#src/crypto/hex.ts";
import { exportBackup } from "#src/node/backup/exportBackup.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";

/** `onPiece` is called while the backup is under way. */
export async function backupBytesOf(
  { store, versions, genesis }: OpenLedger,
  onPiece: () => Promise<unknown> = async () => undefined,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of exportBackup(store, formatGenesis(versions, genesis))) {
    pieces.push(piece);
    await onPiece();
  }
  return concatBytes(...pieces);
}

export async function saveBackup(path: string, ledger: OpenLedger): Promise<void> {
  writeFileSync(path, await backupBytesOf(ledger));
}
