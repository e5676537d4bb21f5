// Long rows cut into parts and put together again.
import { expect, it } from "vitest";
import { chunkBytesMax } from "#src/state/store/snapshot/manifest.ts";
import { cutRows, joinParts, partPrefix } from "#src/state/store/snapshot/rowParts.ts";

const mebibyte = 1024 * 1024;
const short = { key: "block/0000000000000007", value: new Uint8Array(512 * 1024).fill(1) };
const long = {
  key: "results/0000000000000007",
  value: new Uint8Array(13 * mebibyte + 5).map((_, index) => index % 251),
};
const edge = { key: "genesis", value: new Uint8Array(512 * 1024 + 1).fill(2) };

it("leaves short rows alone and cuts long ones into parts that fit a chunk", () => {
  const rows = cutRows([short, long, edge]);
  expect(rows[0]).toBe(short);
  for (const { key, value } of rows) {
    expect(key.length + value.length + 32).toBeLessThan(chunkBytesMax);
    expect(value.length).toBeGreaterThan(0);
  }
});

it("puts together exactly what was cut, from parts in the order of their keys", () => {
  const parts = cutRows([short, long, edge]).filter(({ key }) => key.startsWith(partPrefix));
  parts.sort((one, other) => (one.key < other.key ? -1 : 1));
  const joined = joinParts(parts);
  expect(joined.map(({ key }) => key)).toEqual([edge.key, long.key]);
  for (const [index, { value }] of [edge, long].entries()) {
    expect(Buffer.compare(joined[index]?.value ?? new Uint8Array(), value)).toBe(0);
  }
  expect(joinParts([])).toEqual([]);
});

it("refuses parts of which one is missing before another", () => {
  const parts = cutRows([long]);
  expect(() => joinParts(parts.slice(1))).toThrow("state/snapshotMalformed");
  expect(() => joinParts(parts.toSpliced(3, 1))).toThrow("state/snapshotMalformed");
});
