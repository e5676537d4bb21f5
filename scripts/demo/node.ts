// The demo's node: a devnet in a temporary folder whose redemption epochs last seconds, so that nobody waits an hour.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Genesis } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";

export const epochMs = 2_000;

export interface DemoNode {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startDemoNode(directory: string): Promise<DemoNode> {
  const genesisFile = join(directory, "demo-genesis.json");
  writeFileSync(genesisFile, demoGenesis());
  const settings = { port: "0", data: join(directory, "data"), genesis: genesisFile, "block-interval-ms": "50" };
  const fixed = { "heartbeat-ms": "500", "replay-prices": "false", "log-level": "error" };
  const flags = Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(process.execPath, ["--import", "tsx", "src/node/start.ts", ...flags], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    if (child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  };
  for await (const line of createInterface(child.stdout)) {
    const url = /ready at (http:\S+?),/.exec(line)?.[1];
    if (url !== undefined) return { url, stop };
  }
  throw new Error("the node ended before it was ready");
}

function demoGenesis(): string {
  const versions = new ModuleVersions(Object.values(modules));
  const genesis = devnetGenesis(versions.newest(), Date.now() - 1_000);
  const issuance = { ...(genesis.modules.issuance as Record<string, unknown>), epochMs };
  const changed: Genesis = { ...genesis, name: "kedge-demo", modules: { ...genesis.modules, issuance } };
  return formatGenesis(versions, changed);
}
