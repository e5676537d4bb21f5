// Builds the consensus engine with Go, through its module proxy and checksum database.

import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { Fault } from "#src/core/assert.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { type EngineBinary, type Environment, engineCacheFolder, engineVersion, findEngine } from "./binary.ts";

const engineModule = "github.com/cometbft/cometbft/cmd/cometbft";

/** The engine, built when there is none yet; `say` hears of the progress. */
export async function installEngine(
  say: (line: string) => void,
  environment: Environment = process.env,
): Promise<EngineBinary> {
  const found = await findEngine(environment);
  if (found !== undefined) return found;
  const folder = engineCacheFolder(environment);
  mkdirSync(folder, { recursive: true });
  say(`building CometBFT ${engineVersion} with Go into ${folder}; this takes one to three minutes`);
  await build(folder, say, environment);
  const built = await findEngine(environment);
  if (built?.source === "cache") return built;
  throw new Fault(`Go ended well, but ${folder} holds no CometBFT ${engineVersion}`);
}

async function build(folder: string, say: (line: string) => void, environment: Environment): Promise<void> {
  const child = spawn("go", ["install", "-v", "-trimpath", `${engineModule}@v${engineVersion}`], {
    // Without C the program depends on nothing of the machine it was built on.
    env: { ...environment, CGO_ENABLED: "0", GOBIN: folder, GOFLAGS: "" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const failed = new Promise<never>((_, reject) => child.once("error", (fault) => reject(absence(fault))));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const lastLines: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    lastLines.push(line);
    if (lastLines.length > 5) lastLines.shift();
    say(line);
  });
  const code = await Promise.race([ended, failed]);
  if (code !== 0) throw new OperatorMistake(`Go could not build CometBFT ${engineVersion}: ${lastLines.join("; ")}`);
}

function absence(fault: Error): Error {
  if (!("code" in fault) || fault.code !== "ENOENT") return fault;
  return new OperatorMistake(
    `CometBFT ${engineVersion} is built with Go, and there is no "go" on PATH: install Go 1.22 or newer, or name a CometBFT in COMETBFT_BIN`,
  );
}
