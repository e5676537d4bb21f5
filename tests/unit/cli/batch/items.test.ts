// Items of a batch file, and lines that are wrong.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type BadLine, type BatchFormat, type BatchItem, formatOf, readItems } from "#src/cli/batch/items.ts";
import { contractModules } from "#src/cli/contract/contract.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const messages = new Map(
  contractModules().flatMap((module) => module.messages.map((each) => [each.type, each.schema])),
);

async function read(text: string, format: BatchFormat, type = "settlement/pay"): Promise<(BatchItem | BadLine)[]> {
  const file = join(folder.path, "items");
  writeFileSync(file, text);
  const found: (BatchItem | BadLine)[] = [];
  for await (const item of readItems(file, format, messages.get(type) ?? {})) found.push(item);
  return found;
}

describe("a CSV file", () => {
  it("has one item a line, with empty cells left out, whatever ends its lines", async () => {
    const items = [
      { line: 2, content: { to: "bob", amount: "5", purpose: "GDDS" } },
      { line: 4, content: { to: "carol", amount: "6" } },
    ];
    expect(await read("to,amount,purpose\nbob,5,GDDS\n\ncarol,6,\n", "csv")).toEqual(items);
    expect(await read("\ufeffto,amount,purpose\r\nbob,5,GDDS\r\n\r\ncarol,6,\r\n", "csv")).toEqual(items);
  });

  it("names nested fields with dots, and divides lists by spaces", async () => {
    const header = "legs.0.to,legs.0.amount,legs.1.to";
    expect(await read(`${header}\nbob,5,carol\n`, "csv", "settlement/settleLegs")).toEqual([
      { line: 2, content: { legs: [{ to: "bob", amount: "5" }, { to: "carol" }] } },
    ]);
    expect(await read("certificateIds\n7 8 9\n", "csv", "issuance/mint")).toEqual([
      { line: 2, content: { certificateIds: [7, 8, 9] } },
    ]);
  });

  it("has its wrong lines named, and the others read", async () => {
    const found = await read("certificateIds,extra\n7\n", "csv", "issuance/mint");
    expect(found).toEqual([{ line: 2, reason: expect.stringContaining("columns length is 2, got 1") }]);
    expect(await read("certificateIds\n7\nx\n8\n", "csv", "issuance/mint")).toEqual([
      { line: 2, content: { certificateIds: [7] } },
      { line: 3, reason: "certificateIds needs a whole number" },
      { line: 4, content: { certificateIds: [8] } },
    ]);
  });

  it("is not read past a column that is no field, or a quote that never closes", async () => {
    expect(await read("to,ammount\nbob,5\n", "csv")).toEqual([{ line: 1, reason: "no such field: ammount" }]);
    const [item, bad, ...rest] = await read('to,amount\nbob,5\n"bob,6\n', "csv");
    expect([item, rest]).toEqual([{ line: 2, content: { to: "bob", amount: "5" } }, []]);
    expect(bad).toMatchObject({ reason: expect.stringContaining("Quote Not Closed") });
  });
});

describe("a file of JSON lines", () => {
  it("has one item a line, the last one with or without an end", async () => {
    expect(await read('{"to":"bob"}\n\n{"to":"carol"}', "jsonl")).toEqual([
      { line: 1, content: { to: "bob" } },
      { line: 3, content: { to: "carol" } },
    ]);
  });

  it("has its wrong lines named, and the others read", async () => {
    const long = `{"to":"${"x".repeat(1024 * 1024)}"}`;
    const found = await read(`[1]\n{"to":\n${long}\n{"to":"bob"}\n${long}`, "jsonl");
    expect(found.map(({ line, ...rest }) => [line, "reason" in rest])).toEqual([
      [1, true],
      [2, true],
      [3, true],
      [4, false],
      [5, true],
    ]);
  });
});

it("tells the format from the name of a file", () => {
  expect(["a.csv", "a.CSV", "a.jsonl", "a.ndjson", "a.txt"].map(formatOf)).toEqual([
    "csv",
    "csv",
    "jsonl",
    "jsonl",
    undefined,
  ]);
});
