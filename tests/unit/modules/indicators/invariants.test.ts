// The promises of the indicators, kept by use and broken by hand.
import { describe, expect, test } from "vitest";
import { present } from "#src/core/assert.ts";
import { entriesPointToTheirRecords, recordsAreNumbered, recordsAreSound } from "#src/modules/indicators/invariants.ts";
import { governanceOf, indicatorRecords, recordCounts, sharesOf, values } from "#src/modules/indicators/tables.ts";
import {
  createIndicatorsLedger,
  noticeMs,
  stateGovernance,
  stateIndicator,
  stateShares,
} from "#tests/support/indicators.ts";
import { memoryState } from "#tests/support/memoryState.ts";

/** The last three records and their entries, in a state whose rows can be written by hand. */
function copied() {
  const ledger = createIndicatorsLedger();
  const first = recordCounts.get(ledger.state) ?? 0;
  stateIndicator(ledger);
  stateShares(ledger);
  stateGovernance(ledger);
  const memory = memoryState(ledger.state.height, ledger.state.timeMs);
  const records = [1, 2, 3].map((at) => {
    const row = present(indicatorRecords.get(ledger.state, first + at), "there are three more");
    const record = { ...row, number: at };
    indicatorRecords.put(memory.journal, at, record);
    return record;
  });
  const pointers = records.map(({ number, fromMs }) => ({ pending: { number, fromMs } }));
  const [one, two, three] = pointers.map((pointer) => present(pointer, "three pointers"));
  recordCounts.put(memory.journal, 3);
  values.put(memory.journal, "CU", "importReliance", one ?? {});
  sharesOf.put(memory.journal, "AG", "refining", two ?? {});
  governanceOf.put(memory.journal, "MX", three ?? {});
  return { memory, records };
}

const check = async (memory: ReturnType<typeof memoryState>) => {
  const context = { state: memory.scanner() };
  return [
    ...(await recordsAreNumbered(context)),
    ...(await recordsAreSound(context)),
    ...(await entriesPointToTheirRecords(context)),
  ];
};

test("use keeps them", async () => {
  expect(await check(copied().memory)).toEqual([]);
});

describe("what is found", () => {
  test("a record that is missing, and a count that is not the last number", async () => {
    const { memory } = copied();
    recordCounts.put(memory.journal, 4);
    expect(await check(memory)).toEqual(["4 records are counted, the last one is 3"]);
    recordCounts.put(memory.journal, 3);
    indicatorRecords.delete(memory.journal, 1);
    const missing = "indicators/value/CU/importReliance: its records are not what they should be";
    expect(await check(memory)).toEqual(["record 2 is out of order", missing]);
  });

  test("a record that states nothing, is unsound, or took effect before it was made", async () => {
    const { memory, records } = copied();
    const [first, second, third] = records.map((record) => present(record, "three records"));
    const { governance, ...nothing } = { ...present(third, "the third") };
    indicatorRecords.put(memory.journal, 3, nothing);
    const place = "indicators/governance/MX: its records are not what they should be";
    expect(await check(memory)).toEqual(["record 3 states 0 things", place]);
    indicatorRecords.put(memory.journal, 3, { ...nothing, governance: { country: "MX", figure: { value: -1n } } });
    expect(await check(memory)).toEqual(["record 3 is unsound: indicators/outOfBounds"]);
    expect(governance?.country).toBe("MX");
    indicatorRecords.put(memory.journal, 3, present(third, "the third"));
    const shares = present(second?.shares, "the second has shares");
    const tooMuch = { ...shares, others: { value: 300_000n } };
    indicatorRecords.put(memory.journal, 2, { ...present(second, "the second"), shares: tooMuch });
    expect(await check(memory)).toEqual(["record 2 is unsound: indicators/sharesTooLarge"]);
    indicatorRecords.put(memory.journal, 2, present(second, "the second"));
    const early = { ...present(first, "the first"), fromMs: 1 };
    indicatorRecords.put(memory.journal, 1, early);
    expect(await check(memory)).toContain("record 1 is ahead of time");
  });

  test("an entry that points elsewhere, is empty, or is in force too early", async () => {
    const { memory, records } = copied();
    const fromMs = records[0]?.fromMs ?? 0;
    const sentence = "indicators/value/CU/importReliance: its records are not what they should be";
    for (const entry of [
      {},
      { pending: { number: 2, fromMs } },
      { pending: { number: 9, fromMs } },
      { pending: { number: 1, fromMs: fromMs - noticeMs } },
      { inForce: { number: 1, fromMs } },
    ]) {
      values.put(memory.journal, "CU", "importReliance", entry);
      expect(await check(memory)).toEqual([sentence]);
    }
  });
});
