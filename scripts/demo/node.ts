// The demo's nodes: devnets in a temporary folder whose redemption epochs last seconds, so that nobody waits an hour.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Genesis } from "#src/machine/genesis.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { type LocalNode, startLocalNode } from "../localNode.ts";

export const epochMs = 2_000;
const versions = new ModuleVersions(Object.values(modules));

export async function startDemoNode(directory: string, genesis: Genesis): Promise<LocalNode> {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "genesis.json");
  writeFileSync(file, formatGenesis(versions, genesis));
  return startLocalNode({
    data: join(directory, "data"),
    genesis: file,
    "block-interval-ms": "50",
    "heartbeat-ms": "500",
    "replay-prices": "false",
  });
}

/** A devnet's genesis of another name, with other contents for some of its modules. */
export function devnetWith(
  name: string,
  changed: (modules: Genesis["modules"]) => Readonly<Record<string, unknown>> = () => ({}),
): Genesis {
  const genesis = devnetGenesis(versions.newest(), Date.now() - 1_000);
  const issuance = { ...(genesis.modules.issuance as Record<string, unknown>), epochMs };
  return { ...genesis, name, modules: { ...genesis.modules, issuance, ...changed(genesis.modules) } };
}
