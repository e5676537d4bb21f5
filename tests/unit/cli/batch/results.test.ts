// The file of results: it goes on where the journal says that it was whole.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ResultFile } from "#src/cli/batch/results.ts";
import { Failure } from "#src/cli/failure.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const path = join(folder.path, "results");
const result = (line: number) => ({ line, code: 0, transaction: "ab", index: 0, height: 1 });

it("drops the results of a chunk that was not done, and refuses to go on without those that were", () => {
  const first = new ResultFile(path, 0);
  const whole = first.append([result(1), result(2)]);
  first.append([result(3)]);
  first.close();
  const second = new ResultFile(path, whole);
  second.append([result(4)]);
  second.close();
  const lines = readFileSync(path, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).line)).toEqual([1, 2, 4]);
  expect(() => new ResultFile(path, 10 * whole)).toThrow(Failure);
});
