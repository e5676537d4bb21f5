// Two states of one height compared row by row.
import { expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { stateDifference } from "#src/node/maintenance/stateDifference.ts";
import type { StateScanner, StoredRow } from "#src/state/view.ts";

/** A state of these rows, in the order of their keys. */
function stateOf(rows: Readonly<Record<string, number>>): StateScanner {
  const stored = Object.entries(rows)
    .map(([key, byte]): StoredRow => ({ key, value: Uint8Array.of(byte) }))
    .sort((left, right) => (left.key < right.key ? -1 : 1));
  return {
    height: 9,
    timeMs: 0,
    getRow: () => undefined,
    scanRows: async function* () {
      yield* stored;
    },
  };
}

const compare = (left: Record<string, number>, right: Record<string, number>, rowsShownMax = 10) =>
  stateDifference(stateOf(left), stateOf(right), (_, bytes) => ({ hex: bytesToHex(bytes) }), rowsShownMax);

it("finds nothing in two states that are the same", async () => {
  const rows = { "a/1": 1, "b/1": 2 };
  expect(await compare(rows, rows)).toEqual({ height: 9, rowsCompared: 2, rowsDiffering: 0, modules: [], first: [] });
});

it("names rows that differ, and rows that one side alone has, in the order of their keys", async () => {
  const found = await compare({ "a/1": 1, "b/1": 2, "b/3": 4 }, { "b/1": 3, "b/2": 9, "b/3": 4, "c/1": 5 });
  expect(found).toMatchObject({ rowsCompared: 5, rowsDiffering: 4 });
  expect(found.modules).toEqual([
    { module: "a", rows: 1 },
    { module: "b", rows: 2 },
    { module: "c", rows: 1 },
  ]);
  expect(found.first).toEqual([
    { key: "a/1", module: "a", left: { hex: "01" } },
    { key: "b/1", module: "b", left: { hex: "02" }, right: { hex: "03" } },
    { key: "b/2", module: "b", right: { hex: "09" } },
    { key: "c/1", module: "c", right: { hex: "05" } },
  ]);
});

it("counts all of them and tells no more than it was asked for", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`a/${at + 10}`, at]));
  const found = await compare(many, {}, 3);
  expect(found.rowsDiffering).toBe(30);
  expect(found.first.map(({ key }) => key)).toEqual(["a/10", "a/11", "a/12"]);
});
