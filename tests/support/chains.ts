// A chain under the single engine for tests: a real machine, pool and engine, in memory or in a directory.
import { commitSigner } from "#src/comet/commit.ts";
import { Pool, type Waiting } from "#src/consensus/pool.ts";
import type { DecidedBlockRecord } from "#src/consensus/records.ts";
import type { SingleValidator } from "#src/consensus/single/blockInput.ts";
import { SingleEngine } from "#src/consensus/single/engine.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { type Genesis, networkOf } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { devnetGenesis, devnetValidatorKey } from "#src/node/devnet.ts";
import { nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { beginChain, genesisNetworkOf, machineOf, type OpenLedger, resumeChain } from "#src/node/openLedger.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import type { RowDatabase } from "#src/state/store/rowDatabase.ts";
import { type Payment, paymentOf } from "./payments.ts";

export const chainGenesisTimeMs = Date.UTC(2026, 0, 1);

/** A ledger of payments over a database, begun or gone on with; by default a new one in memory. */
export async function memoryLedger(
  database: RowDatabase = new MemoryDatabase(),
  change: (genesis: Genesis) => Genesis = (same) => same,
): Promise<OpenLedger> {
  const versions = new ModuleVersions([accounts, authority, settlement]);
  const registry = versions.newest();
  const genesis = change(devnetGenesis(registry, chainGenesisTimeMs));
  const store = await openStoreOn(database, nativeSha256Into);
  const onFault = (fault: unknown) => {
    throw fault;
  };
  const machine = machineOf(versions, store, networkOf(registry, genesis), onFault);
  if (store.head === undefined) await beginChain(machine, store, registry, genesis);
  else await resumeChain(machine, store, registry, genesis);
  return { genesis, machine, store, versions };
}

export interface ChainOptions {
  readonly nowMs?: () => number;
  readonly blockIntervalMs?: number;
  readonly heartbeatMs?: number;
}

/** An engine over a ledger, not started, and what it reports. */
export function chainOn({ genesis, machine, store }: OpenLedger, options: ChainOptions = {}) {
  const pool = new Pool();
  const decided: DecidedBlockRecord[] = [];
  const expired: Waiting[] = [];
  const faults: unknown[] = [];
  const validator: SingleValidator = {
    ...genesisNetworkOf(machine.network, genesis),
    signer: commitSigner(devnetValidatorKey()),
  };
  const engine = new SingleEngine({
    machine,
    store,
    pool,
    validator,
    nowMs: options.nowMs ?? (() => 0),
    blockIntervalMs: options.blockIntervalMs ?? 200,
    heartbeatMs: options.heartbeatMs ?? 5_000,
    onDecided: (block) => decided.push(block),
    onExpired: (waiting) => expired.push(waiting),
    onStopped: (fault) => faults.push(fault),
  });
  const submit = (bytes: Uint8Array): string => {
    const envelope = machine.prepare(bytes);
    const idHex = bytesToHex(envelope.id);
    pool.add(idHex, { bytes, envelope });
    engine.want();
    return idHex;
  };
  const pay = (payment: Payment, validForMs = 60_000): string => {
    const { timeMs } = store.head ?? { timeMs: 0 };
    return submit(paymentOf(machine.network, payment, timeMs + validForMs));
  };
  /** Decides what waits, in blocks without any waiting between them. */
  const decide = async (): Promise<DecidedBlockRecord[]> => {
    const before = decided.length;
    engine.start();
    await engine.drain();
    return decided.slice(before);
  };
  return { engine, pool, validator, decided, expired, faults, submit, pay, decide };
}
