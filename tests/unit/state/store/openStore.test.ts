// Opening a store after anything: a kill in the middle of a commit, a torn log, rows that were tampered with.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { openStore, openStoreOn } from "#src/state/store/openStore.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import { commitEdits, crashSettings, editsOfHeight, rowsAfterHeight } from "#tests/support/endlessBlocks.ts";
import { commitProbes, probes, rootOf, rowsIn, scanned } from "./versionedRows.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kedge-store-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** Opens the store, compares all of it with what its height must hold, closes it, and returns the height. */
async function heightOfSound(ledger: string): Promise<number> {
  const store = await openStore(ledger, portableSha256Into, crashSettings);
  try {
    const height = store.head?.height ?? -1;
    if (height < 0) return height;
    const rows = rowsAfterHeight(height);
    expect(bytesToHex(store.head?.root ?? new Uint8Array())).toBe(rootOf(rows));
    expect(await scanned(store.reader(), { prefix: "" })).toEqual(rowsIn(rows, { prefix: "" }));
    expect(store.readBlockRow(`block/${height}`)).toEqual(Uint8Array.of(height & 0xff));
    expect(store.readBlockRow(`block/${height + 1}`)).toBeUndefined();
    return height;
  } finally {
    await store.close();
  }
}

/** Lets a process commit until it has said so many heights, then kills it; returns the last height it said. */
async function killAfter(heights: number, delayMs: number): Promise<number> {
  const program = new URL("../../../support/committingStore.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", program, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  let isKilled = false;
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (text: string) => {
    said += text;
    if (isKilled || said.split("\n").length <= heights) return;
    isKilled = true;
    setTimeout(() => child.kill("SIGKILL"), delayMs);
  });
  await once(child, "close");
  return Number(said.trimEnd().split("\n").at(-1));
}

describe("openStore after a kill", () => {
  it("holds the last block that was acknowledged, or the one after it, and all of it", async () => {
    let last = -1;
    for (const [heights, delayMs] of [
      [1, 0],
      [30, 3],
      [12, 1],
      [40, 7],
      [3, 2],
      [25, 5],
    ] as const) {
      const acknowledged = await killAfter(heights, delayMs);
      const height = await heightOfSound(directory);
      expect(acknowledged).toBeGreaterThan(last);
      expect([acknowledged, acknowledged + 1]).toContain(height);
      last = height;
    }
  });
});

/** Commits blocks and copies the directory as a crash would leave it, with the size of its log after each block. */
async function crashedLedger(blocks: number) {
  const live = join(directory, "live");
  const store = await openStore(live, portableSha256Into, crashSettings);
  const newestLog = async () =>
    (await readdir(live))
      .filter((name) => name.endsWith(".log"))
      .sort()
      .at(-1) ?? "";
  const sizes: number[] = [];
  for (let height = 0; height < blocks; height += 1) {
    await commitEdits(store, height, editsOfHeight(height));
    sizes.push((await stat(join(live, await newestLog()))).size);
  }
  const log = await newestLog();
  await store.close();
  const image = join(directory, "image");
  return {
    sizes,
    /** A fresh copy of the directory as it was when the last block was acknowledged. */
    async crash(): Promise<string> {
      await rm(image, { recursive: true, force: true });
      await cp(live, image, { recursive: true });
      await truncate(join(image, log), sizes.at(-1) ?? 0);
      return image;
    },
    logIn: (ledger: string) => join(ledger, log),
  };
}

