// A devnet's clock over HTTP: set forward it moves block time, survives a restart, and no other network lets it be set.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHttpApi } from "#tests/support/httpApi.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

const hourMs = 3_600_000;
const folder = temporaryFolder();
let node: NodeProcess;
beforeAll(async () => {
  node = await startNodeProcess(folder.path, { "heartbeat-ms": "5000" });
});
afterAll(async () => {
  await node.stop();
  folder.remove();
});

const timeOfHead = async () => (await node.get("/v1/blocks/latest")).json.timeMs as number;
const until = async (timeMs: number) => {
  for (let round = 0; round < 100 && (await timeOfHead()) < timeMs; round += 1) {
    await new Promise((done) => setTimeout(done, 25));
  }
  return timeOfHead();
};

describe("the clock of a devnet", () => {
  it("is set forward, blocks follow, and transactions are taken at the new time", async () => {
    const before = await timeOfHead();
    const { status, json } = await node.post("/v1/devnet/clock", { advanceMs: 30 * 24 * hourMs });
    expect(status).toBe(200);
    expect(json.timeMs).toBeGreaterThanOrEqual(before + 30 * 24 * hourMs);
    expect(await until(json.timeMs)).toBeGreaterThanOrEqual(json.timeMs);
    const zone = await node.post("/v1/energy/registerZone?signAs=issuing-body", {
      zone: "PJM",
      name: "PJM",
      residualGramsPerMwh: 400_000,
    });
    expect([zone.status, zone.json.code]).toEqual([200, 0]);
  });

  it("goes on from where it was when the node starts again", async () => {
    const before = await timeOfHead();
    await node.stop();
    node = await startNodeProcess(folder.path, { "heartbeat-ms": "5000" });
    const { json } = await node.post("/v1/devnet/clock", { advanceMs: 1 });
    expect(json.timeMs).toBeGreaterThan(before);
    expect(json.timeMs).toBeLessThan(before + hourMs);
  });

  it("is not set back, nor beyond a year at once", async () => {
    for (const advanceMs of [0, -1, 400 * 24 * hourMs, 1.5, "1"]) {
      const { status, json } = await node.post("/v1/devnet/clock", { advanceMs });
      expect([status, json.code]).toEqual([400, "api/invalidRequest"]);
    }
  });
});

describe("the clock of any other ledger", () => {
  it("is nobody's to set", async () => {
    const api = await startHttpApi();
    const { status, json } = await api.post("/v1/devnet/clock", { advanceMs: 1 });
    expect([status, json.code]).toEqual([403, "api/clockFixed"]);
    await api.close();
  });
});
