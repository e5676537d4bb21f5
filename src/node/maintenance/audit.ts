// Audit: checks a stopped node's whole chain and every promise of every module, trusting nothing that was recorded.
import type { BlockRecord } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { StateScanner } from "#src/state/view.ts";
import { genesisNetworkOf, type OpenLedger } from "../openLedger.ts";
import { blockFaults } from "./blockFaults.ts";
import { findBlock, firstBlockHeight } from "./chain.ts";

export interface AuditReport {
  /** The first block that the ledger has: those before a backup are not there. */
  readonly fromHeight: number;
  readonly height: number;
  readonly blocksChecked: number;
  readonly invariantsChecked: number;
  /** A sentence for everything that is wrong; empty when all is well. */
  readonly broken: readonly string[];
}

/** Opening the ledger has already hashed every row and compared the root. `fromHeight` skips blocks audited before. */
export async function audit({ store, machine, genesis }: OpenLedger, fromHeight = 1): Promise<AuditReport> {
  const head = present(store.head, "a chain has a newest block");
  const network = genesisNetworkOf(machine.network, genesis);
  const first = Math.max(fromHeight, await firstBlockHeight(store));
  const broken: string[] = [];
  let previous: BlockRecord | undefined;
  for (let height = first; height <= head.height; height += 1) {
    for (const fault of blockFaults(store, height, previous, network)) broken.push(`block ${height}: ${fault}`);
    previous = findBlock(store, height);
  }
  const invariants = await brokenInvariants(machine.registry, store.reader());
  return {
    fromHeight: first,
    height: head.height,
    blocksChecked: Math.max(0, head.height - first + 1),
    invariantsChecked: invariants.checked,
    broken: [...broken, ...invariants.broken],
  };
}

async function brokenInvariants(registry: Registry, state: StateScanner) {
  const broken: string[] = [];
  let checked = 0;
  for (const { name, invariants = {} } of registry.modules) {
    for (const [claim, check] of Object.entries(invariants)) {
      checked += 1;
      broken.push(...(await brokenPlaces(() => check({ state }))).map((place) => `${name}/${claim}: ${place}`));
    }
  }
  return { checked, broken };
}

/** An invariant that cannot be evaluated counts as broken. */
async function brokenPlaces(check: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await check();
  } catch (fault) {
    return [`cannot be evaluated: ${String(fault)}`];
  }
}
