// Records that do not follow each other are found.
import { beforeEach, describe, expect, test } from "vitest";
import { readingsAreContiguous } from "#src/modules/energy/invariants/readings.ts";
import { meters, readings } from "#src/modules/energy/tables.ts";
import { hourMs } from "#tests/support/energy.ts";
import { energyBooks, generator, hourOf } from "#tests/support/energyBooks.ts";

const { device, meterKey } = generator;
let books: ReturnType<typeof energyBooks>;
beforeEach(() => {
  books = energyBooks();
});

test("hold while the books are in order", async () => {
  expect(await books.broken(readingsAreContiguous)).toEqual([]);
});

describe("readings", () => {
  const breaks = async (name: string) => expect(await books.broken(readingsAreContiguous), name).not.toEqual([]);
  test("a gap, an overlap, a register that jumps, under one meter", async () => {
    readings.put(books.journal, device, hourMs, { ...hourOf(1), registerBeforeMilliWh: 10_501n });
    await breaks("register");
    readings.delete(books.journal, device, hourMs);
    readings.put(books.journal, device, hourMs / 2, hourOf(1));
    await breaks("overlap");
    readings.delete(books.journal, device, hourMs / 2);
    readings.put(books.journal, device, 3 * hourMs, hourOf(1));
    await breaks("gap");
  });
  test("ids that do not follow from the intervals", async () => {
    const issue = { firstId: 12, issuedWh: 10n, remainderBeforeMilliWh: 500n };
    readings.put(books.journal, device, hourMs, { ...hourOf(1), issue });
    expect(await books.broken(readingsAreContiguous)).toHaveLength(2);
  });
  test("a meter that is elsewhere than its records", async () => {
    const ends = { nextStartMs: hourMs, recordedUntilMs: hourMs };
    meters.put(books.journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
    await breaks("behind");
    const within = { nextStartMs: hourMs, recordedUntilMs: 2 * hourMs };
    meters.put(books.journal, device, { meterKey, registerMilliWh: 21_000n, ...within });
    await breaks("within");
  });
  test("a new meter may leave a gap", async () => {
    readings.delete(books.journal, device, hourMs);
    readings.put(books.journal, device, 3 * hourMs, { ...hourOf(1), meterKey: new Uint8Array(32) });
    const ends = { nextStartMs: 4 * hourMs, recordedUntilMs: 4 * hourMs };
    meters.put(books.journal, device, { meterKey, registerMilliWh: 21_000n, ...ends });
    expect(await books.broken(readingsAreContiguous)).toEqual([]);
  });
});
