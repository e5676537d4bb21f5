// Puts a node together: store, machine, engine, service. The only place that constructs long-lived things.
import type { DevnetSigner } from "#src/api/service.ts";
import { Pool } from "#src/consensus/pool.ts";
import type { Account } from "#src/core/account.ts";
import { sign } from "#src/crypto/ed25519.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { Machine } from "#src/machine/machine.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { exportBackup } from "./backup/exportBackup.ts";
import { restoreBackup } from "./backup/restoreBackup.ts";
import type { NodeConfig } from "./config.ts";
import { devnetNames } from "./devnet.ts";
import { createEngine, type NodeEngine } from "./engine.ts";
import { exchangeLedger } from "./exchangeLedger.ts";
import { formatGenesis } from "./genesisFile.ts";
import { firstBlockHeight } from "./maintenance/chain.ts";
import type { NodeClock } from "./nodeClock.ts";
import { type LedgerHooks, type OpenLedger, openLedger } from "./openLedger.ts";
import { NodeService } from "./service.ts";
import { requireGoodSignatures } from "./verifier/requireGoodSignatures.ts";
import { VerifierThreads } from "./verifier/verifierThreads.ts";

/** What a node tells its surroundings. */
export interface NodeHooks extends LedgerHooks {
  /** By which `nowMs` goes; where it is given, a devnet's own engine lets it be set forward. */
  readonly clock?: NodeClock;
  /** The node cannot go on. */
  readonly onStopped: (fault: unknown) => void;
  /** A snapshot for nodes that join could not be made. */
  readonly onSnapshotFailed: (fault: unknown, where: string) => void;
}

export interface LedgerNode {
  readonly service: NodeService;
  /** These two are exchanged once, where the node joins its network by a snapshot. */
  readonly machine: Machine;
  readonly store: StateStore;
  readonly pool: Pool;
  /** Refuses new work, decides what waits, and closes everything. */
  stop(): Promise<void>;
}

export async function startNode(config: NodeConfig, hooks: NodeHooks): Promise<LedgerNode> {
  if (config.restore !== undefined) await restoreBackup(config.restore, config);
  const ledger = await openLedger(config, hooks);
  try {
    return await runNode(ledger, config, hooks);
  } catch (fault) {
    await ledger.store.close();
    throw fault;
  }
}

async function runNode(first: OpenLedger, config: NodeConfig, hooks: NodeHooks): Promise<LedgerNode> {
  const { genesis, versions } = first;
  const clock = genesis.devnet && config.engine === "single" ? hooks.clock : undefined;
  if (first.store.head !== undefined) clock?.goOnFrom(first.store.head.timeMs);
  let ledger = first;
  const verifier = new VerifierThreads((fault) => giveUp(fault));
  const giveUp = (fault: unknown) => {
    service.setReady(false);
    service.abandon();
    hooks.onStopped(fault);
  };
  const pool = new Pool();
  const service: NodeService = new NodeService({
    genesis,
    machine: first.machine,
    store: first.store,
    pool,
    verifier,
    firstHeight: await firstBlockHeight(first.store),
    devnetSigner: genesis.devnet ? devnetSignerOf(first.machine.registry, genesis) : undefined,
    advanceClock: clock && ((byMs) => advanceClock(clock, byMs, engine)),
    engine: () => engine,
    exportBackup: (height) => exportBackup(ledger.store, formatGenesis(versions, genesis), height),
  });
  const engine: NodeEngine = createEngine({
    ledger: first,
    pool,
    config,
    nowMs: hooks.nowMs,
    requireSignatures: (envelope) => requireGoodSignatures(verifier, envelope),
    onDecided: (block) => service.decided(block),
    onExpired: (waiting) => service.expired(waiting),
    onStopped: giveUp,
    onSnapshotFailed: hooks.onSnapshotFailed,
    onJoined: async (imported) => {
      ledger = await exchangeLedger(ledger, imported, config, hooks);
      service.goOnWith({ ...ledger, firstHeight: await firstBlockHeight(ledger.store) });
      return ledger;
    },
  });
  let isStopping = false;
  const started = engine.start().then(() => service.setReady(!isStopping));
  // CometBFT may come later: the node answers meanwhile, that it is not ready.
  if (engine.kind === "single") await started;
  else started.catch(hooks.onStopped);
  const stop = async () => {
    isStopping = true;
    service.setReady(false);
    await engine.stop();
    service.abandon();
    await verifier.close();
    await ledger.store.close();
  };
  return {
    service,
    pool,
    stop,
    get machine() {
      return ledger.machine;
    },
    get store() {
      return ledger.store;
    },
  };
}

/** Whoever sets the clock waits for a block that has its time. */
function advanceClock(clock: NodeClock, byMs: number, engine: NodeEngine): number {
  const nowMs = clock.advance(byMs);
  engine.want();
  return nowMs;
}

function devnetSignerOf(registry: Registry, genesis: Genesis): DevnetSigner {
  const names = devnetNames(registry, genesis.timeMs);
  const aliasOf = new Map<Account, string>(genesis.aliases.map(({ alias, account }) => [account, alias]));
  return {
    sign(account, bytes) {
      const alias = aliasOf.get(account);
      if (alias === undefined) return undefined;
      return { publicKey: names.publicKey(alias), signature: sign(devnetSecretKey(alias), bytes) };
    },
  };
}
