// The ledger as the API sees it: the door, the records, proofs and events of a running node.
import type {
  DecidedBlock,
  DecidedTransaction,
  DevnetSigner,
  Head,
  LedgerService,
  LightBlock,
  PlacedEvent,
  StateProof,
  Submission,
} from "#src/api/service.ts";
import type { SignedHeader } from "#src/comet/commit.ts";
import { type ValidatorSet, validatorSet } from "#src/comet/validators.ts";
import { decidedTransaction, eventsOfBlock } from "#src/consensus/decided.ts";
import type { Pool, Waiting } from "#src/consensus/pool.ts";
import {
  type BlockRecord,
  type DecidedBlockRecord,
  decodeBlockRecord,
  placeCodec,
  type ResultsRecord,
  recordKeys,
  resultsRecordCodec,
} from "#src/consensus/records.ts";
import { Fault, present } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { Machine } from "#src/machine/machine.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import type { StateStore } from "#src/state/store/store.ts";
import type { StateScanner } from "#src/state/view.ts";
import { Announcements } from "./announcements.ts";
import type { NodeEngine } from "./engine.ts";
import { requireGoodSignatures } from "./verifier/requireGoodSignatures.ts";
import type { VerifierThreads } from "./verifier/verifierThreads.ts";

export interface ServiceParts {
  readonly genesis: Genesis;
  readonly machine: Machine;
  readonly store: StateStore;
  readonly pool: Pool;
  readonly verifier: VerifierThreads;
  readonly devnetSigner: DevnetSigner | undefined;
  readonly advanceClock: LedgerService["advanceClock"];
  /** The first block that this node has: those before a backup it was restored from, or a snapshot, are not there. */
  readonly firstHeight: number;
  /** The bytes of a backup file. */
  readonly exportBackup: (height?: number) => AsyncIterable<Uint8Array>;
  readonly engine: () => NodeEngine;
}

interface Pending {
  readonly submission: Submission;
  readonly resolve: (decided: DecidedTransaction) => void;
  readonly reject: (refusal: Refusal) => void;
}

