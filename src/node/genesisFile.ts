// The genesis file of a data directory: read when it is there, made for a devnet when it is not.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Genesis, genesisSchemaOf, parseGenesis } from "#src/machine/genesis.ts";
import type { ModuleVersions } from "#src/machine/versions.ts";
import { devnetGenesis } from "./devnet.ts";
import { saveFile } from "./durableFiles.ts";
import { OperatorMistake } from "./operatorMistake.ts";

export const genesisFileName = "genesis.json";

/** The genesis of this directory. `given` is a file to begin from; once the directory has its own, both must agree. */
export function loadGenesis(
  versions: ModuleVersions,
  directory: string,
  given: string | undefined,
  nowMs: number,
): Genesis {
  const path = join(directory, genesisFileName);
  const wanted = given === undefined ? undefined : readGenesis(versions, given);
  if (existsSync(path)) {
    const own = readGenesis(versions, path);
    if (wanted === undefined || formatGenesis(versions, wanted) === formatGenesis(versions, own)) return own;
    throw new OperatorMistake(`${given} is not the genesis with which ${directory} began`);
  }
  const genesis = wanted ?? devnetGenesis(versions.newest(), nowMs);
  saveFile(path, formatGenesis(versions, genesis));
  return genesis;
}

export function readGenesis(versions: ModuleVersions, path: string): Genesis {
  return parseGenesis(versions, JSON.parse(readFileSync(path, "utf8")));
}

export function formatGenesis(versions: ModuleVersions, genesis: Genesis): string {
  const schema = genesisSchemaOf(versions.registryOf(genesis.moduleVersions));
  return `${JSON.stringify(schema.encode(genesis as never), null, 2)}\n`;
}
