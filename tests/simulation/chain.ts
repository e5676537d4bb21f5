// A chain as a node keeps it: the real machine over the real store in a directory, which can be closed and opened again.
import { join } from "node:path";
import { recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import type { BlockInput, BlockResult } from "#src/machine/block.ts";
import { type Genesis, networkOf } from "#src/machine/genesis.ts";
import type { Machine } from "#src/machine/machine.ts";
import type { ModuleVersions } from "#src/machine/versions.ts";
import { nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { beginChain, machineOf, resumeChain } from "#src/node/openLedger.ts";
import type { RowChange } from "#src/state/journal.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import { openStore } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { Reported } from "./votes.ts";

/** A block as it was decided. */
export interface DecidedBlock extends Reported {
  readonly timeMs: number;
  readonly transactions: readonly Uint8Array[];
}

export interface SealedBlock extends BlockResult {
  readonly root: Uint8Array;
  readonly changes: readonly RowChange[];
}

export class Chain {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly faults: string[];

  private constructor(machine: Machine, store: StateStore, faults: string[]) {
    this.machine = machine;
    this.store = store;
    this.faults = faults;
  }

  /** Begins the chain of a directory, or goes on with it. */
  static async open(directory: string, versions: ModuleVersions, genesis: Genesis): Promise<Chain> {
    return Chain.#on(await openStore(join(directory, "ledger"), nativeSha256Into), versions, genesis);
  }

  /** A chain whose stored values are frozen, so that a handler that writes to one is noticed. */
  static async inMemory(versions: ModuleVersions, genesis: Genesis): Promise<Chain> {
    return Chain.#on(createMemoryStore({ hasTree: true }), versions, genesis);
  }

  static async #on(store: StateStore, versions: ModuleVersions, genesis: Genesis): Promise<Chain> {
    const registry = versions.registryOf(genesis.moduleVersions);
    const faults: string[] = [];
    const onFault = (fault: unknown, where: string) =>
      void faults.push(`${where}: ${fault instanceof Error ? fault.stack : String(fault)}`);
    const machine = machineOf(versions, store, networkOf(registry, genesis), onFault);
    if (store.head === undefined) await beginChain(machine, store, registry, genesis);
    else await resumeChain(machine, store, registry, genesis);
    return new Chain(machine, store, faults);
  }

  get height(): number {
    return present(this.store.head, "a chain has a newest block").height;
  }

  get timeMs(): number {
    return present(this.store.head, "a chain has a newest block").timeMs;
  }

  /** Executes a block as a proposal that is not decided. */
  propose(block: DecidedBlock): BlockResult {
    const result = this.machine.executeBlock(this.#input(block));
    this.machine.dropBlock();
    return result;
  }

  async decide(block: DecidedBlock): Promise<SealedBlock> {
    const result = this.machine.executeBlock(this.#input(block));
    const remembered = this.machine.guard.takeBlockRow();
    const { root, changes, height } = this.store.seal();
    await this.store.persist(
      remembered === undefined ? [] : [{ key: recordKeys.remembered(height), value: remembered }],
    );
    return { ...result, root, changes };
  }

  #input(block: DecidedBlock): BlockInput {
    return { proposerAddress: new Uint8Array(20), ...block, height: this.height + 1 };
  }

  close(): Promise<void> {
    return this.store.close();
  }
}
