// The demo's node: a devnet in a temporary folder whose redemption epochs last seconds, so that nobody waits an hour.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Genesis } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { type LocalNode, startLocalNode } from "../localNode.ts";

export const epochMs = 2_000;

export async function startDemoNode(directory: string): Promise<LocalNode> {
  const genesis = join(directory, "demo-genesis.json");
  writeFileSync(genesis, demoGenesis());
  return startLocalNode({
    data: join(directory, "data"),
    genesis,
    "block-interval-ms": "50",
    "heartbeat-ms": "500",
    "replay-prices": "false",
  });
}

function demoGenesis(): string {
  const versions = new ModuleVersions(Object.values(modules));
  const genesis = devnetGenesis(versions.newest(), Date.now() - 1_000);
  const issuance = { ...(genesis.modules.issuance as Record<string, unknown>), epochMs };
  const changed: Genesis = { ...genesis, name: "kedge-demo", modules: { ...genesis.modules, issuance } };
  return formatGenesis(versions, changed);
}
