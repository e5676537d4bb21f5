// The commands of testnets as a person types them: what they print, what they leave behind, and what they refuse.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { engineForTests } from "#tests/support/engine.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { projectRoot } from "#tests/support/sourceTree.ts";
import { freePorts } from "#tests/support/testnets.ts";

const engine = await engineForTests();
const folder = temporaryFolder();
const dir = join(folder.path, "net");

function kedge(...args: readonly string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn("npx", ["--no-install", "kedge", ...args], { cwd: projectRoot });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return new Promise((done) => child.once("close", (code) => done({ code, output, errors })));
}

async function nodes() {
  const { output } = await kedge("testnet", "status", "--dir", dir, "--json");
  return (JSON.parse(output) as { nodes: Record<string, unknown>[] }).nodes;
}

test("a folder without a testnet is said to be one", async () => {
  const { code, errors } = await kedge("testnet", "start", "--dir", dir);
  expect({ code, errors }).toEqual({ code: 2, errors: `${dir} holds no testnet: run "kedge testnet init" first\n` });
});

test("an unknown command is refused with a sentence", async () => {
  const { code, errors } = await kedge("testnet", "explode");
  expect({ code, errors }).toEqual({ code: 2, errors: "Unknown argument: explode\n" });
});

describe.skipIf(engine === undefined)("a testnet made by commands", () => {
  afterAll(async () => {
    await kedge("testnet", "stop", "--dir", dir);
    folder.remove();
  });

  test("is started, asked, killed, mended and stopped", async () => {
    const basePort = String(await freePorts());
    const made = await kedge(
      "testnet",
      "init",
      "--validators",
      "1",
      "--full-nodes",
      "1",
      "--dir",
      dir,
      "--base-port",
      basePort,
    );
    expect(made.errors).toBe("");
    expect(made.output).toMatch(/^2 nodes of kedge-testnet-[0-9a-f]{16} in /);
    const again = await kedge("testnet", "init", "--dir", dir, "--base-port", basePort);
    expect(again).toMatchObject({ code: 2, errors: `${dir} holds a testnet already\n` });

    expect(await kedge("testnet", "start", "--dir", dir)).toMatchObject({ code: 0, errors: "" });
    const started = await nodes();
    const api = `http://127.0.0.1:${basePort}`;
    expect(started[0]).toMatchObject({ name: "validator-1", api, running: true, height: expect.any(Number) });
    expect(started[0]?.root).toMatch(/^[0-9a-f]{64}$/);
    expect(started[1]).toMatchObject({ name: "full-1", running: true, isValidator: false, isReady: true });

    await kedge("testnet", "kill", "full-1", "--dir", dir, "--part", "engine");
    expect((await nodes()).map(({ running }) => running)).toEqual([true, false]);
    expect(await kedge("testnet", "start", "full-1", "--dir", dir)).toMatchObject({ code: 0, errors: "" });
    const { output } = await kedge("testnet", "logs", "full-1", "--dir", dir, "--part", "app");
    expect(output).toContain("Kedge is ready at");

    const unknown = await kedge("testnet", "kill", "validator-9", "--dir", dir);
    expect(unknown.errors).toBe("there is no node validator-9: this testnet has validator-1, full-1\n");
    expect(await kedge("testnet", "stop", "--dir", dir)).toEqual({ code: 0, output: "", errors: "" });
    expect((await nodes()).every(({ running }) => running === false)).toBe(true);
  }, 120_000);

  test("laid out for containers, names their addresses and is not started here", async () => {
    const composed = join(folder.path, "composed");
    const options = ["--containers", "--keep", "--validators", "2", "--dir", composed];
    expect((await kedge("testnet", "init", ...options)).code).toBe(0);
    expect(existsSync(join(composed, "validator-2", "genesis.json"))).toBe(true);
    expect((await kedge("testnet", "init", ...options)).output).toContain("holds a testnet already");
    expect((await kedge("testnet", "start", "--dir", composed)).errors).toContain("runs in containers");
  });
});