describe("openStore after a torn write", () => {
  it("holds every block whose bytes all reached the disk, wherever the log ends", async () => {
    const { sizes, crash, logIn } = await crashedLedger(24);
    expect(sizes).toEqual(sizes.toSorted((left, right) => left - right));
    const position = fc.integer({ min: sizes[10] ?? 0, max: sizes.at(-1) ?? 0 });
    await fc.assert(
      fc.asyncProperty(position, fc.uint8Array({ maxLength: 50 }), async (length, garbage) => {
        const image = await crash();
        await truncate(logIn(image), length);
        await writeFile(logIn(image), garbage, { flag: "a" });
        expect(await heightOfSound(image)).toBe(sizes.findLastIndex((size) => size <= length));
      }),
      { numRuns: 30 },
    );
  });

  it("never takes a damaged log for a sound store of other content", async () => {
    const { sizes, crash, logIn } = await crashedLedger(24);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: (sizes.at(-1) ?? 0) - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, flip) => {
          const image = await crash();
          const bytes = await readFile(logIn(image));
          bytes[at] = (bytes[at] ?? 0) ^ flip;
          await writeFile(logIn(image), bytes);
          try {
            expect(await heightOfSound(image)).toBeLessThan(sizes.length);
          } catch (error) {
            expect(error).toBeInstanceOf(StoreFault);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

async function soundDatabase(): Promise<MemoryDatabase> {
  const database = new MemoryDatabase();
  const store = await openStoreOn(database, portableSha256Into);
  for (let height = 0; height < 5; height += 1) await commitProbes(store, height, height, [[`n${height}`, height]]);
  return database;
}

describe("openStore", () => {
  it("finds a row that was changed, added or taken away behind its back", async () => {
    const key = `s/${probes.key("n0")}`;
    for (const write of [
      { key, value: Uint8Array.of(1) },
      { key, value: undefined },
      { key: `s/${probes.key("other")}`, value: Uint8Array.of(1) },
    ]) {
      const database = await soundDatabase();
      await database.write([write]);
      await expect(openStoreOn(database, portableSha256Into)).rejects.toMatchObject({ kind: "rootMismatch" });
    }
  });

  it("finds changes that are missing or make no sense", async () => {
    for (const value of [undefined, Uint8Array.of(1, 2, 3)]) {
      const database = await soundDatabase();
      await database.write([{ key: "c/0000000000000003", value }]);
      await expect(openStoreOn(database, portableSha256Into)).rejects.toMatchObject({ kind: "corrupt" });
    }
  });

  it("takes rows without a head for no ledger, and a head that cannot be read for a damaged one", async () => {
    const headless = await soundDatabase();
    await headless.write([{ key: "m/head", value: undefined }]);
    await expect(openStoreOn(headless, portableSha256Into)).rejects.toMatchObject({ kind: "corrupt" });
    const damaged = await soundDatabase();
    await damaged.write([{ key: "m/head", value: Uint8Array.of(0xff) }]);
    await expect(openStoreOn(damaged, portableSha256Into)).rejects.toMatchObject({ kind: "corrupt" });
  });

  it("clears what a first load left behind when it was cut short", async () => {
    const database = new MemoryDatabase();
    await database.write([
      { key: "m/loading", value: Uint8Array.of(1) },
      { key: "s/left", value: Uint8Array.of(1) },
      { key: "b/left", value: Uint8Array.of(1) },
    ]);
    const store = await openStoreOn(database, portableSha256Into);
    expect(store.head).toBeUndefined();
    await commitProbes(store, 0, 0, []);
    expect(await scanned(store.reader(), { prefix: "" })).toEqual([]);
    expect(store.readBlockRow("left")).toBeUndefined();
  });

  it("writes a first block of more rows than one batch holds", async () => {
    const database = new MemoryDatabase();
    const store = await openStoreOn(database, portableSha256Into);
    const edits = Array.from({ length: 15_000 }, (_, index) => [`n${index}`, index & 0xff] as const);
    await commitProbes(store, 0, 0, edits);
    expect(database.get("m/loading")).toBeUndefined();
    const reopened = await openStoreOn(database, portableSha256Into);
    expect(reopened.head?.root).toEqual(store.head?.root);
    expect((await reopened.prove(probes.key("absent"))).commitmentProof).toBeDefined();
  });
});