export class NodeService implements LedgerService {
  readonly network: string;
  readonly genesis: Genesis;
  readonly devnetSigner: DevnetSigner | undefined;
  readonly advanceClock: LedgerService["advanceClock"];
  #parts: ServiceParts;
  readonly #pending = new Map<string, Pending>();
  readonly #announcements = new Announcements();
  /** A single engine has the validator of genesis at every height. */
  readonly #validators: ValidatorSet;
  #newest: DecidedBlockRecord | undefined;
  #isReady = false;

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.network = parts.machine.network;
    this.genesis = parts.genesis;
    this.devnetSigner = parts.devnetSigner;
    this.advanceClock = parts.advanceClock;
    this.#validators = validatorSet(parts.genesis.validators);
  }

  get engine() {
    return this.#parts.engine().kind;
  }

  registry() {
    return this.#parts.machine.registry;
  }

  head(): Head {
    return present(this.#parts.store.head, "genesis is durable before the service starts");
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Opens or closes the door; closing it refuses new work and lets the pool drain. */
  setReady(isReady: boolean): void {
    this.#isReady = isReady;
  }

  /** The node has joined its network by a snapshot: what was there before is closed. */
  goOnWith({ machine, store, firstHeight }: Pick<ServiceParts, "machine" | "store" | "firstHeight">): void {
    this.#parts = { ...this.#parts, machine, store, firstHeight };
    this.#newest = undefined;
    this.#announcements.announce();
  }

  async submit(bytes: Uint8Array): Promise<Submission> {
    if (!this.#isReady) throw refusals.stopping({});
    const { machine, pool, verifier } = this.#parts;
    const envelope = machine.prepare(bytes);
    await this.#whenWritten(envelope);
    const known = this.#knownSubmission(envelope);
    if (known !== undefined) return known;
    machine.check(envelope);
    await requireGoodSignatures(verifier, envelope).catch((reason) => {
      // Threads that were ended by a stop are no defect.
      throw reason instanceof Refusal || this.#isReady ? reason : refusals.stopping({});
    });
    // What came while the pool was drained would never be decided.
    if (!this.#isReady) throw refusals.stopping({});
    // The same bytes may have come again while the signatures were checked. State may have moved on too: the block decides.
    await this.#whenWritten(envelope);
    const raced = this.#knownSubmission(envelope);
    if (raced !== undefined) return raced;
    pool.add(envelope.idHex, { bytes, envelope });
    this.#parts.engine().want();
    return this.#addPending(envelope);
  }

  async transaction(id: Uint8Array): Promise<DecidedTransaction | undefined> {
    await this.#parts.store.whenDurable();
    return this.#findTransaction(bytesToHex(id));
  }

  async block(height: number): Promise<DecidedBlock | undefined> {
    await this.#parts.store.whenDurable();
    const found = this.#recordsAt(height);
    if (found === undefined) return undefined;
    const { record, results } = found;
    return {
      height,
      timeMs: record.timeMs,
      root: record.root,
      ...(await this.#signedHeader(height)),
      transactions: record.transactionIds.map((id, index) => ({
        id,
        code: present(results.results[index], "a result").code,
      })),
    };
  }

  async lightBlock(height: number): Promise<LightBlock | undefined> {
    const block = await this.block(height);
    if (block === undefined) return undefined;
    const { headers } = this.#parts.engine();
    const validators = headers === undefined ? this.#validators : await headers.validators(height);
    return { header: block.header, commit: block.commit, validators };
  }

  async reader(height?: number): Promise<StateScanner> {
    await this.#parts.store.whenDurable();
    return height === undefined ? this.#parts.store.reader() : await this.#parts.store.readerAt(height);
  }

  async prove(key: string, height?: number): Promise<StateProof> {
    const { store } = this.#parts;
    const at = height ?? this.#restingHeight();
    const proof = at === undefined ? await store.prove(key) : await store.proveAt(at, key);
    const carrying = await this.#headerAfter(proof.height);
    if (proof.commitmentProof === undefined) throw new Fault("a ledger's state is never empty");
    return {
      height: proof.height,
      present: proof.value !== undefined,
      key,
      keyHash: proof.keyHash,
      value: proof.value ?? new Uint8Array(0),
      root: proof.root,
      commitmentProof: proof.commitmentProof,
      ...carrying,
    };
  }

  async *events(
    after: { readonly height: number; readonly index: number } | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<PlacedEvent> {
    const head = this.head().height;
    if (after !== undefined && after.height > head) throw refusals.eventsNotKept({ height: after.height });
    let height = after?.height ?? head + 1;
    let from = after === undefined ? 0 : after.index + 1;
    while (!signal.aborted) {
      if (height > this.head().height) {
        await this.#announcements.next(signal);
        continue;
      }
      // Nobody may take silence for a block without events: not of a restored chain, nor when a stream saw the node join.
      const { firstHeight } = this.#parts;
      if (firstHeight > 1 && height < firstHeight) throw refusals.eventsNotKept({ height });
      const found = this.#recordsAt(height);
      if (found !== undefined) yield* eventsOfBlock(this.registry(), found.record, found.results, from);
      height += 1;
      from = 0;
    }
  }

  backup(height?: number): AsyncIterable<Uint8Array> {
    return this.#parts.exportBackup(height);
  }

  /** The engine reports a durable block: whoever waited for one of its transactions is answered. */
  decided(block: DecidedBlockRecord): void {
    this.#newest = block;
    for (const [index, id] of block.record.transactionIds.entries()) {
      const idHex = bytesToHex(id);
      const pending = this.#pending.get(idHex);
      if (pending === undefined) continue;
      this.#pending.delete(idHex);
      pending.resolve(this.#transactionAt(block.record, block.results, index));
    }
    this.#announcements.announce();
  }

  /** The engine dropped a transaction that expired while it waited. */
  expired({ envelope }: Waiting): void {
    const { idHex, validUntilMs } = envelope;
    this.#pending.get(idHex)?.reject(refusals.expired({ validUntilMs, blockTimeMs: this.head().timeMs }));
    this.#pending.delete(idHex);
  }

  /** Answers everything that still waits: the node stops. */
  abandon(): void {
    for (const { reject } of this.#pending.values()) reject(refusals.stopping({}));
    this.#pending.clear();
    this.#announcements.announce();
  }

  #addPending({ id, idHex }: PreparedEnvelope): Submission {
    let settle: Pick<Pending, "resolve" | "reject"> | undefined;
    const decided = new Promise<DecidedTransaction>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // A client that does not wait must not turn an expiry into an unhandled rejection.
    decided.catch(() => undefined);
    const submission = { id, decided };
    this.#pending.set(idHex, { submission, ...present(settle, "a promise runs its executor at once") });
    return submission;
  }

  /** What a block decided that is being written has its result in a moment. */
  async #whenWritten({ id, validUntilMs }: PreparedEnvelope): Promise<void> {
    if (this.#parts.machine.guard.has(id, validUntilMs)) await this.#parts.store.whenDurable();
  }

  /** The first submission of the same bytes. The index is asked only for what is remembered or may be forgotten again. */
  #knownSubmission({ id, idHex, validUntilMs }: PreparedEnvelope): Submission | undefined {
    const pending = this.#pending.get(idHex);
    if (pending !== undefined) return pending.submission;
    const mayBeDecided = this.#parts.machine.guard.has(id, validUntilMs) || validUntilMs <= this.head().timeMs;
    const decided = mayBeDecided ? this.#findTransaction(idHex) : undefined;
    return decided === undefined ? undefined : { id, decided: Promise.resolve(decided) };
  }

  #findTransaction(idHex: string): DecidedTransaction | undefined {
    const row = this.#parts.store.readBlockRow(recordKeys.transaction(idHex));
    if (row === undefined) return undefined;
    const { height, index } = placeCodec.decode(row);
    const { record, results } = present(this.#recordsAt(height), "an indexed transaction has a block");
    return this.#transactionAt(record, results, index);
  }

  #transactionAt(record: BlockRecord, results: ResultsRecord, index: number): DecidedTransaction {
    const bytes = present(record.transactions[index], "every result has a transaction");
    const envelope = this.#parts.machine.prepare(bytes);
    return decidedTransaction(this.registry(), record, results, index, envelope);
  }

  #recordsAt(height: number): DecidedBlockRecord | undefined {
    if (this.#newest?.record.height === height) return this.#newest;
    const { store } = this.#parts;
    const block = store.readBlockRow(recordKeys.block(height));
    const results = store.readBlockRow(recordKeys.results(height));
    if (block === undefined || results === undefined) return undefined;
    return { record: decodeBlockRecord(block), results: resultsRecordCodec.decode(results) };
  }

  /**
   * CometBFT makes the header after a block at once only when the block changed something. Where the newest one did not,
   * the state before it is the same, and its own header carries the root.
   */
  #restingHeight(): number | undefined {
    const { height, root } = this.head();
    if (this.engine === "single" || height < 2) return undefined;
    const before = this.#recordsAt(height - 1)?.record.root;
    return before !== undefined && bytesEqual(before, root) ? height - 1 : undefined;
  }

  /** The header of a decided block, from wherever the engine keeps it. */
  async #signedHeader(height: number): Promise<SignedHeader> {
    const kept = this.#recordsAt(height)?.record.signed;
    if (kept !== undefined) return kept;
    const { headers } = this.#parts.engine();
    const fetched = await headers?.signedHeader(height).catch(() => undefined);
    if (fetched === undefined) throw refusals.headerNotAvailable({ height });
    return fetched;
  }

  /** The header that carries the root of a height; an idle chain is asked to make it at once. */
  async #headerAfter(height: number): Promise<SignedHeader> {
    while (this.head().height <= height) {
      if (!this.#isReady) throw refusals.stopping({});
      this.#parts.engine().want();
      await this.#announcements.next();
    }
    return this.#signedHeader(height + 1);
  }
}
