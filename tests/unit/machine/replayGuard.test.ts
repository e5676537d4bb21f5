// The replay guard: what is remembered stays so until it expires, in memory and in state alike.
import { describe, expect, it } from "vitest";
import { limits } from "#src/core/limits.ts";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import {
  BucketChains,
  ReplayGuard,
  reachOf,
  rememberedBuckets,
  rememberedFrom,
  rememberedFromMinute,
} from "#src/machine/replayGuard.ts";
import { memoryState } from "#tests/support/memoryState.ts";

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 0, 1);
const startMinute = startMs / minuteMs;
const idOf = (number: number) => sha256(Uint8Array.of(number, number >> 8, number >> 16));

/** A guard over a journal, with a block under way at some seconds after the start. */
function begin() {
  const state = memoryState(1, startMs);
  const guard = new ReplayGuard(sha256);
  const rows: { readonly row: Uint8Array; readonly timeMs: number }[] = [];
  return {
    guard,
    state,
    rows,
    reader: state.journal,
    /** Ends the block and begins the next one so much later. */
    decide(laterMs = 1_000) {
      guard.endBlock(state.journal);
      const row = guard.takeBlockRow();
      if (row !== undefined) rows.unshift({ row, timeMs: state.journal.timeMs });
      state.nextBlock(state.journal.height + 1, state.journal.timeMs + laterMs);
    },
  };
}

describe("an id", () => {
  it("is known from the moment it is remembered, under its own expiry", () => {
    const { guard } = begin();
    const untilMs = startMs + 90_000;
    expect(guard.has(idOf(1), untilMs)).toBe(false);
    guard.remember(idOf(1), untilMs);
    expect([guard.has(idOf(1), untilMs), guard.has(idOf(2), untilMs), guard.count]).toEqual([true, false, 1]);
  });

  it("counts once, however often it is remembered", () => {
    const { guard, decide, reader } = begin();
    guard.remember(idOf(1), startMs + 5_000);
    guard.remember(idOf(1), startMs + 5_000);
    decide();
    guard.remember(idOf(1), startMs + 5_000);
    decide();
    expect(guard.count).toBe(1);
    expect(rememberedBuckets.get(reader, startMinute)?.count).toBe(1);
  });

  it("must be a hash", () => {
    expect(() => begin().guard.remember(new Uint8Array(31), startMs)).toThrow("SHA-256");
  });
});

