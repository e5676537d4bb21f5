// The logs of a node: whole lines of both processes, and those that are added while somebody watches.
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { logs } from "#src/cli/testnet/logs.ts";
import { savePlan } from "#src/cli/testnet/plan.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const node = { name: "n", isValidator: true, peerId: "ab".repeat(20), host: "127.0.0.1" };
const ports = { apiPort: 1, rpcPort: 2, peerPort: 3 };
savePlan(folder.path, {
  chainId: "c",
  application: "kvstore",
  nodes: [{ ...node, ...ports }],
  links: [],
  snapshotIntervalBlocks: 20,
});
mkdirSync(join(folder.path, "n"));
const path = join(folder.path, "n", "app.log");

test("shows what is there, said by whom, without an unfinished line", async () => {
  writeFileSync(path, "one\ntwo\nthr");
  writeFileSync(join(folder.path, "n", "engine.log"), "go\n");
  const lines: string[] = [];
  await logs(folder.path, "n", { write: (line) => lines.push(line) });
  expect(lines).toEqual(["app: one", "app: two", "engine: go"]);
});

test("of a long log, shows the end from a line's beginning", async () => {
  const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`);
  writeFileSync(path, `${long.join("\n")}\n`);
  const lines: string[] = [];
  await logs(folder.path, "n", { part: "app", write: (line) => lines.push(line) });
  expect(lines.length).toBeLessThan(2_000);
  expect(lines).toEqual(long.slice(-lines.length));
});

test("goes on with what is added until it is told to stop", async () => {
  writeFileSync(path, "one\n");
  const lines: string[] = [];
  const watch = new AbortController();
  const ended = logs(folder.path, "n", {
    part: "app",
    follow: watch.signal,
    write: (line) => {
      lines.push(line);
      if (lines.length === 1) appendFileSync(path, "two\n");
      else watch.abort();
    },
  });
  await ended;
  expect(lines).toEqual(["one", "two"]);
});

test("a name that no node has is refused with those that there are", async () => {
  await expect(logs(folder.path, "m", { write: () => undefined })).rejects.toThrow("this testnet has n");
});
