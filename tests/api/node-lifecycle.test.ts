// A node as a process: it says when it is ready, stops without losing anything, and guards its directory.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  type NodeProcess,
  runKedge,
  runNodeProcess,
  startNodeProcess,
  temporaryFolder,
} from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";

// A test starts several processes, one after another.
vi.setConfig({ testTimeout: 180_000 });

let folder: ReturnType<typeof temporaryFolder>;
let nodes: NodeProcess[];

beforeEach(() => {
  folder = temporaryFolder();
  nodes = [];
});

afterEach(async () => {
  for (const node of nodes) await node.kill();
  folder.remove();
});

async function start(data: string, flags: Readonly<Record<string, string>> = {}): Promise<NodeProcess> {
  const node = await startNodeProcess(data, flags);
  nodes.push(node);
  return node;
}

const data = () => join(folder.path, "data");

test("says in one line when it is ready and where, and answers for its health", async () => {
  const node = await start(data());
  const { network, height, root, status, engine } = await node.health();
  expect(node.readyLine).toMatch(/^Kedge is ready at http:\/\/127\.0\.0\.1:[0-9]+, network \S+, height [0-9]+$/);
  expect(node.readyLine).toContain(`, network ${network}, `);
  expect({ status, engine }).toEqual({ status: "ready", engine: "single" });
  expect(height).toBeGreaterThanOrEqual(Number(node.readyLine.split(" ").at(-1)));
  expect(root).toMatch(/^[0-9a-f]{64}$/);
  expect(await node.stop()).toBe(0);
});

test("keeps height, root and answers over a stop and a start, and makes the next block on top", async () => {
  const first = await start(data(), { "heartbeat-ms": "5000" });
  const { network } = await first.health();
  const payment = { from: "alice", to: "bob", amount: 5n };
  const bytes = paymentOf(network, payment);
  const paid = await first.post("/v1/transactions?wait=committed", bytes);
  expect(paid.json).toMatchObject({ status: "committed", code: 0 });
  const before = await first.health();
  expect(await first.stop()).toBe(0);

  const second = await start(data(), { "heartbeat-ms": "5000" });
  const block = async (height: number) => (await second.get(`/v1/blocks/${height}`)).json;
  const last = await block(before.height);
  expect(last.root).toBe(before.root);
  expect((await second.get(`/v1/transactions/${paid.json.id}`)).json).toEqual(paid.json);
  expect((await second.post("/v1/transactions?wait=committed", bytes)).json).toEqual(paid.json);
  const next = await second.post("/v1/transactions?wait=committed", paymentOf(network, payment));
  expect(next.json.height).toBeGreaterThan(before.height);
  const { header } = await block(before.height + 1);
  expect(header.last_block_id).toEqual(last.commit.block_id);
  expect(header.app_hash.toLowerCase()).toBe(before.root);
});

test("asked to stop under load, decides or refuses everything and loses nothing that it acknowledged", async () => {
  const first = await start(data());
  const { network } = await first.health();
  const acknowledged = new Map<string, unknown>();
  let unexpected = 0;
  let isStopping = false;
  const pay = async () => {
    while (!isStopping) {
      const bytes = paymentOf(network, { from: "alice", to: "bob", amount: 1n });
      const answer = await first.post("/v1/transactions?wait=committed", bytes).catch(() => undefined);
      if (answer?.status === 200) acknowledged.set(answer.json.id, answer.json);
      else if (answer !== undefined && answer.status !== 429 && answer.status !== 503) unexpected += 1;
    }
  };
  const load = Array.from({ length: 16 }, pay);
  while (acknowledged.size < 100) await new Promise((resolve) => setImmediate(resolve));
  const code = await first.stop();
  isStopping = true;
  await Promise.all(load);
  expect(code).toBe(0);
  expect(unexpected).toBe(0);

  const second = await start(data());
  for (const [id, result] of acknowledged) expect((await second.get(`/v1/transactions/${id}`)).json).toEqual(result);
});

test("refuses a directory in which another node runs, and so do the maintenance commands", async () => {
  const node = await start(data());
  const second = await runNodeProcess(data());
  expect(second.code).toBe(1);
  expect(second.errors).toMatch(/another process has the ledger in .* open/);
  for (const [script, ...args] of [["audit"], ["replay"], ["rollback", "--to", "0"]] as const) {
    const ended = await runKedge(script, ["--data", data(), ...args]);
    expect({ code: ended.code, errors: ended.errors }).toEqual({
      code: 2,
      errors: expect.stringMatching(/another process has the ledger in .* open/),
    });
  }
  expect((await node.health()).status).toBe("ready");
});

test("refuses a genesis file that is not the one its chain began with", async () => {
  const node = await start(data());
  await node.stop();
  const own = join(data(), "genesis.json");
  const other = join(folder.path, "other.json");
  writeFileSync(other, readFileSync(own, "utf8").replace('"kedge-devnet"', '"another"'));
  const given = await runNodeProcess(data(), { genesis: other });
  expect(given).toMatchObject({ code: 1, errors: expect.stringContaining("is not the genesis with which") });
  expect(await (await start(data(), { genesis: own })).stop()).toBe(0);

  writeFileSync(own, readFileSync(other));
  const replaced = await runNodeProcess(data());
  expect(replaced).toMatchObject({ code: 1, errors: expect.stringContaining("the genesis file is not the one") });
});

test("refuses a genesis file that makes no sense, a flag it does not know, and a port that is taken", async () => {
  mkdirSync(data());
  const broken = join(folder.path, "broken.json");
  writeFileSync(broken, "{}");
  const unsound = await runNodeProcess(data(), { genesis: broken });
  expect(unsound).toMatchObject({ code: 1, errors: expect.stringContaining("moduleVersions") });
  const flag = await runNodeProcess(data(), { prot: "1" });
  expect(flag).toMatchObject({ code: 1, errors: expect.stringContaining("Unknown option '--prot'") });

  const node = await start(join(folder.path, "first"));
  const taken = await runNodeProcess(data(), { port: new URL(node.url).port });
  expect(taken).toMatchObject({ code: 1, errors: expect.stringContaining("EADDRINUSE") });
});