describe("a block", () => {
  it("that remembers nothing changes no state, even when ids have expired", () => {
    const { guard, state, decide } = begin();
    guard.remember(idOf(1), startMs + 5_000);
    decide(10 * minuteMs);
    const before = new Map(state.rows);
    decide();
    expect(new Map(state.rows)).toEqual(before);
    expect(guard.takeBlockRow()).toBeUndefined();
  });

  it("commits to its ids by a hash chained over the blocks, bucket by bucket", () => {
    const { guard, reader, decide } = begin();
    guard.remember(idOf(1), startMs + 5_000);
    guard.remember(idOf(2), startMs + 6_000);
    guard.remember(idOf(3), startMs + minuteMs);
    decide();
    guard.remember(idOf(4), startMs + 7_000);
    decide();
    const first = sha256(concatBytes(new Uint8Array(32), idOf(1), idOf(2)));
    expect(rememberedBuckets.get(reader, startMinute)).toEqual({
      count: 3,
      chainHash: sha256(concatBytes(first, idOf(4))),
    });
    expect(rememberedBuckets.get(reader, startMinute + 1)?.count).toBe(1);
  });

  it("forgets what expired, in state and in memory, once something new is remembered", () => {
    const { guard, reader, decide } = begin();
    guard.remember(idOf(1), startMs + 5_000);
    guard.remember(idOf(2), startMs + 5 * minuteMs);
    decide(3 * minuteMs);
    guard.remember(idOf(3), startMs + 6 * minuteMs);
    decide();
    expect(rememberedBuckets.has(reader, startMinute)).toBe(false);
    expect(rememberedBuckets.has(reader, startMinute + 5)).toBe(true);
    expect([guard.has(idOf(1), startMs + 5_000), guard.has(idOf(2), startMs + 5 * minuteMs), guard.count]).toEqual([
      false,
      true,
      2,
    ]);
    expect(rememberedFrom.get(reader)).toEqual({ minute: startMinute + 3 });
  });

  it("keeps an id while its very last millisecond has not passed", () => {
    const { guard, decide } = begin();
    const untilMs = startMs + 2 * minuteMs - 1;
    guard.remember(idOf(1), untilMs);
    decide(2 * minuteMs - 1);
    guard.remember(idOf(2), untilMs + minuteMs);
    decide();
    expect(guard.has(idOf(1), untilMs)).toBe(true);
    guard.remember(idOf(3), untilMs + minuteMs);
    decide();
    expect(guard.has(idOf(1), untilMs)).toBe(false);
  });

  it("leaves no bucket behind after a gap of years", () => {
    const { guard, state, reader, decide } = begin();
    for (let minute = 0; minute <= 60; minute += 1) guard.remember(idOf(minute), startMs + minute * minuteMs);
    decide(10 * 365 * 24 * 60 * minuteMs);
    const nowMs = reader.timeMs;
    guard.remember(idOf(999), nowMs + 1);
    decide();
    const kept = [...state.rows.keys()].filter((key) => key.startsWith("machine/remembered/"));
    expect(kept).toHaveLength(1);
    expect(guard.count).toBe(1);
  });

  it("that is dropped leaves everything as it was", () => {
    const { guard, state, reader, decide } = begin();
    guard.remember(idOf(1), startMs + 5_000);
    decide();
    guard.remember(idOf(2), startMs + 5_000);
    guard.remember(idOf(3), startMs + 10 * minuteMs);
    guard.endBlock(state.journal);
    state.journal.dropBlock();
    guard.dropBlock();
    expect([guard.count, guard.has(idOf(1), startMs + 5_000), guard.has(idOf(2), startMs + 5_000)]).toEqual([
      1,
      true,
      false,
    ]);
    expect(guard.agreesWith(reader)).toBe(true);
  });

  it("that is dropped forgets nothing because of its own time, which did not stand", () => {
    const { guard, state, reader, decide } = begin();
    const untilMs = startMs + 30_000;
    guard.remember(idOf(1), untilMs);
    decide();
    // A proposal from an hour ahead, which is not decided.
    state.nextBlock(2, startMs + 60 * minuteMs);
    guard.remember(idOf(2), startMs + 70 * minuteMs);
    guard.endBlock(state.journal);
    state.journal.dropBlock();
    guard.dropBlock();
    state.nextBlock(2, startMs + 2_000);
    expect(guard.has(idOf(1), untilMs)).toBe(true);
    expect(guard.agreesWith(reader)).toBe(true);
  });
});

describe("a guard", () => {
  it("is full when it remembers as many as it may", () => {
    const guard = new ReplayGuard(sha256, 2);
    guard.remember(idOf(1), startMs + 1);
    expect(guard.full).toBe(false);
    guard.remember(idOf(2), startMs + 1);
    expect(guard.full).toBe(true);
  });

  it("restored from the rows of its blocks, newest first, knows the same ids and agrees with state", () => {
    const { guard, rows, reader, decide } = begin();
    for (let number = 0; number < 40; number += 1) {
      guard.remember(idOf(number), startMs + (number % 7) * minuteMs + 30_000);
      if (number % 3 === 0) decide(20_000);
    }
    decide();
    const restored = new ReplayGuard(sha256);
    for (const { row } of rows) if (!restored.load(row, rememberedFromMinute(reader))) break;
    expect(restored.agreesWith(reader)).toBe(true);
    for (let number = 0; number < 40; number += 1) {
      const untilMs = startMs + (number % 7) * minuteMs + 30_000;
      if (untilMs > reader.timeMs) expect(restored.has(idOf(number), untilMs)).toBe(true);
    }
  });

  it("disagrees with state when one block's ids are missing, be it the only one", () => {
    const { guard, rows, reader, decide } = begin();
    guard.remember(idOf(1), startMs + 5 * minuteMs);
    decide();
    expect(new ReplayGuard(sha256).agreesWith(reader)).toBe(false);
    guard.remember(idOf(2), startMs + 5 * minuteMs);
    decide();
    const restored = new ReplayGuard(sha256);
    restored.load(rows[0]?.row ?? new Uint8Array(), rememberedFromMinute(reader));
    expect(restored.agreesWith(reader)).toBe(false);
    restored.load(rows[1]?.row ?? new Uint8Array(), rememberedFromMinute(reader));
    expect(restored.agreesWith(reader)).toBe(true);
  });

  it("disagrees with state when it knows an id too many", () => {
    const { guard, reader, decide } = begin();
    guard.remember(idOf(1), startMs + 5 * minuteMs);
    decide();
    guard.remember(idOf(2), startMs + 9 * minuteMs);
    expect(guard.agreesWith(reader)).toBe(false);
  });

  it("stops reading blocks once all earlier ones have expired, and not before", () => {
    const { guard, rows, decide } = begin();
    guard.remember(idOf(1), startMs + 60 * minuteMs);
    decide();
    const row = rows[0]?.row ?? new Uint8Array();
    expect(new ReplayGuard(sha256).load(row, startMinute + 61)).toBe(true);
    expect(new ReplayGuard(sha256).load(row, startMinute + 119)).toBe(true);
    expect(new ReplayGuard(sha256).load(row, startMinute + 123)).toBe(false);
  });

  it("does not load what expired before", () => {
    const { guard, rows, decide } = begin();
    guard.remember(idOf(1), startMs + 1_000);
    guard.remember(idOf(2), startMs + 5 * minuteMs);
    decide();
    const restored = new ReplayGuard(sha256);
    restored.load(rows[0]?.row ?? new Uint8Array(), startMinute + 2);
    expect(restored.count).toBe(1);
  });

  it("can store the ids of the fullest block in one row", () => {
    const { guard, rows, decide } = begin();
    for (let number = 0; number < limits.blockTransactionsMax; number += 1) {
      guard.remember(sha256(Uint8Array.of(number & 0xff, (number >> 8) & 0xff, 7)), startMs + 5_000);
    }
    decide();
    const restored = new ReplayGuard(sha256);
    restored.load(rows[0]?.row ?? new Uint8Array(), startMinute);
    expect(restored.count).toBe(limits.blockTransactionsMax);
  });

  it("hashes ids in the order in which they were decided", () => {
    const [left, right] = [begin(), begin()];
    for (const number of [1, 2]) left.guard.remember(idOf(number), startMs + 1_000);
    for (const number of [2, 1]) right.guard.remember(idOf(number), startMs + 1_000);
    left.decide();
    right.decide();
    const hashOf = ({ reader }: ReturnType<typeof begin>) =>
      bytesToHex(rememberedBuckets.get(reader, startMinute)?.chainHash ?? new Uint8Array());
    expect(hashOf(left)).not.toBe(hashOf(right));
  });
});

