// Which engine would be started: the one named, the one built before, or one on PATH, and never one of another protocol.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { engineCacheFolder, engineVersion, findEngine, requireEngine } from "#src/cli/engine/binary.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** A program that says this version of itself. */
function program(path: string, version: string): string {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

const cache = join(folder.path, "cache");
const onPath = program(join(folder.path, "bin/cometbft"), "0.38.17");
const other = program(join(folder.path, "other/cometbft"), "1.0.1");
const chosen = program(join(folder.path, "chosen"), "0.38.20+abc");
const PATH = `${join(folder.path, "other")}:${join(folder.path, "bin")}`;

test("without any, there is none, and whoever needs one is told the command", async () => {
  const environment = { KEDGE_CACHE: cache, PATH: join(folder.path, "other") };
  expect(await findEngine(environment)).toBeUndefined();
  await expect(requireEngine(environment)).rejects.toThrow("kedge engine install");
});

test("one on PATH is taken when it speaks the same protocol", async () => {
  expect(await findEngine({ KEDGE_CACHE: cache, PATH })).toEqual({ path: onPath, version: "0.38.17", source: "PATH" });
});

test("the one built before comes first, and must be the pinned version", async () => {
  const environment = { KEDGE_CACHE: cache, PATH };
  const path = program(join(engineCacheFolder(environment), "cometbft"), "0.38.1");
  expect((await findEngine(environment))?.source).toBe("PATH");
  program(path, engineVersion);
  expect(await findEngine(environment)).toEqual({ path, version: engineVersion, source: "cache" });
});

test("one that is named is taken, and refused when it cannot be right", async () => {
  const environment = { KEDGE_CACHE: cache, PATH };
  const found = await findEngine({ ...environment, COMETBFT_BIN: chosen });
  expect(found).toEqual({ path: chosen, version: "0.38.20", source: "COMETBFT_BIN" });
  await expect(findEngine({ ...environment, COMETBFT_BIN: other })).rejects.toThrow("names CometBFT 1.0.1");
  const absent = join(folder.path, "absent");
  await expect(findEngine({ ...environment, COMETBFT_BIN: absent })).rejects.toThrow("does not run");
});

test("the cache follows the system's variable, and ours before it", () => {
  const name = `cometbft-v${engineVersion}`;
  expect(engineCacheFolder({ XDG_CACHE_HOME: "/x" })).toBe(`/x/kedge/${name}`);
  expect(engineCacheFolder({ XDG_CACHE_HOME: "/x", KEDGE_CACHE: "/y" })).toBe(`/y/${name}`);
});
