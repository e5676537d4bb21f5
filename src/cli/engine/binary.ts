// The consensus engine's program: which version is meant, and where one may be found.

import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { OperatorMistake } from "#src/node/operatorMistake.ts";

/** The one place that pins CometBFT; other patches of its line speak the same protocol. */
export const engineVersion = "0.38.26";
const engineLine = /^v?0\.38\.[0-9]+$/;
const versionMsMax = 10_000;

export type Environment = Readonly<Record<string, string | undefined>>;

export interface EngineBinary {
  readonly path: string;
  readonly version: string;
  readonly source: "COMETBFT_BIN" | "cache" | "PATH";
}

/** Where `kedge engine install` puts the program. */
export function engineCacheFolder(environment: Environment): string {
  const base = environment.KEDGE_CACHE ?? join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "kedge");
  return join(base, `cometbft-v${engineVersion}`);
}

/** The program that would be started; undefined when there is none. A program chosen by name must be the right one. */
export async function findEngine(environment: Environment = process.env): Promise<EngineBinary | undefined> {
  const chosen = environment.COMETBFT_BIN;
  if (chosen !== undefined && chosen !== "") {
    const version = await versionOf(chosen);
    if (version === undefined) throw new OperatorMistake(`COMETBFT_BIN names ${chosen}, which does not run`);
    if (engineLine.test(version)) return { path: chosen, version, source: "COMETBFT_BIN" };
    throw new OperatorMistake(`COMETBFT_BIN names CometBFT ${version}; this network runs on ${engineVersion}`);
  }
  const cached = join(engineCacheFolder(environment), "cometbft");
  const cachedVersion = await versionOf(cached);
  if (cachedVersion === engineVersion) return { path: cached, version: cachedVersion, source: "cache" };
  for (const folder of (environment.PATH ?? "").split(delimiter)) {
    const path = join(folder, "cometbft");
    const version = await versionOf(path);
    if (version !== undefined && engineLine.test(version)) return { path, version, source: "PATH" };
  }
  return undefined;
}

export async function requireEngine(environment: Environment = process.env): Promise<EngineBinary> {
  const found = await findEngine(environment);
  if (found !== undefined) return found;
  throw new OperatorMistake(`CometBFT ${engineVersion} is not here: run "kedge engine install" first`);
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    accessSync(path, constants.X_OK);
    const { stdout } = await promisify(execFile)(path, ["version"], { timeout: versionMsMax });
    return stdout.trim().split("+")[0];
  } catch {
    return undefined;
  }
}
