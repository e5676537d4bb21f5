// Audit, replay and rollback of a stopped node's directory, as commands.
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runKedge, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = temporaryFolder();
const data = join(folder.path, "data");
let heights: number[];
let roots: string[];

beforeAll(async () => {
  const node = await startNodeProcess(data);
  const { network } = await node.health();
  const results: { height: number }[] = [];
  for (const to of ["bob", "carol", "bob"]) {
    const bytes = paymentOf(network, { from: "alice", to, amount: 11n });
    results.push((await node.post("/v1/transactions?wait=committed", bytes)).json);
  }
  heights = results.map(({ height }) => height);
  roots = await Promise.all(heights.map(async (height) => (await node.get(`/v1/blocks/${height}`)).json.root));
  await node.stop();
});

afterAll(() => folder.remove());

test("audit and replay find nothing after a run, and replay reaches the root", async () => {
  const audited = await runKedge("audit", ["--data", data]);
  expect(audited).toMatchObject({
    code: 0,
    output: expect.stringMatching(/blocks and \d+ invariants checked, 0 broken/),
  });
  const replayed = await runKedge("replay", ["--data", data]);
  expect(replayed).toMatchObject({ code: 0, output: expect.stringContaining(`root ${roots.at(-1)}.`) });
});

test("a rollback takes the chain back, after which it is sound and goes on", async () => {
  const [, back = 0] = heights;
  const ended = await runKedge("rollback", ["--data", data, "--to", String(back)]);
  expect(ended).toMatchObject({ code: 0, output: expect.stringContaining(`back to ${back}, root ${roots[1]}.`) });
  expect(await runKedge("audit", ["--data", data])).toMatchObject({ code: 0 });
  const node = await startNodeProcess(data);
  const { network } = await node.health();
  const bytes = paymentOf(network, { from: "alice", to: "bob", amount: 1n });
  expect((await node.post("/v1/transactions?wait=committed", bytes)).json.code).toBe(0);
  expect((await node.get(`/v1/blocks/${back + 1}`)).json.header.app_hash.toLowerCase()).toBe(roots[1]);
  await node.stop();
  expect(await runKedge("replay", ["--data", data])).toMatchObject({ code: 0 });
});

test("a height that is not there, a missing height and an empty directory are refused", async () => {
  const high = await runKedge("rollback", ["--data", data, "--to", "100000"]);
  expect(high).toMatchObject({ code: 3, errors: expect.stringContaining("state/heightNotKept") });
  const none = await runKedge("rollback", ["--data", data]);
  expect(none).toMatchObject({ code: 2, errors: expect.stringContaining("Missing required argument: to") });
  const empty = await runKedge("audit", ["--data", folder.path]);
  expect(empty).toMatchObject({ code: 2, errors: expect.stringContaining("there is no ledger in") });
});
