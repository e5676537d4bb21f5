// The ledger of the simulation: the real machine and modules over the real store in a directory, stopped and opened again at will.
import { join } from "node:path";
import { recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockResult } from "#src/machine/block.ts";
import { networkOf } from "#src/machine/genesis.ts";
import { Machine } from "#src/machine/machine.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { beginChain, resumeChain } from "#src/node/openLedger.ts";
import { openStore } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { program, registry, simulationGenesis } from "./setting.ts";
import { isStandInSignature } from "./transactions.ts";

export class Ledger {
  readonly network: string;
  readonly #directory: string;
  #store: StateStore;
  #machine: Machine;
  /** Defects that handlers met; breaches that the saboteur makes are among them. */
  faults = 0;

  private constructor(directory: string, network: string, store: StateStore) {
    this.#directory = directory;
    this.network = network;
    this.#store = store;
    this.#machine = this.#machineOver(store);
  }

  static async open(directory: string): Promise<Ledger> {
    const genesis = simulationGenesis();
    const store = await openStore(join(directory, "ledger"), nativeSha256Into);
    const ledger = new Ledger(directory, networkOf(registry, genesis), store);
    await beginChain(ledger.#machine, store, registry, genesis);
    return ledger;
  }

  #machineOver({ journal }: StateStore): Machine {
    return new Machine({
      ...{ versions: program, journal, network: this.network, sha256: nativeSha256 },
      verifyInBlock: isStandInSignature,
      onFault: () => {
        this.faults += 1;
      },
    });
  }

  get height(): number {
    return present(this.#store.head, "the ledger has begun").height;
  }

  get machine(): Machine {
    return this.#machine;
  }

  get state(): StateStore["journal"] {
    return this.#store.journal;
  }

  /** The state as of the newest block, for invariants. */
  reader(): ReturnType<StateStore["reader"]> {
    return this.#store.reader();
  }

  async decide(transactions: readonly Uint8Array[], timeMs: number): Promise<BlockResult> {
    const { result, remembered } = this.#execute(transactions, timeMs);
    const { height } = this.#store.seal();
    await this.#store.persist(
      remembered === undefined ? [] : [{ key: recordKeys.remembered(height), value: remembered }],
    );
    return result;
  }

  /** Executes a block that never reaches the disk, as when the process dies before; then opens what the disk holds. */
  async decideInVain(transactions: readonly Uint8Array[], timeMs: number): Promise<void> {
    this.#execute(transactions, timeMs);
    this.#machine.dropBlock();
    await this.restart();
  }

  /** Stops the process and rebuilds state, tree and memory of transactions from the disk: to the same root. */
  async restart(): Promise<void> {
    const before = bytesToHex(present(this.#store.head, "the ledger has begun").root);
    await this.#store.close();
    this.#store = await openStore(join(this.#directory, "ledger"), nativeSha256Into);
    this.#machine = this.#machineOver(this.#store);
    await resumeChain(this.#machine, this.#store, registry, simulationGenesis());
    const after = bytesToHex(present(this.#store.head, "the ledger has begun").root);
    if (before !== after) throw new Error(`a restart came to root ${after} instead of ${before}`);
  }

  get root(): string {
    return bytesToHex(present(this.#store.head, "the ledger has begun").root);
  }

  #execute(transactions: readonly Uint8Array[], timeMs: number) {
    const neutral = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [] };
    const result = this.#machine.executeBlock({ ...neutral, height: this.height + 1, timeMs, transactions });
    return { result, remembered: this.#machine.guard.takeBlockRow() };
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
