// Building the engine: what Go is asked for, what is said when it fails, and what is said when there is no Go.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { engineCacheFolder, engineVersion } from "#src/cli/engine/binary.ts";
import { installEngine } from "#src/cli/engine/install.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** An environment whose `go` is this shell script. */
function withGo(name: string, script: string) {
  const bin = join(folder.path, name, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "go"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, "go"), 0o755);
  return { KEDGE_CACHE: join(folder.path, name, "cache"), PATH: `${bin}:/usr/bin:/bin` };
}

test("asks Go for the pinned version without C, and finds what was built", async () => {
  const engine = `printf '#!/bin/sh\\necho ${engineVersion}\\n' > "$GOBIN/cometbft"; chmod +x "$GOBIN/cometbft"`;
  const environment = withGo("works", `echo "$@ CGO_ENABLED=$CGO_ENABLED" >&2; ${engine}`);
  const said: string[] = [];
  const installed = await installEngine((line) => said.push(line), environment);
  expect(installed).toEqual({
    path: join(engineCacheFolder(environment), "cometbft"),
    version: engineVersion,
    source: "cache",
  });
  expect(said.at(-1)).toBe(
    `install -v -trimpath github.com/cometbft/cometbft/cmd/cometbft@v${engineVersion} CGO_ENABLED=0`,
  );
});

test("says why Go failed", async () => {
  const environment = withGo("fails", "echo 'checksum mismatch' >&2; exit 1");
  await expect(installEngine(() => undefined, environment)).rejects.toThrow("checksum mismatch");
});

test("does not believe that something was built which is not there", async () => {
  await expect(installEngine(() => undefined, withGo("lies", "exit 0"))).rejects.toThrow("holds no CometBFT");
});

test("says what is needed when there is no Go", async () => {
  const environment = { KEDGE_CACHE: join(folder.path, "none"), PATH: join(folder.path, "empty") };
  await expect(installEngine(() => undefined, environment)).rejects.toThrow('there is no "go" on PATH');
});
