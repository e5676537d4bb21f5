// Executes the messages of one admitted transaction or batch, and undoes what is refused.
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import type { Codec } from "#src/core/form.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { SignatureVerifier } from "#src/crypto/ed25519.ts";
import type { Checkpoint, Journal } from "#src/state/journal.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import type { State, StateEvent } from "#src/state/view.ts";
import { batchItemId } from "#src/transaction/envelope.ts";
import type { RefusalShown, TransactionResult } from "./block.ts";
import { requireBreakerClosed, tripBreaker } from "./breaker.ts";
import type { HandlerContext } from "./message.ts";
import { refusals } from "./refusals.ts";
import type { RoutedMessage } from "./registry.ts";
import type { ReplayGuard } from "./replayGuard.ts";
import type { PreparedBatch, PreparedEnvelope, PreparedTransaction } from "./transaction.ts";

interface Failure {
  readonly code: number;
  readonly refusal: RefusalShown;
}

interface Remembered {
  readonly id: Uint8Array;
  readonly untilMs: number;
}

/** What a handler is given; one object a message, its functions shared by all of them. */
class MessageContext implements HandlerContext {
  readonly state: State;
  readonly actor: Account;
  readonly emit: (event: StateEvent) => void;
  readonly verifySignature: SignatureVerifier;
  readonly remember: (id: Uint8Array, untilMs: number) => void;
  readonly isRemembered: (id: Uint8Array, untilMs: number) => boolean;
  readonly #envelopeId: Uint8Array;
  readonly #itemIndex: number | undefined;

  constructor(shared: SharedContext, actor: Account, envelopeId: Uint8Array, itemIndex: number | undefined) {
    this.state = shared.state;
    this.emit = shared.emit;
    this.verifySignature = shared.verifySignature;
    this.remember = shared.remember;
    this.isRemembered = shared.isRemembered;
    this.actor = actor;
    this.#envelopeId = envelopeId;
    this.#itemIndex = itemIndex;
  }

  /** Most handlers never ask, so an item's id is hashed only when one does. */
  get id(): Uint8Array {
    return this.#itemIndex === undefined ? this.#envelopeId : batchItemId(this.#envelopeId, this.#itemIndex);
  }
}

type SharedContext = Omit<HandlerContext, "actor" | "id">;

export class Executor {
  readonly #journal: Journal;
  readonly #guard: ReplayGuard;
  readonly #onFault: (fault: unknown, where: string) => void;
  readonly #shared: SharedContext;
  /** What the messages being executed asked to remember; kept only if they succeed. */
  #remembered: Remembered[] = [];

  constructor(
    journal: Journal,
    guard: ReplayGuard,
    verifySignature: SignatureVerifier,
    onFault: (fault: unknown, where: string) => void,
  ) {
    this.#journal = journal;
    this.#guard = guard;
    this.#onFault = onFault;
    this.#shared = {
      state: journal,
      emit: (event) => journal.emit(event),
      verifySignature,
      remember: (id, untilMs) => this.#remembered.push({ id, untilMs }),
      isRemembered: (id, untilMs) => guard.has(id, untilMs),
    };
  }

  execute(envelope: PreparedEnvelope): TransactionResult {
    return envelope.kind === "batch" ? this.#executeBatch(envelope) : this.#executeTransaction(envelope);
  }

  /** The result of a transaction that was refused before its messages. */
  refuse(reason: unknown, start: Checkpoint): TransactionResult {
    return { ...this.#undo(reason, start), data: emptyData, workUsed: 0, events: [] };
  }

  /** All messages or none. */
  #executeTransaction({ id, work, messages }: PreparedTransaction): TransactionResult {
    const start = this.#journal.checkpoint();
    const answers = new CborWriter();
    try {
      answers.head(4, messages.length);
      for (const { route, actor, content } of messages) {
        requireBreakerClosed(this.#journal, route.module.name);
        const context = new MessageContext(this.#shared, actor, id, undefined);
        const answer = route.definition.handle(context, content);
        if (route.result === undefined) answers.null();
        else writeAnswer(answers, route, route.result, answer);
      }
      this.#accept();
    } catch (reason) {
      const failure = this.#undo(reason, start);
      return { ...failure, data: emptyData, workUsed: work, events: this.#journal.eventsSince(start) };
    }
    return { code: 0, data: answers.finish(), workUsed: work, events: this.#journal.eventsSince(start) };
  }

  /** Each item on its own: the result holds a code for every one. */
  #executeBatch(batch: PreparedBatch): TransactionResult {
    const { route, actor, id, items, work } = batch;
    const start = this.#journal.checkpoint();
    requireBreakerClosed(this.#journal, route.module.name);
    const codes = new CborWriter();
    codes.head(4, items.length);
    const itemRefusals = new Map<number, RefusalShown>();
    let hasBreach = false;
    for (const [index, content] of items.entries()) {
      const before = this.#journal.checkpoint();
      try {
        // Only a breach can trip the breaker midway, so the row is not read again for every item.
        if (hasBreach) requireBreakerClosed(this.#journal, route.module.name);
        route.definition.handle(new MessageContext(this.#shared, actor, id, index), content);
        this.#accept();
        codes.integer(0);
      } catch (reason) {
        const { code, refusal } = this.#undo(reason, before);
        hasBreach ||= code === refusals.breach.definition.number;
        codes.integer(code);
        itemRefusals.set(index, refusal);
      }
    }
    const result = { code: 0, data: codes.finish(), workUsed: work, events: this.#journal.eventsSince(start) };
    return itemRefusals.size === 0 ? result : { ...result, itemRefusals };
  }

  /** What was done stands if the books balance. */
  #accept(): void {
    const tally = this.#journal.unbalancedTally();
    if (tally !== undefined) throw refusals.breach({ tally });
    if (this.#remembered.length === 0) return;
    for (const { id, untilMs } of this.#remembered) this.#guard.rememberVoided(id, untilMs);
    this.#remembered = [];
  }

  /** Rolls back what failed; a breach of the books also trips the breaker of the module that keeps them. */
  #undo(reason: unknown, checkpoint: Checkpoint): Failure {
    this.#remembered = [];
    // A fault of storage stops the node: no transaction caused it.
    if (reason instanceof StoreFault) throw reason;
    this.#journal.rollback(checkpoint);
    if (!(reason instanceof Refusal)) {
      this.#onFault(reason, "a transaction");
      return failureOf(refusals.fault({}));
    }
    if (reason.definition === refusals.breach.definition) {
      tripBreaker(this.#journal, String(reason.details.tally));
      this.#onFault(reason, "double entry");
    }
    return failureOf(reason);
  }
}

const emptyData = new Uint8Array(0);

/** An answer out of its schema's bounds could be written, but never be read again. */
function writeAnswer(answers: CborWriter, { type }: RoutedMessage, result: Codec<unknown>, answer: unknown): void {
  assert(result.check(answer), `the answer of ${type} has the shape it declares`);
  result.write(answers, answer);
}

function failureOf({ definition, details }: Refusal): Failure {
  return { code: definition.number, refusal: { code: definition.code, details } };
}
