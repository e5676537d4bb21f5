// `kedge export balance-sheet` against a running node.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { kedge } from "#tests/support/commandLine.ts";
import { type NodeProcess, startNodeProcess, temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
let node: NodeProcess;
beforeAll(async () => {
  node = await startNodeProcess(join(folder.path, "data"));
});
afterAll(async () => {
  await node.kill();
  folder.remove();
});

async function quote(feeder: string): Promise<void> {
  const { timeMs } = (await node.get("/v1/blocks/latest")).json;
  const quotes = ["AG", "CU"].map((feed) => {
    return { feed, priceNano: "545566019", confidenceNano: "1", observedMs: timeMs };
  });
  const { json } = await node.post(`/v1/oracle/submitQuotes?signAs=${feeder}`, { quotes });
  expect(json).toMatchObject({ code: 0 });
}

it("is refused until there are prices, then written once to a file, or to standard output", async () => {
  const out = join(folder.path, "sheet.csv");
  const run = (...args: string[]) => kedge(["export", "balance-sheet", "--url", node.url, ...args]);
  const early = await run("--out", out);
  expect([early.code, early.errors]).toEqual([3, expect.stringContaining("basket/valueUnsound")]);
  for (const feeder of ["price-feeder", "price-feeder-2", "price-feeder-3"]) await quote(feeder);
  expect(await run("--out", out)).toMatchObject({ code: 0, errors: "" });
  const empty = "account,class,quantity,debit,credit\ntotal,,,0.000000000,0.000000000\n";
  expect(readFileSync(out, "utf8")).toBe(empty);
  expect((await run()).output).toBe(empty);
  const again = await run("--out", out);
  expect([again.code, again.errors]).toEqual([2, expect.stringContaining("is there already")]);
  expect(JSON.parse((await run("--json")).output)).toMatchObject({ lines: [], totalNano: "0" });
});
