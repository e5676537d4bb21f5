// The journal of a batch: what it remembers after any end of the process.
import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BatchIdentity, BatchJournal } from "#src/cli/batch/journal.ts";
import { Failure } from "#src/cli/failure.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const identity: BatchIdentity = {
  kind: "kedge batch 1",
  network: "net-0011223344556677",
  type: "settlement/pay",
  actor: "kdg1x",
  fileHash: "ab".repeat(32),
  items: 10,
  chunkItems: 5,
};
const attempt = (chunk: number, byte = "11") => ({
  chunk,
  salt: byte.repeat(16),
  validUntilMs: 7,
  sinceHeight: 3,
  id: byte.repeat(32),
});

let folder: ReturnType<typeof temporaryFolder>;
let path: string;
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "journal");
});
afterEach(() => folder.remove());

function stateOf() {
  const journal = new BatchJournal(path, identity);
  const { attempts, done, resultBytes } = journal.state;
  journal.close();
  return { attempts: [...attempts.values()], done: [...done], resultBytes };
}

it("remembers what was begun and done, the newest attempt of each chunk", () => {
  const journal = new BatchJournal(path, identity);
  for (const each of [attempt(0), attempt(1), attempt(1, "22")]) journal.begin(each);
  journal.finish(0, 500);
  journal.close();
  expect(stateOf()).toEqual({ attempts: [attempt(0), attempt(1, "22")], done: [0], resultBytes: 500 });
});

it("forgets a line that was being written when the process ended, and goes on after it", () => {
  const journal = new BatchJournal(path, identity);
  journal.begin(attempt(0));
  journal.close();
  const { length } = readFileSync(path);
  for (const kept of [length - 1, length - 40]) {
    truncateSync(path, kept);
    expect(stateOf().attempts).toEqual([]);
    const again = new BatchJournal(path, identity);
    again.begin(attempt(0));
    again.close();
    expect(stateOf().attempts).toEqual([attempt(0)]);
  }
});

it("is of one batch: a changed file, another actor or other chunks are refused by name", () => {
  new BatchJournal(path, identity).close();
  expect(() => new BatchJournal(path, { ...identity, fileHash: "cd".repeat(32) })).toThrow(
    /of another batch \(fileHash\)/,
  );
  expect(() => new BatchJournal(path, { ...identity, actor: "kdg1y", chunkItems: 6 })).toThrow(Failure);
});

it("that holds what no journal holds is refused", () => {
  new BatchJournal(path, identity).close();
  appendFileSync(path, '{"chunk":-1}\n');
  expect(() => new BatchJournal(path, identity)).toThrow();
});
