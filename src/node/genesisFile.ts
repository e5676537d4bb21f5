// The genesis file of a data directory: read when it is there, made for a devnet when it is not.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Genesis, genesisSchemaOf, parseGenesis } from "#src/machine/genesis.ts";
import type { ModuleVersions } from "#src/machine/versions.ts";
import { devnetGenesis } from "./devnet.ts";

const fileName = "genesis.json";

/** The genesis of this directory. `given` is a file to begin from; an existing file in the directory wins only if equal. */
export function loadGenesis(
  versions: ModuleVersions,
  directory: string,
  given: string | undefined,
  nowMs: number,
): Genesis {
  const path = join(directory, fileName);
  if (existsSync(path)) return readGenesis(versions, path);
  const genesis = given === undefined ? devnetGenesis(versions.newest(), nowMs) : readGenesis(versions, given);
  saveGenesis(versions, path, genesis);
  return genesis;
}

export function readGenesis(versions: ModuleVersions, path: string): Genesis {
  return parseGenesis(versions, JSON.parse(readFileSync(path, "utf8")));
}

export function formatGenesis(versions: ModuleVersions, genesis: Genesis): string {
  const schema = genesisSchemaOf(versions.registryOf(genesis.moduleVersions));
  return `${JSON.stringify(schema.encode(genesis as never), null, 2)}\n`;
}

function saveGenesis(versions: ModuleVersions, path: string, genesis: Genesis): void {
  writeFileSync(path, formatGenesis(versions, genesis), { flag: "wx" });
}
