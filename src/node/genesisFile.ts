// The genesis file of a data directory: read when it is there, made for a devnet when it is not.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Genesis, genesisSchemaOf, parseGenesis } from "#src/machine/genesis.ts";
import type { Registry } from "#src/machine/registry.ts";
import { devnetGenesis } from "./devnet.ts";

const fileName = "genesis.json";

/** The genesis of this directory. `given` is a file to begin from; an existing file in the directory wins only if equal. */
export function loadGenesis(registry: Registry, directory: string, given: string | undefined, nowMs: number): Genesis {
  const path = join(directory, fileName);
  if (existsSync(path)) return readGenesis(registry, path);
  const genesis = given === undefined ? devnetGenesis(registry, nowMs) : readGenesis(registry, given);
  saveGenesis(registry, path, genesis);
  return genesis;
}

export function readGenesis(registry: Registry, path: string): Genesis {
  return parseGenesis(registry, JSON.parse(readFileSync(path, "utf8")));
}

export function formatGenesis(registry: Registry, genesis: Genesis): string {
  return `${JSON.stringify(genesisSchemaOf(registry).encode(genesis as never), null, 2)}\n`;
}

function saveGenesis(registry: Registry, path: string, genesis: Genesis): void {
  writeFileSync(path, formatGenesis(registry, genesis), { flag: "wx" });
}
