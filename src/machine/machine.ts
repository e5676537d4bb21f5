// The machine: executes blocks of transactions over a journal, knowing no engine and no clock.
import { CborWriter } from "#src/core/cbor/writer.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { SignatureVerifier } from "#src/crypto/ed25519.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { Checkpoint, Journal } from "#src/state/journal.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import type { StateEvent } from "#src/state/view.ts";
import { authorise, requireAcceptable, requireSignatures } from "./admission.ts";
import type { BlockInput, BlockResult, RefusalShown, TransactionResult } from "./block.ts";
import { isBreakerTripped, requireBreakerClosed, tripBreaker } from "./breaker.ts";
import { type Genesis, initialiseState } from "./genesis.ts";
import type { BlockWork } from "./module.ts";
import { refusals } from "./refusals.ts";
import type { Registry, RoutedMessage } from "./registry.ts";
import { ReplayGuard } from "./replayGuard.ts";
import {
  batchItemId,
  payerOf,
  type PreparedBatch,
  type PreparedEnvelope,
  type PreparedTransaction,
  prepareEnvelope,
} from "./transaction.ts";
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
  readonly #prepared = new WeakMap<Uint8Array, PreparedEnvelope>();
  #registry: Registry;

  constructor(parts: MachineParts) {
    this.#parts = parts;
    this.network = parts.network;
    this.guard = new ReplayGuard(parts.sha256);
    this.#registry = parts.versions.registryFor(parts.journal);
  }

  /** The modules in force. */
  get registry(): Registry {
    return this.#registry;
  }

  /** Makes the first state, as block 0. */
  initialise(genesis: Genesis): void {
    this.#parts.journal.beginBlock(0, genesis.timeMs);
    this.#registry = this.#parts.versions.newest();
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
    this.#registry = versions.registryFor(journal);
    for (const { genesis } of joined) genesis?.initialise(journal, genesis.schema.parse({}));
    const beginEvents = this.#blockWork((blocks) => blocks.begin?.(journal, input));
    const results = input.transactions.map((bytes) => this.#executeEnvelope(bytes));
    const endEvents = this.#blockWork((blocks) => blocks.end?.(journal, input));
    this.guard.endBlock(journal);
    journal.settle();
    this.#registry = versions.registryFor(journal);
    return { results, blockEvents: [...beginEvents, ...endEvents] };
  }

  /** Forgets the block just executed, which was not decided after all. */
  dropBlock(): void {
    this.#parts.journal.dropBlock();
    this.guard.dropBlock();
    this.#registry = this.#parts.versions.registryFor(this.#parts.journal);
  }

  /** A defect in one module's block work undoes that work and stops that module, never the chain. */
  #blockWork(work: (blocks: BlockWork) => void): readonly StateEvent[] {
    const { journal, onFault } = this.#parts;
    const start = journal.checkpoint();
    for (const { name, blocks } of this.#registry.modules) {
      if (blocks === undefined || isBreakerTripped(journal, name)) continue;
      const before = journal.checkpoint();
      try {
        work(blocks);
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
      return envelope.kind === "batch" ? this.#executeBatch(envelope) : this.#executeTransaction(envelope);
    } catch (reason) {
      return { ...this.#undo(reason, start), data: emptyData, workUsed: 0, events: [] };
    } finally {
      journal.settle();
    }
  }

  #executeTransaction(transaction: PreparedTransaction): TransactionResult {
    const { journal } = this.#parts;
    const start = journal.checkpoint();
    const writer = new CborWriter();
    const remembered: [Uint8Array, number][] = [];
    const { id, work, messages } = transaction;
    try {
      writer.head(4, messages.length);
      for (const { route, actor, content } of messages) {
        const answer = this.#handle(route, { actor, content, id, remembered });
        if (route.result === undefined) writer.null();
        else route.result.write(writer, answer);
      }
      this.#requireBalanced();
    } catch (reason) {
      const failure = this.#undo(reason, start);
      return { ...failure, data: emptyData, workUsed: work, events: journal.eventsSince(start) };
    }
    for (const [rememberedId, untilMs] of remembered) this.guard.remember(rememberedId, untilMs);
    return { code: 0, data: writer.finish(), workUsed: work, events: journal.eventsSince(start) };
  }

  #executeBatch(batch: PreparedBatch): TransactionResult {
    const { journal } = this.#parts;
    const start = journal.checkpoint();
    const codes = new CborWriter();
    codes.head(4, batch.items.length);
    const itemRefusals = new Map<number, RefusalShown>();
    batch.items.forEach((content, index) => {
      const { code, refusal } = this.#executeItem(batch, content, index);
      codes.integer(code);
      if (refusal !== undefined) itemRefusals.set(index, refusal);
    });
    const result = { code: 0, data: codes.finish(), workUsed: batch.work, events: journal.eventsSince(start) };
    return itemRefusals.size === 0 ? result : { ...result, itemRefusals };
  }

  #executeItem(batch: PreparedBatch, content: unknown, index: number): Failure {
    const remembered: [Uint8Array, number][] = [];
    const before = this.#parts.journal.checkpoint();
    try {
      this.#handle(batch.route, { actor: batch.actor, content, id: batch.id, index, remembered });
      this.#requireBalanced();
    } catch (reason) {
      return this.#undo(reason, before);
    }
    for (const [id, untilMs] of remembered) this.guard.remember(id, untilMs);
    return succeeded;
  }

  #handle(route: RoutedMessage, call: MessageCall): unknown {
    const { journal } = this.#parts;
    requireBreakerClosed(journal, route.module.name);
    const { id, index, remembered } = call;
    return route.definition.handle(
      {
        state: journal,
        actor: call.actor,
        // Most handlers never ask, so an item's id is hashed only when they do.
        get id() {
          return index === undefined ? id : batchItemId(id, index);
        },
        emit: (event) => journal.emit(event),
        remember: (rememberedId, untilMs) => remembered.push([rememberedId, untilMs]),
      },
      call.content,
    );
  }

  #requireBalanced(): void {
    const tally = this.#parts.journal.unbalancedTally();
    if (tally !== undefined) throw refusals.breach({ tally });
  }

  /** Rolls back what failed; a breach of the books also trips the breaker of the module that keeps them. */
  #undo(reason: unknown, checkpoint: Checkpoint): Failure {
    const { journal, onFault } = this.#parts;
    if (reason instanceof StoreFault) throw reason;
    journal.rollback(checkpoint);
    if (!(reason instanceof Refusal)) {
      onFault(reason, "a transaction");
      return failureOf(refusals.fault({}));
    }
    if (reason.definition === refusals.breach.definition) {
      tripBreaker(journal, String(reason.details["tally"]));
      onFault(reason, "double entry");
    }
    return failureOf(reason);
  }
}

interface Failure {
  readonly code: number;
  readonly refusal?: RefusalShown;
}

const succeeded: Failure = { code: 0 };
const emptyData = new Uint8Array(0);

function failureOf({ definition, details }: Refusal): Failure {
  return { code: definition.number, refusal: { code: definition.code, details } };
}

interface MessageCall {
  readonly actor: PreparedBatch["actor"];
  readonly content: unknown;
  readonly id: Uint8Array;
  readonly index?: number;
  readonly remembered: [Uint8Array, number][];
}