describe("rows of blocks from a stranger", () => {
  /** Some blocks over some minutes, of which the first ids have expired and been forgotten. */
  function chained() {
    const begun = begin();
    for (let number = 0; number < 30; number += 1) {
      begun.guard.remember(idOf(number), begun.reader.timeMs + (number % 5) * minuteMs + 1);
      if (number % 2 === 1) begun.decide(20_000);
    }
    return { ...begun, oldestFirst: begun.rows.map(({ row }) => row).toReversed() };
  }
  function areHonest(rows: readonly Uint8Array[], { reader }: ReturnType<typeof chained>): boolean {
    const chains = new BucketChains(reader, sha256);
    return rows.every((row) => chains.add(row)) && chains.agree();
  }

  it("are believed when the state's buckets were chained from them", () => {
    const made = chained();
    expect(areHonest(made.oldestFirst, made)).toBe(true);
    expect(rememberedFromMinute(made.reader)).toBeGreaterThan(startMinute);
  });

  it("may lack what a running node has forgotten, and nothing else", () => {
    const made = chained();
    const { oldestFirst, reader } = made;
    const from = rememberedFromMinute(reader);
    const needed = oldestFirst.filter((row) => reachOf(row, from).holds);
    for (const row of oldestFirst) {
      const guard = new ReplayGuard(sha256);
      expect(guard.load(row, from)).toBe(reachOf(row, from).before);
      expect(guard.count > 0).toBe(needed.includes(row));
    }
    expect(needed.length).toBeLessThan(oldestFirst.length);
    expect(areHonest(needed, made)).toBe(true);
    for (let at = 0; at < needed.length; at += 1) expect(areHonest(needed.toSpliced(at, 1), made)).toBe(false);
  });

  it("are not believed with other ids, one too many, or in another order", () => {
    const made = chained();
    const { oldestFirst, guard } = made;
    const last = oldestFirst.at(-1) ?? new Uint8Array();
    const altered = last.slice();
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    expect(areHonest(oldestFirst.with(-1, altered), made)).toBe(false);
    expect(areHonest([...oldestFirst, last], made)).toBe(false);
    expect(areHonest(oldestFirst.toReversed(), made)).toBe(false);
    const extra = new ReplayGuard(sha256);
    extra.remember(idOf(999), made.reader.timeMs + 300 * minuteMs);
    expect(areHonest([...oldestFirst, extra.takeBlockRow() ?? new Uint8Array()], made)).toBe(false);
    expect(guard.agreesWith(made.reader)).toBe(true);
  });
});
