// The consensus engine with a clock that can be set wrong: built from its own sources, in which one function is changed.
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { engineCacheFolder, engineVersion } from "#src/cli/engine/binary.ts";
import { temporaryFolder } from "./nodeProcess.ts";

/** The variable from which the changed engine reads how wrong its clock is, such as `-1h`. */
export const clockOffsetVariable = "KEDGE_TEST_CLOCK_OFFSET";
const sourceModule = `github.com/cometbft/cometbft@v${engineVersion}`;
const clockFile = "types/time/time.go";
const honestClock = "return Canonical(time.Now())";

/** The program's path; undefined, with a line that says so, where it cannot be built. */
export async function skewedEngineForTests(): Promise<string | undefined> {
  const path = join(engineCacheFolder(process.env), "cometbft-with-skewed-clock");
  if (existsSync(path)) return path;
  const folder = temporaryFolder();
  try {
    const sources = join(folder.path, "sources");
    const { Dir: original } = JSON.parse(await go(["mod", "download", "-json", sourceModule])) as { Dir: string };
    cpSync(original, sources, { recursive: true });
    // Downloaded sources are read-only.
    await promisify(execFile)("chmod", ["-R", "u+w", sources]);
    skewClock(join(sources, clockFile));
    await go(["build", "-trimpath", "-o", join(folder.path, "engine"), "./cmd/cometbft"], sources);
    mkdirSync(engineCacheFolder(process.env), { recursive: true });
    cpSync(join(folder.path, "engine"), `${path}.new`);
    renameSync(`${path}.new`, path);
    return path;
  } catch (reason) {
    process.stderr.write(`SKIPPED: wrong clocks of engines, since one cannot be built: ${String(reason)}\n`);
    return undefined;
  } finally {
    folder.remove();
  }
}

async function go(args: readonly string[], directory?: string): Promise<string> {
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "" };
  const { stdout } = await promisify(execFile)("go", [...args], { env, ...(directory && { cwd: directory }) });
  return stdout;
}

function skewClock(path: string): void {
  const source = readFileSync(path, "utf8");
  if (!source.includes(honestClock)) throw new Error(`${clockFile} reads its clock in another way`);
  const skewed = `
var skew = readSkew()

func readSkew() time.Duration {
	skew, _ := time.ParseDuration(os.Getenv("${clockOffsetVariable}"))
	return skew
}
`;
  const changed = source
    .replace("import (", 'import (\n\t"os"')
    .replace(honestClock, "return Canonical(time.Now().Add(skew))");
  writeFileSync(path, changed + skewed);
}
