// The machine: executes blocks of transactions over a journal, knowing no engine and no clock.
import type { SignatureVerifier } from "#src/crypto/ed25519.ts";
import { compareBytes } from "#src/crypto/hex.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { Journal } from "#src/state/journal.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import type { StateEvent } from "#src/state/view.ts";
import { authorise, requireAcceptable, requireSignatures } from "./admission.ts";
import type { BlockInput, BlockResult, TransactionResult, ValidatorUpdate } from "./block.ts";
import { isBreakerTripped, tripBreaker } from "./breaker.ts";
import { Executor } from "./executor.ts";
import { type Genesis, initialiseState } from "./genesis.ts";
import type { BlockWork, ModuleDefinition } from "./module.ts";
import { refusals } from "./refusals.ts";
import type { Registry } from "./registry.ts";
import { ReplayGuard } from "./replayGuard.ts";
import { type PreparedEnvelope, payerOf, prepareEnvelope } from "./transaction.ts";
import type { ModuleVersions } from "./versions.ts";

export interface MachineParts {
  readonly versions: ModuleVersions;
  readonly journal: Journal;
  /** `name-genesishash`: what every transaction must name. */
  readonly network: string;
  readonly sha256: Sha256;
  /** Decides signatures inside a block: the ZIP-215 rule. */
  readonly verifyInBlock: SignatureVerifier;
  /** Called when a handler failed in a way that is a defect: an alarm, not part of consensus. */
  readonly onFault: (fault: unknown, where: string) => void;
}

export class Machine {
  readonly network: string;
  readonly guard: ReplayGuard;
  readonly #parts: MachineParts;
  #prepared = new WeakMap<Uint8Array, PreparedEnvelope>();
  readonly #executor: Executor;
  #registry: Registry;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.network = parts.network;
    this.guard = new ReplayGuard(parts.sha256);
    this.#executor = new Executor(parts.journal, this.guard, parts.verifyInBlock, parts.onFault);
    this.#registry = parts.versions.registryFor(parts.journal);
  }

  /** The modules in force. */
  get registry(): Registry {
    return this.#registry;
  }

  /** Makes the first state, as block 0. */
  initialise(genesis: Genesis): void {
    this.#parts.journal.beginBlock(0, genesis.timeMs);
    this.#registry = this.#parts.versions.registryOf(genesis.moduleVersions);
    initialiseState(this.#parts.journal, this.#registry, this.#parts.versions, genesis);
    this.#requireBalanced();
    this.#parts.journal.settle();
  }

  /** Goes on after the newest block of a chain that already has one. */
  resume(head: { readonly height: number; readonly timeMs: number }): void {
    const { journal, versions } = this.#parts;
    journal.height = head.height;
    journal.timeMs = head.timeMs;
    this.#registry = versions.registryFor(journal);
  }

  /** Reads an envelope, once for as long as its byte array lives; refuses what is malformed. */
  prepare(bytes: Uint8Array): PreparedEnvelope {
    const known = this.#prepared.get(bytes);
    if (known !== undefined) return known;
    const envelope = prepareEnvelope(this.#registry, bytes, this.#parts.sha256);
    this.#prepared.set(bytes, envelope);
    return envelope;
  }

  /** What can be said at the door, before signatures: refuses what the next block would refuse anyway. */
  check(envelope: PreparedEnvelope): void {
    const { journal } = this.#parts;
    const { gate } = this.#registry;
    requireAcceptable(envelope, journal, this.network, this.guard);
    authorise(envelope, journal, gate);
    gate.requireQuota(journal, payerOf(envelope), envelope.work);
  }

  /** Executes one block. The caller seals the journal, or drops the block. */
  executeBlock(input: BlockInput): BlockResult {
    const { journal, versions } = this.#parts;
    journal.beginBlock(input.height, input.timeMs);
    const joined = versions.activateDue(journal);
    this.#useRegistry(versions.registryFor(journal));
    const joinEvents = this.#guarded(joined, ({ genesis }) => {
      genesis?.initialise(journal, genesis.schema.parse({}));
    });
    const beginEvents = this.#blockWork((blocks) => blocks.begin?.(journal, input));
    const results = input.transactions.map((bytes) => this.#executeEnvelope(bytes));
    const endEvents = this.#blockWork((blocks) => blocks.end?.(journal, input));
    this.guard.endBlock(journal);
    journal.settle();
    this.#useRegistry(versions.registryFor(journal));
    const blockEvents = [...joinEvents, ...beginEvents, ...endEvents];
    return { results, blockEvents, validatorUpdates: this.#validatorUpdates() };
  }

  /** Whether block work is left that the next block would do. */
  get hasUnfinishedWork(): boolean {
    const { journal, onFault } = this.#parts;
    return this.#registry.modules.some(({ name, blocks }) => {
      try {
        return !isBreakerTripped(journal, name) && blocks?.isUnfinished?.(journal) === true;
      } catch (reason) {
        if (reason instanceof StoreFault) throw reason;
        onFault(reason, `unfinished work of ${name}`);
        return false;
      }
    });
  }

  #validatorUpdates(): readonly ValidatorUpdate[] {
    const updates = this.#registry.electorate?.updates(this.#parts.journal) ?? [];
    return [...updates].sort((left, right) => compareBytes(left.publicKey, right.publicKey));
  }

  /** Forgets the block just executed, which was not decided after all. */
  dropBlock(): void {
    this.#parts.journal.dropBlock();
    this.guard.dropBlock();
    this.#useRegistry(this.#parts.versions.registryFor(this.#parts.journal));
  }

  /** What was prepared under other module versions must be read again. */
  #useRegistry(registry: Registry): void {
    if (registry === this.#registry) return;
    this.#registry = registry;
    this.#prepared = new WeakMap();
  }

  #blockWork(work: (blocks: BlockWork) => void): readonly StateEvent[] {
    const { journal } = this.#parts;
    return this.#guarded(this.#registry.modules, ({ name, blocks }) => {
      if (blocks !== undefined && !isBreakerTripped(journal, name)) work(blocks);
    });
  }

  /** A defect in the work of one module undoes that work and stops that module, never the chain. */
  #guarded(modules: readonly ModuleDefinition[], work: (module: ModuleDefinition) => void): readonly StateEvent[] {
    const { journal, onFault } = this.#parts;
    const start = journal.checkpoint();
    for (const module of modules) {
      const { name } = module;
      const before = journal.checkpoint();
      try {
        work(module);
        this.#requireBalanced();
      } catch (reason) {
        if (reason instanceof StoreFault) throw reason;
        journal.rollback(before);
        tripBreaker(journal, `${name}/block-work`);
        onFault(reason, `block work of ${name}`);
      }
    }
    const events = journal.eventsSince(start);
    journal.settle();
    return events;
  }

  #executeEnvelope(bytes: Uint8Array): TransactionResult {
    const { journal, verifyInBlock } = this.#parts;
    const start = journal.checkpoint();
    try {
      const envelope = this.prepare(bytes);
      requireAcceptable(envelope, journal, this.network, this.guard);
      requireSignatures(envelope, verifyInBlock);
      authorise(envelope, journal, this.#registry.gate);
      this.guard.remember(envelope.id, envelope.validUntilMs);
      this.#registry.gate.charge(journal, payerOf(envelope), envelope.work);
      return this.#executor.execute(envelope);
    } catch (reason) {
      return this.#executor.refuse(reason, start);
    } finally {
      journal.settle();
    }
  }

  #requireBalanced(): void {
    const tally = this.#parts.journal.unbalancedTally();
    if (tally !== undefined) throw refusals.breach({ tally });
  }
}
