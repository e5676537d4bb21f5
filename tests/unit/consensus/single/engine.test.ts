// The single engine: when it makes blocks, what it puts into them, and how it stops.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { placeCodec, recordKeys } from "#src/consensus/records.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import type { RowWrite } from "#src/state/store/rowDatabase.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { paymentBatchOf, paymentOf } from "#tests/support/payments.ts";

const payment = { from: "alice", to: "bob", amount: 1n } as const;
const soonMs = chainGenesisTimeMs + 60_000;
const timing = { blockIntervalMs: 200, heartbeatMs: 5_000 };

/** A disk that can be made to fail. */
class FailingDatabase extends MemoryDatabase {
  isFailing = false;

  override async write(writes: Iterable<RowWrite>): Promise<void> {
    if (this.isFailing) throw new Error("the disk is gone");
    await super.write(writes);
  }
}

/** A disk whose writes end when they are told to. */
class SlowDatabase extends MemoryDatabase {
  isSlow = false;
  isUnreadable = false;
  readonly #waiting: (() => void)[] = [];

  override get(key: string): Uint8Array | undefined {
    if (this.isUnreadable) throw new StoreFault("corrupt", "the disk cannot be read");
    return super.get(key);
  }

  override async write(writes: Iterable<RowWrite>): Promise<void> {
    // What a write holds is decided when it begins.
    const all = [...writes];
    if (this.isSlow) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    await super.write(all);
  }

  get writesWaiting(): number {
    return this.#waiting.length;
  }

  async finishOne(): Promise<void> {
    this.#waiting.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
  }
}

