// What the store relies on, of the database on disk and of the one in memory alike.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLevelDatabase } from "#src/state/store/levelDatabase.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import type { RowCursor, RowDatabase } from "#src/state/store/rowDatabase.ts";

const bytes = (content: number) => Uint8Array.of(content);
const row = (key: string, content: number) => ({ key, value: bytes(content) });
const everything = { from: "", to: "\x7f" };

let directory: string;
let database: RowDatabase;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kedge-rows-"));
});

afterEach(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

async function keysOf(cursor: RowCursor, step = 10): Promise<string[]> {
  const keys: string[] = [];
  for (;;) {
    const rows = await cursor.next(step);
    if (rows.length === 0) break;
    keys.push(...rows.map(([key]) => key));
  }
  await cursor.close();
  return keys;
}

describe.each([
  { name: "LevelDatabase", open: () => openLevelDatabase(directory) },
  { name: "MemoryDatabase", open: () => Promise.resolve(new MemoryDatabase()) },
])("$name", ({ open }) => {
  beforeEach(async () => {
    database = await open();
    await database.write([row("a", 1), row("b/1", 2), row("b/2", 3), row("c", 4)]);
  });

  it("reads rows as plain bytes, at once or off the main thread, and knows absent ones", async () => {
    expect(database.get("a")).toEqual(bytes(1));
    expect(Buffer.isBuffer(database.get("a"))).toBe(false);
    expect(await database.load("b/1")).toEqual(bytes(2));
    expect([database.get("x"), await database.load("x")]).toEqual([undefined, undefined]);
  });

  it("puts and deletes in one batch, the later write of a key winning", async () => {
    await database.write([row("a", 8), row("a", 9), { key: "c", value: undefined }, { key: "x", value: undefined }]);
    expect([database.get("a"), database.get("c")]).toEqual([bytes(9), undefined]);
  });

  it("walks a range in either order, in steps", async () => {
    expect(await keysOf(database.iterate({ from: "b", to: "c" }))).toEqual(["b/1", "b/2"]);
    expect(await keysOf(database.iterate({ ...everything, reverse: true }), 3)).toEqual(["c", "b/2", "b/1", "a"]);
    expect(await keysOf(database.iterate({ from: "c", to: "a" }))).toEqual([]);
    expect(await keysOf(database.iterate({ from: "c", to: "a", reverse: true }))).toEqual([]);
  });

  it("walks the rows as they were when the walk or the snapshot began", async () => {
    const cursor = database.iterate(everything);
    const snapshot = database.snapshot();
    await database.write([row("aa", 5), { key: "c", value: undefined }]);
    expect(await keysOf(cursor)).toEqual(["a", "b/1", "b/2", "c"]);
    for (const _ of [1, 2]) expect(await keysOf(snapshot.iterate(everything))).toEqual(["a", "b/1", "b/2", "c"]);
    await snapshot.close();
    expect(await keysOf(database.iterate(everything))).toEqual(["a", "aa", "b/1", "b/2"]);
  });
});

describe("openLevelDatabase", () => {
  it("says so when the directory is already open", async () => {
    database = await openLevelDatabase(directory);
    await expect(openLevelDatabase(directory)).rejects.toMatchObject({ name: "StoreFault", kind: "locked" });
  });

  it("says so when the directory cannot be opened", async () => {
    database = new MemoryDatabase();
    await expect(openLevelDatabase("/dev/null/ledger")).rejects.toMatchObject({
      name: "StoreFault",
      kind: "unreadable",
    });
  });

  it("takes a database that fails for a fault of storage", async () => {
    database = await openLevelDatabase(directory);
    await database.close();
    expect(() => database.get("a")).toThrow(expect.objectContaining({ name: "StoreFault" }));
    await expect(database.load("a")).rejects.toMatchObject({ name: "StoreFault" });
    await expect(database.write([row("a", 1)])).rejects.toMatchObject({ name: "StoreFault" });
  });

  it("keeps its rows when it is closed and opened again", async () => {
    database = await openLevelDatabase(directory);
    await database.write([row("a", 1)]);
    await database.close();
    database = await openLevelDatabase(directory);
    expect(database.get("a")).toEqual(bytes(1));
  });
});
