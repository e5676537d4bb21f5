// Restores a backup into a directory without a chain: beside its place first, and there only once all of it was checked.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { present } from "#src/core/assert.ts";
import { parseGenesis } from "#src/machine/genesis.ts";
import { blockRowWrites } from "#src/state/store/blockWrites.ts";
import { openLevelDatabase } from "#src/state/store/levelDatabase.ts";
import { importSnapshotInto } from "#src/state/store/snapshot/importSnapshot.ts";
import { joinParts, partPrefix } from "#src/state/store/snapshot/rowParts.ts";
import type { StoredRow } from "#src/state/view.ts";
import { moveDurably, saveFile } from "../durableFiles.ts";
import { formatGenesis, genesisFileName, readGenesis } from "../genesisFile.ts";
import { blockFaults } from "../maintenance/blockFaults.ts";
import { nativeSha256Into } from "../nativeCrypto.ts";
import { genesisNetworkOf, type LedgerPlace, openExistingLedger, storeDirectory } from "../openLedger.ts";
import { programModules } from "../programModules.ts";
import { BackupFault } from "./backupFault.ts";
import { checkBackupFile, readBackupFile, unsoundUnlessDone } from "./backupFile.ts";

export interface RestoredState {
  readonly height: number;
  readonly root: Uint8Array;
}

/** `genesis` names the genesis file that the backup must belong to; one that lies in the directory counts too. */
export async function restoreBackup(
  file: string,
  { data, genesis }: Pick<LedgerPlace, "data" | "genesis">,
): Promise<RestoredState> {
  if (existsSync(storeDirectory(data))) {
    throw new BackupFault("directoryInUse", `${data} holds a chain: a backup is restored into an empty directory`);
  }
  const wasThere = existsSync(data);
  const restoring = join(data, "restoring");
  rmSync(restoring, { recursive: true, force: true });
  try {
    await checkBackupFile(file);
    mkdirSync(restoring, { recursive: true });
    const own = join(data, genesisFileName);
    const expected = [...(genesis === undefined ? [] : [genesis]), ...(existsSync(own) ? [own] : [])];
    await unsoundUnlessDone(() => takeIn(file, restoring, expected));
    const restored = await unsoundUnlessDone(() => checkRestored(restoring));
    // A chain without its genesis file does not start, so a crash between the two is noticed.
    moveDurably(storeDirectory(restoring), storeDirectory(data));
    moveDurably(join(restoring, genesisFileName), join(data, genesisFileName));
    rmSync(restoring, { recursive: true });
    return restored;
  } catch (fault) {
    rmSync(wasThere ? restoring : data, { recursive: true, force: true });
    throw fault;
  }
}

async function takeIn(file: string, restoring: string, expectedGenesisFiles: readonly string[]): Promise<void> {
  const frames = readBackupFile(file);
  const first = await frames.next();
  const text = new TextDecoder("utf-8", { fatal: true }).decode(present(first.value ?? undefined, "a genesis file"));
  const versions = programModules();
  const genesis = formatGenesis(versions, parseGenesis(versions, JSON.parse(text)));
  for (const path of expectedGenesisFiles) {
    if (formatGenesis(versions, readGenesis(versions, path)) === genesis) continue;
    throw new BackupFault("otherNetwork", `the backup is not of the network that ${path} describes`);
  }
  saveFile(join(restoring, genesisFileName), genesis);

  const database = await openLevelDatabase(storeDirectory(restoring));
  const store = await importSnapshotInto(database, frames, undefined, nativeSha256Into);
  try {
    const parts: StoredRow[] = [];
    for await (const row of store.scanBlockRows({ prefix: partPrefix })) parts.push(row);
    const partsGone = parts.map(({ key }) => ({ key, value: undefined }));
    await database.write(blockRowWrites([...joinParts(parts), ...partsGone]));
  } finally {
    await store.close();
  }
}

/** Opens it as a node would, and looks at the block that the next one will follow. */
async function checkRestored(restoring: string): Promise<RestoredState> {
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const ledger = await openExistingLedger(restoring, { onFault });
  try {
    const { height, root } = present(ledger.store.head, "an open ledger has a state");
    const network = genesisNetworkOf(ledger.machine.network, ledger.genesis);
    const [broken] = height === 0 ? [] : blockFaults(ledger.store, height, undefined, network);
    if (broken !== undefined) throw new BackupFault("inconsistent", `the newest block of the backup: ${broken}`);
    return { height, root };
  } finally {
    await ledger.store.close();
  }
}