async function startedChain(database = new MemoryDatabase()) {
  const startMs = performance.now();
  const nowMs = () => chainGenesisTimeMs + 1_000 + Math.round(performance.now() - startMs);
  const ledger = await memoryLedger(database);
  const chain = chainOn(ledger, { ...timing, nowMs });
  chain.engine.start();
  await vi.advanceTimersByTimeAsync(0);
  const heights = () => chain.decided.map(({ record }) => record.height);
  return { ...chain, ledger, heights };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a running engine", () => {
  it("makes a block at once when it starts, then one at each heartbeat while there is no work", async () => {
    const { heights } = await startedChain();
    expect(heights()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(heights()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heights()).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heights()).toEqual([1, 2, 3]);
  });

  it("makes a block for work as soon as the interval since the last has passed, and not sooner", async () => {
    const { heights, pay, decided } = await startedChain();
    pay(payment);
    await vi.advanceTimersByTimeAsync(199);
    expect(heights()).toEqual([1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(heights()).toEqual([1, 2]);
    expect(decided[1]?.record.transactions).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    pay(payment);
    await vi.advanceTimersByTimeAsync(0);
    expect(heights()).toEqual([1, 2, 3]);
  });

  it("puts all that came within an interval into one block, in order of arrival", async () => {
    const { pay, decided, heights } = await startedChain();
    const ids = [];
    for (let count = 0; count < 5; count += 1) {
      ids.push(pay(payment));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(500);
    expect(heights()).toEqual([1, 2]);
    expect(decided[1]?.record.transactionIds.map(bytesToHex)).toEqual(ids);
    expect(decided[1]?.results.results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  });

  it("makes at most one block an interval, however often it is told that there is work", async () => {
    const { engine, pay, heights } = await startedChain();
    for (let ms = 0; ms < 2_000; ms += 5) {
      pay(payment);
      engine.want();
      await vi.advanceTimersByTimeAsync(5);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(heights().length).toBeLessThanOrEqual(1 + 2_200 / 200);
    expect(heights().length).toBeGreaterThan(9);
  });

  it("makes the next block for a proof that waits for its header, though there is no transaction", async () => {
    const { engine, heights, decided } = await startedChain();
    await vi.advanceTimersByTimeAsync(1_000);
    engine.want();
    await vi.advanceTimersByTimeAsync(0);
    expect(heights()).toEqual([1, 2]);
    expect(decided[1]?.record.transactions).toEqual([]);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(heights()).toEqual([1, 2]);
  });

  it("makes the next blocks as soon as may be while block work is unfinished, and then waits again", async () => {
    const { heights, ledger } = await startedChain();
    let left = 3;
    vi.spyOn(ledger.machine, "hasUnfinishedWork", "get").mockImplementation(() => {
      left -= 1;
      return left > 0;
    });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(heights()).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(400);
    expect(heights()).toEqual([1, 2, 3, 4]);
    await vi.advanceTimersByTimeAsync(4_999);
    expect(heights()).toEqual([1, 2, 3, 4]);
  });

  it("hands back what expired while it waited, and puts it into no block", async () => {
    const { pay, decided, expired, pool } = await startedChain();
    const lost = pay(payment, 150);
    const kept = pay(payment, 60_000);
    await vi.advanceTimersByTimeAsync(200);
    expect(expired.map(({ envelope }) => bytesToHex(envelope.id))).toEqual([lost]);
    expect(decided[1]?.record.transactionIds.map(bytesToHex)).toEqual([kept]);
    expect(pool.size).toBe(0);
  });

  it("gives each block a time after the one before, even if the clock goes back", async () => {
    const ledger = await memoryLedger();
    let clockMs = chainGenesisTimeMs + 10_000;
    const chain = chainOn(ledger, { ...timing, nowMs: () => clockMs });
    chain.engine.start();
    for (const next of [clockMs - 5_000, clockMs - 9_000, clockMs + 50]) {
      await vi.advanceTimersByTimeAsync(5_000);
      clockMs = next;
    }
    await vi.advanceTimersByTimeAsync(5_000);
    const times = chain.decided.map(({ record }) => record.timeMs - chainGenesisTimeMs);
    expect(times).toEqual([10_000, 10_001, 10_002, 10_003, 10_050]);
  });
});

describe("stopping", () => {
  it("decides everything that waits, without waiting for the interval, and then makes no more blocks", async () => {
    const { engine, pay, pool, decided, heights } = await startedChain();
    for (let count = 0; count < 3; count += 1) pay(payment);
    await engine.drain();
    expect(pool.size).toBe(0);
    expect(decided[1]?.record.transactions).toHaveLength(3);
    engine.want();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heights()).toEqual([1, 2]);
  });

  it("makes as many blocks as the waiting transactions need", async () => {
    const { engine, submit, decided, ledger } = await startedChain();
    const payments = Array.from({ length: 1_000 }, () => ({ to: "bob", amount: 1n }));
    const { network } = ledger.machine;
    // A file of a thousand payments takes work for a thousand, and a block has a budget of work.
    const perBlock =
      limits.blockWorkMax / workOfFile(ledger, paymentBatchOf(network, "participant-bank", payments, soonMs));
    const files = Math.floor(perBlock) + 1;
    for (let count = 0; count < files; count += 1) {
      submit(paymentBatchOf(network, "participant-bank", payments, soonMs));
    }
    await engine.drain();
    expect(decided.slice(1).map(({ record }) => record.transactions.length)).toEqual([files - 1, 1]);
  });

  it("makes no block at all when it was never started", async () => {
    const chain = chainOn(await memoryLedger());
    chain.pay(payment);
    await chain.engine.drain();
    expect(chain.decided).toEqual([]);
  });
});

describe("what a block leaves behind", () => {
  it("is its record, its results, what it remembers, and the place of each transaction", async () => {
    const { pay, ledger } = await startedChain();
    const id = pay(payment);
    await vi.advanceTimersByTimeAsync(200);
    const { store } = ledger;
    expect(store.readBlockRow(recordKeys.block(2))).toBeDefined();
    expect(store.readBlockRow(recordKeys.results(2))).toBeDefined();
    expect(store.readBlockRow(recordKeys.remembered(2))).toBeDefined();
    const place = store.readBlockRow(recordKeys.transaction(id));
    expect(place && placeCodec.decode(place)).toEqual({ height: 2, index: 0 });
  });

  it("keeps the first place of a transaction that comes again", async () => {
    const { submit, ledger, decided } = await startedChain();
    const { network } = ledger.machine;
    const bytes = paymentOf(network, payment, soonMs);
    const id = submit(bytes);
    await vi.advanceTimersByTimeAsync(200);
    submit(bytes);
    await vi.advanceTimersByTimeAsync(200);
    expect(decided[2]?.results.results[0]?.code).toBe(refusals.alreadySeen.definition.number);
    const place = ledger.store.readBlockRow(recordKeys.transaction(id));
    expect(place && placeCodec.decode(place)).toEqual({ height: 2, index: 0 });
  });

  it("is enough for another engine to go on with the next height", async () => {
    const database = new MemoryDatabase();
    const first = await startedChain(database);
    first.pay(payment);
    await vi.advanceTimersByTimeAsync(200);
    await first.engine.drain();
    const last = first.decided[1]?.record;
    const second = await startedChain(database);
    const next = second.decided[0]?.record;
    expect(next?.signed?.header.height).toBe(3);
    expect(next?.signed?.header.lastBlockId).toEqual(last?.signed?.commit.blockId);
    expect(next?.signed?.header.appHash).toEqual(last?.root);
    expect(next?.signed?.header.lastResultsHash).toEqual(last?.resultsHash);
  });
});

describe("while a block is being written", () => {
  async function chainWritingBlock2() {
    const database = new SlowDatabase();
    const chain = await startedChain(database);
    database.isSlow = true;
    const first = chain.pay(payment);
    await vi.advanceTimersByTimeAsync(200);
    const second = chain.pay({ ...payment, amount: 2n });
    await vi.advanceTimersByTimeAsync(200);
    return { ...chain, database, first, second };
  }

  it("executes the next one, and answers from neither before it is durable", async () => {
    const { heights, pool, ledger, database } = await chainWritingBlock2();
    expect(pool.size).toBe(0);
    expect(ledger.store.journal.height).toBe(3);
    expect(database.writesWaiting).toBe(1);
    expect(heights()).toEqual([1]);
    await database.finishOne();
    expect(heights()).toEqual([1, 2]);
    expect(database.writesWaiting).toBe(1);
    await database.finishOne();
    expect(heights()).toEqual([1, 2, 3]);
  });

  it("goes no further than one block ahead", async () => {
    const { pay, pool, ledger, database } = await chainWritingBlock2();
    pay({ ...payment, amount: 3n });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(pool.size).toBe(1);
    expect(ledger.store.journal.height).toBe(3);
    expect(database.writesWaiting).toBe(1);
  });

  it("keeps what each block remembers apart, so that a restart knows the same", async () => {
    const { ledger, database, first, second, decided } = await chainWritingBlock2();
    await database.finishOne();
    await database.finishOne();
    const idsOf = (height: number) =>
      bytesToHex(ledger.store.readBlockRow(recordKeys.remembered(height)) ?? new Uint8Array());
    expect(idsOf(2)).toContain(first);
    expect(idsOf(2)).not.toContain(second);
    expect(idsOf(3)).toContain(second);
    expect(decided[2]?.record.signed?.header.appHash).toEqual(decided[1]?.record.root);
  });

  it("waits at a stop until both are durable", async () => {
    const { engine, database, heights } = await chainWritingBlock2();
    let isDrained = false;
    const drained = engine.drain().then(() => {
      isDrained = true;
    });
    await database.finishOne();
    expect(isDrained).toBe(false);
    await database.finishOne();
    await drained;
    expect(heights()).toEqual([1, 2, 3]);
  });

  it("still answers from it when the next one cannot be executed, and then stops", async () => {
    const database = new SlowDatabase();
    const { engine, pay, heights, faults } = await startedChain(database);
    database.isSlow = true;
    pay(payment);
    await vi.advanceTimersByTimeAsync(200);
    database.isUnreadable = true;
    pay({ from: "bob", to: "alice", amount: 2n });
    await vi.advanceTimersByTimeAsync(200);
    expect(faults).toEqual([]);
    await database.finishOne();
    expect(heights()).toEqual([1, 2]);
    expect(faults).toMatchObject([{ kind: "corrupt" }]);
    await vi.advanceTimersByTimeAsync(20_000);
    await engine.drain();
    expect(heights()).toEqual([1, 2]);
  });
});

describe("a fault of storage", () => {
  it("stops the engine, which says so once and answers nothing from the block that was not stored", async () => {
    const database = new FailingDatabase();
    const { pay, heights, faults, engine, ledger } = await startedChain(database);
    database.isFailing = true;
    pay(payment);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(heights()).toEqual([1]);
    expect(faults).toMatchObject([{ kind: "poisoned" }]);
    await engine.drain();
    expect(faults).toHaveLength(1);
    expect(() => ledger.store.readBlockRow(recordKeys.block(1))).toThrow();
    expect(database.get(`b/${recordKeys.block(1)}`)).toBeDefined();
    expect(database.get(`b/${recordKeys.block(2)}`)).toBeUndefined();
  });
});

function workOfFile({ machine }: OpenLedger, bytes: Uint8Array): number {
  return machine.prepare(bytes).work;
}
