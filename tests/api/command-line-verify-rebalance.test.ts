// `kedge verify rebalance` against a running node, and against a server between that changes what the node says.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "#scripts/demo/clock.ts";
import { policy, rebalanceGenesis } from "#scripts/demo/rebalance/setting.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { programModules } from "#src/node/programModules.ts";
import { kedge } from "#tests/support/commandLine.ts";
import { type LyingServer, startLyingServer } from "#tests/support/lyingServer.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
const genesisFile = join(folder.path, "genesis.json");
let node: NodeProcess;
let liar: LyingServer;

const inTexts = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, each) => (typeof each === "bigint" ? each.toString() : each)));

beforeAll(async () => {
  const genesis = rebalanceGenesis({ rebalanceIntervalMs: 4_000, noticeMs: 500 });
  writeFileSync(genesisFile, formatGenesis(programModules(), genesis));
  const flags = { genesis: genesisFile, "replay-prices": "false", "heartbeat-ms": "200" };
  node = await startNodeProcess(join(folder.path, "data"), flags);
  for (const feeder of ["price-feeder", "price-feeder-2", "price-feeder-3"]) {
    const { json } = await node.get("/v1/blocks/latest");
    const quotes = Object.entries({ AG: "545566019", CU: "8260595000" }).map(([feed, priceNano]) => ({
      ...{ feed, priceNano, confidenceNano: "1", observedMs: json.timeMs },
    }));
    expect((await node.post(`/v1/oracle/submitQuotes?signAs=${feeder}`, { quotes })).json.code).toBe(0);
  }
  expect((await node.post("/v1/weights/setPolicy?signAs=issuer", inTexts(policy))).json.code).toBe(0);
  await until(
    "it is executed",
    async () => (await node.get("/v1/weights/rebalance?number=1")).json.state === "executed",
  );
  // A row is proved by the header after its block, so the newest proof may lie a block behind the newest answer.
  const { height } = (await node.get("/v1/blocks/latest")).json;
  await until("it can be proved", async () => (await node.get("/v1/blocks/latest")).json.height > height + 1);
  liar = await startLyingServer(node.url);
}, 90_000);
afterAll(async () => {
  await liar.close();
  await node.kill();
  folder.remove();
});

const verify = (number: string, url: string, ...more: string[]) =>
  kedge(["verify", "rebalance", number, "--url", url, "--genesis", genesisFile, ...more]);

it("proves a rebalance with everything that it was made from, and computes it again", async () => {
  const { code, output, errors } = await verify("1", node.url);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toMatch(/^Rebalance 1 is executed, reweighting 1 of the basket\.$/m);
  expect(output.match(/^holds /gm)).toHaveLength(7);
  expect(output).not.toContain("WRONG");
  const json = JSON.parse((await verify("1", node.url, "--json")).output);
  expect(json).toMatchObject({ number: 1, state: "executed" });
  expect(json.rows).toBeGreaterThan(60);
  expect(json.weights.map(({ component }: { component: string }) => component)).toEqual(["AG", "CU"]);
});

it("says that there is none by a proof, and refuses what is no number", async () => {
  const none = await verify("99", node.url, "--json");
  expect({ code: none.code, error: JSON.parse(none.errors).code }).toEqual({ code: 5, error: "cli/rebalanceMissing" });
  expect((await verify("0", node.url)).code).toBe(2);
});

it("is not taken in by a server that tells of another price", async () => {
  liar.tell((path, json) => {
    if (!path.startsWith("/v1/proof") || !path.includes("observation")) return json;
    return { proof: { ...json.proof, valueHex: json.proof.valueHex.replace(/^a5/, "a4") } };
  });
  const { code, errors } = await verify("1", liar.url, "--json");
  expect({ code, error: JSON.parse(errors).code.startsWith("light/") }).toEqual({ code: 5, error: true });
});
