// Pages of records: room is used again, and forks write only to pages of their own.
import { describe, expect, it } from "vitest";
import { RecordPages } from "#src/state/tree/recordPages.ts";

function allocated(pages: RecordPages, count: number): number[] {
  return Array.from({ length: count }, () => pages.allocate());
}

describe("RecordPages", () => {
  it("gives every record its own words, over many pages", () => {
    const pages = new RecordPages(3);
    const records = allocated(pages, 10_000);
    for (const record of records) pages.pageOf(record).fill(record, pages.offsetOf(record), pages.offsetOf(record) + 3);
    for (const record of records) {
      const offset = pages.offsetOf(record);
      expect([...pages.pageOf(record).subarray(offset, offset + 3)]).toEqual([record, record, record]);
    }
  });

  it("uses the room of released records before it grows", () => {
    const pages = new RecordPages(2);
    const records = allocated(pages, 100);
    const released = records.filter((record) => record % 3 === 0);
    for (const record of released) pages.release(record);
    expect(new Set(allocated(pages, released.length))).toEqual(new Set(released));
    expect(pages.allocate()).toBe(100);
  });

  it("never hands out a record of the base in a fork, not even a released one", () => {
    const base = new RecordPages(2);
    const shared = allocated(base, 5);
    const fork = base.fork();
    for (const record of shared) fork.release(record);
    const own = allocated(fork, 5_000);
    expect(shared.every((record) => fork.isShared(record) && !base.isShared(record))).toBe(true);
    expect(own.some((record) => fork.isShared(record))).toBe(false);
    expect(base.allocate()).toBe(5);
  });
});
