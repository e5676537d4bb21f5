// Puts a ledger that was built from a snapshot in the place of the one that a node began with.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ledgerIn } from "#src/consensus/abci/snapshots/joining.ts";
import { openLevelDatabase } from "#src/state/store/levelDatabase.ts";
import { type ImportedState, storeOver } from "#src/state/store/snapshot/importSnapshot.ts";
import { moveDurably } from "./durableFiles.ts";
import {
  type LedgerHooks,
  type LedgerPlace,
  machineOf,
  type OpenLedger,
  resumeChain,
  storeDirectory,
} from "./openLedger.ts";

/** Where it is built. */
export function joiningDirectory(data: string): string {
  return join(data, "joining");
}

/** Wherever this is cut short, a start finds one ledger or the other, or none and begins anew. */
export async function exchangeLedger(
  { genesis, versions, machine: { network }, store: left }: OpenLedger,
  imported: ImportedState,
  { data, archive = false }: LedgerPlace,
  { onFault }: Pick<LedgerHooks, "onFault">,
): Promise<OpenLedger> {
  await left.close();
  rmSync(storeDirectory(data), { recursive: true, force: true });
  moveDurably(ledgerIn(joiningDirectory(data)), storeDirectory(data));
  rmSync(joiningDirectory(data), { recursive: true });
  const store = storeOver(await openLevelDatabase(storeDirectory(data)), imported, { archive });
  try {
    const machine = machineOf(versions, store, network, onFault);
    await resumeChain(machine, store, versions.registryOf(genesis.moduleVersions), genesis);
    return { genesis, versions, machine, store };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}
