// Ports and links of a testnet never meet, and a folder that cannot work is refused before anything is made.
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import {
  containerPlace,
  linksBetween,
  loadLocalPlan,
  loadPlan,
  loopbackPlace,
  nodesMax,
  pathsOf,
  peerAddressOf,
  savePlan,
  type TestnetPlan,
} from "#src/cli/testnet/plan.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const names = Array.from({ length: nodesMax }, (_, index) => `n${index}`);

function planOf(placeOf: (index: number) => ReturnType<typeof containerPlace>, hasLinks: boolean): TestnetPlan {
  const nodes = ["a", "b"].map((name, index) => {
    return { name, isValidator: true, peerId: String(index).repeat(40), ...placeOf(index) };
  });
  const links = hasLinks ? linksBetween(["a", "b"], 20_000) : [];
  return { chainId: "c", application: "kedge", nodes, links, snapshotIntervalBlocks: 20 };
}

test("no two nodes and no two links share a port", () => {
  const places = names.map((_, index) => loopbackPlace(20_000, index));
  const ports = [
    ...places.flatMap(({ apiPort, rpcPort, peerPort }) => [apiPort, rpcPort, peerPort]),
    ...linksBetween(names, 20_000).map(({ port }) => port),
  ];
  expect(new Set(ports).size).toBe(ports.length);
  expect(ports.length).toBe(nodesMax * 3 + nodesMax * (nodesMax - 1));
});

test("a peer is dialled through its link, or directly where there is none", () => {
  const local = (index: number) => loopbackPlace(20_000, index);
  const linked = planOf(local, true);
  const direct = planOf(local, false);
  const dial = ({ nodes: [from, to], ...rest }: TestnetPlan) =>
    from === undefined || to === undefined ? "" : peerAddressOf({ ...rest, nodes: [from, to] }, from, to);
  expect(dial(linked)).toBe(`${"1".repeat(40)}@127.0.0.1:20161`);
  expect(dial(direct)).toBe(`${"1".repeat(40)}@127.0.0.1:20012`);
});

test("a plan is read as it was saved, and one of containers is not started here", () => {
  const plan = planOf(containerPlace, false);
  savePlan(folder.path, plan);
  expect(loadPlan(folder.path)).toEqual(plan);
  expect(() => loadLocalPlan(folder.path)).toThrow("runs in containers");
  expect(() => loadPlan(join(folder.path, "other"))).toThrow('run "kedge testnet init" first');
});

test("a folder too deep for a local socket is refused", () => {
  expect(() => pathsOf(join("/tmp", "x".repeat(100)), "n")).toThrow("choose a shorter --dir");
});
