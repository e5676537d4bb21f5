// Opens the state and machine of a data directory, without an engine: for nodes, and for audits, replays and rollbacks.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { validatorSet } from "#src/comet/validators.ts";
import { recordKeys } from "#src/consensus/records.ts";
import type { SingleNetwork } from "#src/consensus/single/blockInput.ts";
import { Fault, present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { type Genesis, genesisSchemaOf, networkOf } from "#src/machine/genesis.ts";
import { Machine } from "#src/machine/machine.ts";
import type { Registry } from "#src/machine/registry.ts";
import { rememberedFromMinute } from "#src/machine/replayGuard.ts";
import type { ModuleVersions } from "#src/machine/versions.ts";
import { openStore } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { genesisFileName, loadGenesis } from "./genesisFile.ts";
import { nativeSha256, nativeSha256Into, nativeVerifier } from "./nativeCrypto.ts";
import { OperatorMistake } from "./operatorMistake.ts";
import { programModules } from "./programModules.ts";

export interface OpenLedger {
  readonly genesis: Genesis;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly versions: ModuleVersions;
}

export interface LedgerPlace {
  /** The data directory. */
  readonly data: string;
  /** A genesis file to begin from. */
  readonly genesis?: string | undefined;
  readonly archive?: boolean;
}

export interface LedgerHooks {
  /** A defect in a handler, rolled back; an alarm. */
  readonly onFault: (fault: unknown, where: string) => void;
  /** The clock, in UTC milliseconds: when a devnet without a genesis file begins. */
  readonly nowMs: () => number;
}

/** The part of a data directory that holds the chain itself. */
export function storeDirectory(data: string): string {
  return join(data, "ledger");
}

/** The part that holds the snapshots by which other nodes join. */
export function snapshotsDirectory(data: string): string {
  return join(data, "snapshots");
}

export async function openLedger(place: LedgerPlace, { onFault, nowMs }: LedgerHooks): Promise<OpenLedger> {
  const { data, archive = false } = place;
  mkdirSync(data, { recursive: true });
  const versions = programModules();
  if (existsSync(storeDirectory(data)) && !existsSync(join(data, genesisFileName))) {
    throw new OperatorMistake(
      `${data} holds a chain without its ${genesisFileName}: put the file back, or restore a backup`,
    );
  }
  const genesis = loadGenesis(versions, data, place.genesis, nowMs());
  const registry = versions.registryOf(genesis.moduleVersions);
  const store = await openStore(storeDirectory(data), nativeSha256Into, { archive });
  try {
    const machine = machineOf(versions, store, networkOf(registry, genesis), onFault);
    if (store.head === undefined) await beginChain(machine, store, registry, genesis);
    else await resumeChain(machine, store, registry, genesis);
    return { genesis, machine, store, versions };
  } catch (fault) {
    await store.close();
    throw fault;
  }
}

/** Opens a chain that is there already, and refuses to begin one. */
export async function openExistingLedger(data: string, hooks: Pick<LedgerHooks, "onFault">): Promise<OpenLedger> {
  const isThere = existsSync(join(data, genesisFileName)) && existsSync(storeDirectory(data));
  if (!isThere) throw new OperatorMistake(`there is no ledger in ${data}`);
  return openLedger({ data }, { ...hooks, nowMs: () => 0 });
}

export function machineOf(
  versions: ModuleVersions,
  { journal }: StateStore,
  network: string,
  onFault: LedgerHooks["onFault"],
): Machine {
  const parts = { versions, journal, network, onFault };
  return new Machine({ ...parts, sha256: nativeSha256, verifyInBlock: verifyInBlock(nativeVerifier) });
}

/** What everyone knows of the network whose blocks these are, as it began. */
export function genesisNetworkOf(chainId: string, genesis: Genesis): SingleNetwork {
  return { chainId, validators: validatorSet(genesis.validators, nativeSha256), hash: nativeSha256 };
}

export async function beginChain(
  machine: Machine,
  store: StateStore,
  registry: Registry,
  genesis: Genesis,
): Promise<void> {
  machine.initialise(genesis);
  store.seal();
  await store.persist([genesisRow(registry, genesis)]);
}

/** Refuses a directory that belongs to another network, and remembers again what recent blocks decided. */
export async function resumeChain(
  machine: Machine,
  store: StateStore,
  registry: Registry,
  genesis: Genesis,
): Promise<void> {
  const stored = store.readBlockRow(recordKeys.genesis);
  if (stored === undefined || !bytesEqual(stored, encodeGenesis(registry, genesis))) {
    throw new OperatorMistake("the genesis file is not the one that this directory's chain began with");
  }
  const head = present(store.head, "a chain that began has a newest block");
  machine.resume(head);
  const state = store.reader();
  const from = rememberedFromMinute(state);
  for await (const { value } of store.scanBlockRows({ prefix: recordKeys.rememberedPrefix, reverse: true })) {
    if (!machine.guard.load(value, from)) break;
  }
  if (!machine.guard.agreesWith(state)) throw new Fault("the remembered transactions do not match the state");
}

/** The row that says with what a chain began. */
export function genesisRow(registry: Registry, genesis: Genesis) {
  return { key: recordKeys.genesis, value: encodeGenesis(registry, genesis) };
}

function encodeGenesis(registry: Registry, genesis: Genesis): Uint8Array {
  return codecOf(genesisSchemaOf(registry)).encode(genesis as never);
}
