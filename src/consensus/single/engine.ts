// The single engine: one process that decides blocks alone, when there is work and at a heartbeat.
import type { SignedHeader } from "#src/comet/commit.ts";
import { msOfTimestamp } from "#src/comet/timestamp.ts";
import { blockBounds, type Pool, type Waiting } from "#src/consensus/pool.ts";
import {
  type BlockRecord,
  blockRowsOf,
  type DecidedBlockRecord,
  decodeBlockRecord,
  recordKeys,
  resultsRecordOf,
} from "#src/consensus/records.ts";
import { hashOfResults } from "#src/consensus/results.ts";
import { present } from "#src/core/assert.ts";
import type { BlockInput, BlockResult } from "#src/machine/block.ts";
import type { Machine } from "#src/machine/machine.ts";
import type { BlockRow } from "#src/state/store/blockWrites.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { blockInputOf, type SingleValidator } from "./blockInput.ts";
import { afterGenesis, formBlock, type Previous } from "./nextBlock.ts";

export interface SingleEngineParts {
  readonly machine: Machine;
  readonly store: StateStore;
  readonly pool: Pool;
  readonly validator: SingleValidator;
  /** The node's clock, in UTC milliseconds. */
  readonly nowMs: () => number;
  /** The least time between two blocks that have work. */
  readonly blockIntervalMs: number;
  /** The longest time without a block. */
  readonly heartbeatMs: number;
  /** Called once a block is durable, and before anything is answered from it. */
  readonly onDecided: (decided: DecidedBlockRecord) => void;
  /** Called for each transaction that expired in the pool. */
  readonly onExpired: (waiting: Waiting) => void;
  /** Called when the engine cannot go on: a fault of storage or a defect. */
  readonly onStopped: (fault: unknown) => void;
}

/** A block that the machine executed and the store has not sealed. */
interface Executed {
  readonly input: BlockInput;
  readonly signed: SignedHeader;
  readonly transactionIds: readonly Uint8Array[];
  readonly result: BlockResult;
}

/** Executes one block while the block before is being written; only sealing waits for it. */
export class SingleEngine {
  readonly #parts: SingleEngineParts;
  #previous: Previous;
  #lastStartedMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #isHeartbeat = false;
  #running: Promise<void> | undefined;
  /** The write of the newest sealed block; it never rejects. */
  #writing: Promise<void> = Promise.resolve();
  #isStopped = true;
  #isBroken = false;
  #isWanted = false;

  constructor(parts: SingleEngineParts) {
    this.#parts = parts;
    this.#previous = previousOf(parts);
  }

  start(): void {
    this.#isStopped = false;
    this.#schedule();
  }

  /** Decides what is in the pool, which is full of work at most, and makes no more blocks. */
  async drain(): Promise<void> {
    const isRunning = !this.#isStopped;
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    while (isRunning && !this.#isBroken && this.#parts.pool.size > 0) await this.#makeBlock();
    await this.#writing;
  }

  /** Tells the engine that the pool has work, or that a proof waits for the next header. */
  want(): void {
    if (this.#isWanted) return;
    this.#isWanted = true;
    if (this.#running === undefined) this.#schedule();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    const { blockIntervalMs, heartbeatMs } = this.#parts;
    this.#isWanted ||= this.#parts.pool.size > 0;
    // A timer for a heartbeat is replaced as soon as there is work.
    if (this.#timer !== undefined && !(this.#isHeartbeat && this.#isWanted)) return;
    clearTimeout(this.#timer);
    this.#isHeartbeat = !this.#isWanted;
    const sinceLastMs = performance.now() - this.#lastStartedMs;
    const waitMs = Math.max(0, (this.#isWanted ? blockIntervalMs : heartbeatMs) - sinceLastMs);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#makeBlock().finally(() => {
        this.#running = undefined;
        this.#schedule();
      });
    }, waitMs);
  }

  async #makeBlock(): Promise<void> {
    this.#lastStartedMs = performance.now();
    this.#isWanted = false;
    try {
      const executed = this.#execute();
      await this.#writing;
      if (!this.#isBroken) this.#writing = this.#write(this.#seal(executed));
    } catch (fault) {
      // The block before is decided whatever happens to this one.
      await this.#writing;
      this.#breakDown(fault);
    }
  }

  #execute(): Executed {
    const { machine, pool, validator, nowMs, onExpired } = this.#parts;
    const timeMs = Math.max(nowMs(), this.#previous.timeMs + 1);
    const { chosen, expired } = pool.take(timeMs, blockBounds);
    for (const waiting of expired) onExpired(waiting);

    const transactions = chosen.map(({ bytes }) => bytes);
    const { block, commit } = formBlock(validator, this.#previous, timeMs, transactions);
    const { header } = block;
    const input = blockInputOf(header.height, timeMs, transactions, validator);
    const result = machine.executeBlock(input);
    this.#isWanted ||= machine.hasUnfinishedWork;
    return { input, signed: { header, commit }, transactionIds: chosen.map(({ envelope }) => envelope.id), result };
  }

  /** Hashes what the block changed: the next block can be formed from here. */
  #seal({ input, signed, transactionIds, result }: Executed): DecidedBlockRecord & { readonly rows: BlockRow[] } {
    const { machine, store, validator } = this.#parts;
    const { root } = store.seal();
    const resultsHash = hashOfResults(result.results, validator.hash);
    const { height, timeMs } = input;
    this.#previous = { height, timeMs, root, resultsHash, commit: signed.commit };
    const record: BlockRecord = { ...input, signed, root, resultsHash, transactionIds };
    const results = resultsRecordOf(machine.registry, result);
    return { record, results, rows: blockRowsOf(record, results, machine.guard.takeBlockRow()) };
  }

  async #write({ rows, ...decided }: DecidedBlockRecord & { readonly rows: BlockRow[] }): Promise<void> {
    try {
      await this.#parts.store.persist(rows);
      this.#parts.onDecided(decided);
    } catch (fault) {
      this.#breakDown(fault);
    }
  }

  #breakDown(fault: unknown): void {
    if (this.#isBroken) return;
    this.#isStopped = true;
    this.#isBroken = true;
    clearTimeout(this.#timer);
    this.#parts.onStopped(fault);
  }
}

function previousOf({ store, validator }: SingleEngineParts): Previous {
  const head = present(store.head, "genesis is durable before the engine starts");
  if (head.height === 0) return afterGenesis(head.timeMs, head.root, validator.hash);
  const row = present(store.readBlockRow(recordKeys.block(head.height)), "every block has a record");
  const { signed, root, resultsHash } = decodeBlockRecord(row);
  const { header, commit } = present(signed, "the single engine signs every block");
  return { height: header.height, timeMs: msOfTimestamp(header.time), root, resultsHash, commit };
}
