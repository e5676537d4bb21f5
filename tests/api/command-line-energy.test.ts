// `kedge energy sign-record` against a running node: what it prints is taken, and the meter goes on from there.
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

const run = (args: readonly string[], input = "") => kedge([...args, "--url", node.url, "--json"], { input });
const sign = (...more: readonly string[]) => run(["energy", "sign-record", "solar-kern", ...more]);
const handIn = (content: string) => run(["tx", "energy", "recordReadings", "--content", "-", "--as", "carol"], content);
const meter = async () => (await node.get("/v1/energy/meter?device=solar-kern")).json;

it("signs records that anyone hands in, each from where the one before ended", async () => {
  const before = await meter();
  for (const values of ["1500000 1750000", "250"]) {
    const { code, output } = await sign("--values", values, "--as", "meter-solar-kern");
    expect(code).toBe(0);
    expect((await handIn(output)).code).toBe(0);
    expect((await handIn(output)).code, "a record is taken once").toBe(3);
  }
  const after = await meter();
  expect(after.nextStartMs).toBe(before.nextStartMs + 3 * 3_600_000);
  expect(BigInt(after.registerMilliWh) - BigInt(before.registerMilliWh)).toBe(3_250_250n);
});

it("signs nothing with a key that is not the meter's, without a key, or of values that are no amounts", async () => {
  const stranger = await sign("--values", "1", "--as", "meter-wind-panhandle");
  expect([stranger.code, stranger.output]).toEqual([2, ""]);
  expect(stranger.errors).toContain("is not the key of the meter of solar-kern");
  expect((await sign("--values", "1")).errors).toContain("say which key signs");
  for (const value of ["-1", "1,5", ">50", "NA", ""]) {
    const { code, errors } = await sign(`--values=${value}`, "--as", "meter-solar-kern");
    expect([value, code]).toEqual([value, 2]);
    expect(errors).toContain("is no whole number of milliwatt-hours");
  }
  const unknown = await run(["energy", "sign-record", "nowhere", "--values", "1", "--as", "meter-nowhere"]);
  expect(unknown.errors).toContain("energy/unknownDevice");
});
