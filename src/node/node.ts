// Puts a node together: store, machine, engine, service. The only place that constructs long-lived things.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DevnetSigner } from "#src/api/service.ts";
import type { CommitSigner } from "#src/consensus/comet/commit.ts";
import { validatorSet } from "#src/consensus/comet/validators.ts";
import { Pool } from "#src/consensus/pool.ts";
import { recordKeys } from "#src/consensus/records.ts";
import { SingleEngine } from "#src/consensus/single/engine.ts";
import type { Account } from "#src/core/account.ts";
import { Fault, present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { sign, verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { type Genesis, genesisSchemaOf, networkOf } from "#src/machine/genesis.ts";
import { Machine } from "#src/machine/machine.ts";
import type { Registry } from "#src/machine/registry.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { openStore } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { NodeConfig } from "./config.ts";
import { devnetNames, devnetSecretKey } from "./devnet.ts";
import { loadGenesis } from "./genesisFile.ts";
import { nativeSha256, nativeSha256Into, nativeVerifier } from "./nativeCrypto.ts";
import { NodeService } from "./service.ts";
import { loadValidatorKey } from "./validatorKey.ts";
import { VerifierThreads } from "./verifier/verifierThreads.ts";

/** What a node tells its surroundings. */
export interface NodeHooks {
  /** A defect in a handler, rolled back; an alarm. */
  readonly onFault: (fault: unknown, where: string) => void;
  /** The node cannot go on. */
  readonly onStopped: (fault: unknown) => void;
  /** The clock, in UTC milliseconds. */
  readonly nowMs: () => number;
}

export interface LedgerNode {
  readonly service: NodeService;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly pool: Pool;
  /** Refuses new work, decides what waits, and closes everything. */
  stop(): Promise<void>;
}

/** The state and machine of a data directory, without an engine: for audits, replays and rollbacks too. */
export interface OpenLedger {
  readonly genesis: Genesis;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly versions: ModuleVersions;
}

export async function openLedger(
  config: Pick<NodeConfig, "data" | "genesis" | "archive">,
  hooks: Pick<NodeHooks, "onFault" | "nowMs">,
): Promise<OpenLedger> {
  mkdirSync(config.data, { recursive: true });
  const versions = new ModuleVersions(Object.values(modules));
  const genesis = loadGenesis(versions, config.data, config.genesis, hooks.nowMs());
  const registry = versions.registryOf(genesis.moduleVersions);
  const store = await openStore(join(config.data, "ledger"), nativeSha256Into, { archive: config.archive });
  try {
    const machine = new Machine({
      versions,
      journal: store.journal,
      network: networkOf(registry, genesis),
      sha256: nativeSha256,
      verifyInBlock: verifyInBlock(nativeVerifier),
      onFault: hooks.onFault,
    });
    if (store.head === undefined) await beginChain(machine, store, registry, genesis);
    else await resumeChain(machine, store, registry, genesis);
    return { genesis, machine, store, versions };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

export async function startNode(config: NodeConfig, hooks: NodeHooks): Promise<LedgerNode> {
  const { genesis, machine, store } = await openLedger(config, hooks);
  const verifier = new VerifierThreads();
  const pool = new Pool();
  const signer = loadValidatorKey(config.data, genesis);
  const service: NodeService = new NodeService({
    genesis,
    machine,
    store,
    pool,
    verifier,
    devnetSigner: genesis.devnet ? devnetSignerOf(machine.registry, genesis) : undefined,
    wantBlock: () => engine.want(),
  });
  const engine = new SingleEngine({
    machine,
    store,
    pool,
    validator: validatorOf(machine.network, genesis, signer),
    nowMs: hooks.nowMs,
    blockIntervalMs: config.blockIntervalMs,
    heartbeatMs: config.heartbeatMs,
    onDecided: (block) => service.decided(block),
    onExpired: (waiting) => service.expired(waiting),
    onStopped: (fault) => {
      service.setReady(false);
      service.abandon();
      hooks.onStopped(fault);
    },
  });
  engine.start();
  service.setReady(true);
  const stop = async () => {
    service.setReady(false);
    await engine.drain();
    service.abandon();
    await verifier.close();
    await store.close();
  };
  return { service, machine, store, pool, stop };
}

export function validatorOf(chainId: string, genesis: Genesis, signer: CommitSigner) {
  if (genesis.validators.length !== 1) throw new Fault("a single node decides for a network of one validator");
  return { chainId, validators: validatorSet(genesis.validators, nativeSha256), signer, hash: nativeSha256 };
}

async function beginChain(machine: Machine, store: StateStore, registry: Registry, genesis: Genesis): Promise<void> {
  machine.initialise(genesis);
  store.seal();
  const value = codecOf(genesisSchemaOf(registry)).encode(genesis as never);
  await store.persist([{ key: recordKeys.genesis, value }]);
}

/** Refuses a directory that belongs to another network, and remembers again what recent blocks decided. */
async function resumeChain(machine: Machine, store: StateStore, registry: Registry, genesis: Genesis): Promise<void> {
  const stored = store.readBlockRow(recordKeys.genesis);
  const expected = codecOf(genesisSchemaOf(registry)).encode(genesis as never);
  if (stored === undefined || !bytesEqual(stored, expected)) {
    throw new Fault("the genesis file is not the one that this directory's chain began with");
  }
  const head = present(store.head, "a chain that began has a newest block");
  machine.resume(head);
  for await (const { value } of store.scanBlockRows({ prefix: recordKeys.rememberedPrefix, reverse: true })) {
    if (!machine.guard.load(value, head.timeMs)) break;
  }
  if (!machine.guard.agreesWith(store.reader())) throw new Fault("the remembered transactions do not match the state");
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
