// What is refused before a node is added to a testnet, and leaves nothing behind; the cluster's tests add real ones.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { add } from "#src/cli/testnet/add.ts";
import { loopbackPlace, nodesMax, savePlan, type TestnetPlan } from "#src/cli/testnet/plan.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

function makePlan(count: number, change: Partial<TestnetPlan> = {}): void {
  const nodes = Array.from({ length: count }, (_, index) => {
    // Ports at which nobody answers.
    return { name: `n${index}`, isValidator: true, peerId: "ab".repeat(20), ...loopbackPlace(1, index) };
  });
  savePlan(folder.path, {
    chainId: "c",
    application: "kedge",
    nodes,
    links: [],
    snapshotIntervalBlocks: 20,
    ...change,
  });
}

async function refusalOf(name: string): Promise<string> {
  const before = readFileSync(join(folder.path, "testnet.json"), "utf8");
  const reason = await add(folder.path, name).catch((thrown: unknown) => thrown);
  expect(reason).toBeInstanceOf(OperatorMistake);
  expect(existsSync(join(folder.path, "late"))).toBe(false);
  expect(readFileSync(join(folder.path, "testnet.json"), "utf8")).toBe(before);
  return (reason as OperatorMistake).message;
}

test("a name that is none or taken, and a testnet that is full, are refused", async () => {
  makePlan(2);
  for (const name of ["", "Late", "../late", "n".repeat(40)]) expect(await refusalOf(name)).toContain("no node's name");
  expect(await refusalOf("n1")).toContain("already");
  makePlan(nodesMax);
  expect(await refusalOf("late")).toContain(`at most ${nodesMax}`);
});

test("a yardstick has no snapshots, and containers are not started here", async () => {
  makePlan(2, { application: "kvstore" });
  expect(await refusalOf("late")).toContain("no snapshots");
  const node = { name: "n0", isValidator: true, peerId: "ab".repeat(20), ...loopbackPlace(1, 0), host: "172.31.84.11" };
  makePlan(1, { nodes: [node] });
  expect(await refusalOf("late")).toContain("containers");
});

test("one node alone cannot vouch for the block to trust", async () => {
  makePlan(2);
  expect(await refusalOf("late")).toContain("two nodes must run");
});
