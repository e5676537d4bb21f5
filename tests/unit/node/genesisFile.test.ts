// The genesis file of a data directory.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { formatGenesis, loadGenesis, readGenesis } from "#src/node/genesisFile.ts";
import { programModules } from "#src/node/programModules.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const versions = programModules();
const timeMs = Date.UTC(2026, 0, 1);
let folder: ReturnType<typeof temporaryFolder>;
const own = () => join(folder.path, "genesis.json");

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

describe("an empty directory", () => {
  it("becomes that of a devnet which begins now, and keeps its file", () => {
    const genesis = loadGenesis(versions, folder.path, undefined, timeMs);
    expect(genesis).toMatchObject({ name: "kedge-devnet", devnet: true, timeMs });
    expect(readdirSync(folder.path)).toEqual(["genesis.json"]);
    expect(loadGenesis(versions, folder.path, undefined, timeMs + 1)).toEqual(genesis);
  });

  it("takes the genesis that is given, and keeps it", () => {
    const given = join(folder.path, "given.json");
    const genesis = { ...devnetGenesis(versions.newest(), timeMs), name: "given" };
    writeFileSync(given, formatGenesis(versions, genesis));
    expect(loadGenesis(versions, folder.path, given, timeMs)).toEqual(genesis);
    expect(readFileSync(own(), "utf8")).toBe(readFileSync(given, "utf8"));
  });
});

describe("a directory with a genesis file", () => {
  it("goes on with it when the same one is given again, however it is laid out", () => {
    const genesis = loadGenesis(versions, folder.path, undefined, timeMs);
    const given = join(folder.path, "given.json");
    writeFileSync(given, JSON.stringify(JSON.parse(readFileSync(own(), "utf8"))));
    expect(loadGenesis(versions, folder.path, given, timeMs + 5)).toEqual(genesis);
  });

  it("refuses another one, and keeps its own", () => {
    const genesis = loadGenesis(versions, folder.path, undefined, timeMs);
    const given = join(folder.path, "given.json");
    writeFileSync(given, formatGenesis(versions, { ...genesis, timeMs: timeMs + 1 }));
    expect(() => loadGenesis(versions, folder.path, given, timeMs)).toThrow(Fault);
    expect(readGenesis(versions, own())).toEqual(genesis);
  });
});

describe("a genesis file", () => {
  it("is read back as it was written, with the same text", () => {
    const genesis = devnetGenesis(versions.newest(), timeMs);
    writeFileSync(own(), formatGenesis(versions, genesis));
    expect(readGenesis(versions, own())).toEqual(genesis);
    expect(formatGenesis(versions, readGenesis(versions, own()))).toBe(readFileSync(own(), "utf8"));
  });

  it("is refused when it is no JSON, lacks something, or says something that no module knows", () => {
    const genesis = JSON.parse(formatGenesis(versions, devnetGenesis(versions.newest(), timeMs)));
    const { numeraire: _, ...incomplete } = genesis;
    const stranger = { ...genesis, modules: { ...genesis.modules, stranger: {} } };
    const tooNew = { ...genesis, moduleVersions: [...genesis.moduleVersions, { name: "later", version: 1 }] };
    for (const text of ["{", "{}", JSON.stringify(incomplete), JSON.stringify(stranger), JSON.stringify(tooNew)]) {
      writeFileSync(own(), text);
      expect(() => readGenesis(versions, own())).toThrow();
    }
  });
});
