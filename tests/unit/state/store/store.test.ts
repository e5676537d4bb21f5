// A store against a model that keeps every version of every row, through blocks, reopenings and crashes; and its edges.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { formatHeight } from "#src/state/store/keyLayout.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { createMemoryStore } from "#src/state/store/memoryStore.ts";
import { openStoreOn } from "#src/state/store/openStore.ts";
import type { RowWrite } from "#src/state/store/rowDatabase.ts";
import type { StateView } from "#src/state/store/stateView.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { StoreFault } from "#src/state/store/storeFault.ts";
import type { StoreOptions } from "#src/state/store/storeOptions.ts";
import { portableSha256Into } from "#src/state/tree/nodeHasher.ts";
import type { StoredRow } from "#src/state/view.ts";
import {
  afterEdits,
  commitProbes,
  type Edit,
  editProbes,
  expectProof,
  probeBytes,
  probes,
  type Rows,
  rootOf,
  rowsIn,
  scanned,
} from "./versionedRows.ts";

const blockMs = 1_000;
/** Small enough that all of it happens within a few blocks: rows written out bit by bit or at once, history dropped. */
const smallSettings = [
  { overlayRowsMax: 8, overlayBlocksMax: 6, flushRowsMin: 1, historyMs: 6 * blockMs },
  { overlayRowsMax: 1, overlayBlocksMax: 6, flushRowsMin: 100, historyMs: 12 * blockMs },
];

const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
const nameArbitrary = fc.constantFrom(...names);
const editArbitrary: fc.Arbitrary<Edit> = fc.tuple(
  nameArbitrary,
  fc.option(fc.nat(0xffff), { nil: undefined, freq: 2 }),
);
const blockArbitrary = fc.record({
  kind: fc.constant("block" as const),
  edits: fc.oneof(fc.array(editArbitrary, { maxLength: 1 }), fc.array(editArbitrary, { maxLength: 12 })),
});
const commandArbitrary = fc.oneof(
  { weight: 12, arbitrary: blockArbitrary },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("reopen" as const, "crash" as const, "crashSealed" as const) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("holdView" as const, "beginScan" as const), back: fc.nat(4) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("rollBack" as const), by: fc.nat(3) }) },
);
type Command = typeof commandArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** A scan that has given some rows and is gone on with after other blocks. */
interface HeldScan {
  readonly height: number;
  readonly found: [string, string][];
  readonly rest: AsyncGenerator<StoredRow>;
}

async function beginScan(view: StateView, rows: number): Promise<HeldScan> {
  const rest = view.scanRows({ prefix: "" });
  const found: [string, string][] = [];
  for (let count = 0; count < rows; count += 1) {
    const next = await rest.next();
    if (next.done !== true) found.push([next.value.key, bytesToHex(next.value.value)]);
  }
  return { height: view.height, found, rest };
}

/** Runs commands against a store and the model at once. */
class Run {
  readonly #database = new MemoryDatabase();
  readonly #versions: Rows[] = [new Map()];
  #views: StateView[] = [];
  #scans: HeldScan[] = [];
  #store: StateStore | undefined;
  readonly #settings: StoreOptions;

  constructor(settings: StoreOptions) {
    this.#settings = settings;
  }

  get store(): StateStore {
    if (this.#store === undefined) throw new Error("the run has not begun");
    return this.#store;
  }

  get height(): number {
    return this.#versions.length - 1;
  }

  rowsAt(height: number): Rows {
    return this.#versions[height] ?? new Map();
  }

  async begin(): Promise<void> {
    await this.#open();
    await commitProbes(this.store, 0, 0, []);
  }

  async do(command: Command): Promise<void> {
    if (command.kind === "block") {
      const height = this.height + 1;
      this.#versions.push(afterEdits(this.rowsAt(this.height), command.edits));
      await commitProbes(this.store, height, height * blockMs, command.edits);
    } else if (command.kind === "holdView" || command.kind === "beginScan") {
      const height = Math.max(this.store.head?.earliestHeight ?? 0, this.height - command.back);
      const view = await this.store.readerAt(height);
      if (command.kind === "holdView") this.#views.push(view);
      else this.#scans.push(await beginScan(view, command.back));
    } else if (command.kind === "rollBack") {
      const height = Math.max(this.store.head?.earliestHeight ?? 0, this.height - command.by);
      await this.store.rollbackTo(height, () => Promise.resolve([]));
      this.#versions.length = height + 1;
      this.#views = [];
      this.#scans = [];
    } else {
      if (command.kind === "reopen") await this.store.close();
      if (command.kind === "crashSealed") this.#sealOnly();
      await this.#open();
    }
  }

  async check(): Promise<void> {
    const { store, height } = this;
    expect(store.head?.height).toBe(height);
    expect(bytesToHex(store.head?.root ?? new Uint8Array())).toBe(rootOf(this.rowsAt(height)));
    const earliest = store.head?.earliestHeight ?? 0;
    for (let at = earliest; at <= height; at += 1) await this.#checkView(await store.readerAt(at));
    for (const view of this.#views) await this.#checkView(view);
    for (const { height, found, rest } of this.#scans.splice(0)) {
      for await (const { key, value } of rest) found.push([key, bytesToHex(value)]);
      expect(found).toEqual(rowsIn(this.rowsAt(height), { prefix: "" }));
    }
    if (earliest > 0) await expect(store.readerAt(earliest - 1)).rejects.toThrow(Refusal);
    await expect(store.readerAt(height + 1)).rejects.toThrow(Refusal);
  }

  async #checkView(view: StateView): Promise<void> {
    const rows = this.rowsAt(view.height);
    const prefix = "probe/row/";
    expect(await scanned(view, { prefix: "" })).toEqual(rowsIn(rows, { prefix: "" }));
    const middle = probes.key(names[5] ?? "");
    for (const reverse of [false, true]) {
      const range = { prefix, after: middle, limit: 3, reverse };
      expect(await scanned(view, range)).toEqual(rowsIn(rows, range));
    }
    for (const name of names) expect(view.readRow(probes.key(name))).toEqual(rows.get(probes.key(name)));
    for (const name of names.slice(0, 4)) expectProof(view, rows, name);
  }

  async #open(): Promise<void> {
    this.#views = [];
    this.#scans = [];
    this.#store = await openStoreOn(this.#database, portableSha256Into, this.#settings);
  }

  #sealOnly(): void {
    this.store.journal.beginBlock(this.height + 1, this.height * blockMs);
    editProbes(this.store, [["lost", 1]]);
    this.store.seal();
  }
}

describe("StateStore against a model", () => {
  it("gives every kept version of every row, with its root and proofs, whatever happens in between", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...smallSettings),
        fc.array(commandArbitrary, { maxLength: 60 }),
        async (settings, commands) => {
          const run = new Run(settings);
          await run.begin();
          for (const [index, command] of commands.entries()) {
            await run.do(command);
            if (index % 5 === 4) await run.check();
          }
          await run.check();
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** A database whose writes wait to be let through, or fail. */
class GatedDatabase extends MemoryDatabase {
  #gates: { readonly open: () => void; readonly fail: (error: Error) => void }[] = [];
  isGated = false;

  override async write(writes: Iterable<RowWrite>): Promise<void> {
    const held = [...writes];
    if (this.isGated) await new Promise<void>((open, fail) => this.#gates.push({ open, fail }));
    await super.write(held);
  }

  open(): void {
    for (const gate of this.#gates.splice(0)) gate.open();
  }

  fail(): void {
    for (const gate of this.#gates.splice(0)) gate.fail(new Error("the disk is full"));
  }
}

async function gatedStore() {
  const database = new GatedDatabase();
  const store = await openStoreOn(database, portableSha256Into);
  await commitProbes(store, 0, 0, [["a", 1]]);
  database.isGated = true;
  store.journal.beginBlock(1, blockMs);
  editProbes(store, [
    ["a", 2],
    ["b", 2],
  ]);
  store.seal();
  return { database, store };
}

describe("StateStore", () => {
  it("shows queries and proofs only durable blocks, while the journal already sees the sealed one", async () => {
    const { database, store } = await gatedStore();
    const persisted = store.persist();
    const durable = store.reader();
    expect(durable.height).toBe(0);
    expect(probes.get(durable, "a")).toEqual(Uint8Array.of(1, 0));
    expect(await scanned(durable, { prefix: "" })).toHaveLength(1);
    expect(probes.get(store.journal, "a")).toEqual(Uint8Array.of(2, 0));
    const proving = store.prove(probes.key("b"));
    const earlier = await store.proveAt(0, probes.key("b"));
    expect(earlier).toMatchObject({ height: 0, value: undefined });
    database.open();
    await persisted;
    expect(await proving).toMatchObject({ height: 1, value: probeBytes(2) });
    expect(store.reader().height).toBe(1);
    expect(probes.get(durable, "a")).toEqual(Uint8Array.of(1, 0));
  });

  it("resolves whenDurable only once the sealed block is durable", async () => {
    const { database, store } = await gatedStore();
    let isDurable = false;
    const durable = store.whenDurable().then(() => {
      isDurable = true;
    });
    const persisted = store.persist();
    await Promise.resolve();
    expect(isDurable).toBe(false);
    database.open();
    await persisted;
    await durable;
    expect(isDurable).toBe(true);
  });

  it("refuses all work as a fault after a write has failed", async () => {
    const { database, store } = await gatedStore();
    const persisted = store.persist();
    const proving = store.prove(probes.key("a"));
    database.fail();
    await expect(persisted).rejects.toMatchObject({ kind: "poisoned" });
    await expect(proving).rejects.toMatchObject({ kind: "poisoned" });
    expect(() => store.seal()).toThrow(StoreFault);
    expect(() => store.reader()).toThrow(StoreFault);
    expect(() => store.readBlockRow("x")).toThrow(StoreFault);
    await expect(store.readerAt(0)).rejects.toThrow(StoreFault);
    await expect(store.whenDurable()).rejects.toThrow(StoreFault);
    await expect(store.rollbackTo(0, () => Promise.resolve([]))).rejects.toThrow(StoreFault);
    database.isGated = false;
    await store.close();
    const reopened = await openStoreOn(database, portableSha256Into);
    expect(reopened.head?.height).toBe(0);
    expect(await scanned(reopened.reader(), { prefix: "" })).toHaveLength(1);
  });

  it("seals one block at a time, height by height, and persists each once", async () => {
    const { database, store } = await gatedStore();
    store.journal.beginBlock(2, 2 * blockMs);
    expect(() => store.seal()).toThrow(Fault);
    const persisted = store.persist();
    await expect(store.persist()).rejects.toThrow(Fault);
    database.open();
    await persisted;
    await expect(store.persist()).rejects.toThrow(Fault);
    store.journal.beginBlock(3, 3 * blockMs);
    expect(() => store.seal()).toThrow(Fault);
    store.journal.beginBlock(2, 2 * blockMs);
    expect(store.seal().height).toBe(2);
  });

  it("loses a block that was sealed but not persisted when it is closed", async () => {
    const { database, store } = await gatedStore();
    database.isGated = false;
    await store.close();
    const reopened = await openStoreOn(database, portableSha256Into);
    expect(reopened.head?.height).toBe(0);
    expect(probes.get(reopened.reader(), "a")).toEqual(Uint8Array.of(1, 0));
  });

  it("waits for a block being written when it is closed, and then takes no more work", async () => {
    const { database, store } = await gatedStore();
    const persisted = store.persist();
    const closed = store.close();
    database.isGated = false;
    database.open();
    await Promise.all([persisted, closed]);
    await expect(store.readerAt(0)).rejects.toMatchObject({ kind: "closed" });
    await store.close();
    expect((await openStoreOn(database, portableSha256Into)).head?.height).toBe(1);
  });

  it("begins with a block of any height, and has nothing to read before it", async () => {
    const store = createMemoryStore({ hasTree: true });
    expect(store.head).toBeUndefined();
    expect(() => store.reader()).toThrow(Fault);
    await commitProbes(store, 7, 7 * blockMs, [["a", 1]]);
    expect(store.head).toMatchObject({ height: 7, timeMs: 7 * blockMs, earliestHeight: 7 });
    await expect(store.readerAt(6)).rejects.toThrow(Refusal);
  });

  it("keeps, lists and deletes the rows that callers store beside blocks, apart from state", async () => {
    const store = createMemoryStore();
    const row = (key: string, content: number) => ({ key, value: Uint8Array.of(content) });
    store.journal.beginBlock(0, 0);
    store.seal();
    await store.persist([row("block/1", 1), row("block/2", 2), row("result/1", 3)]);
    expect(store.readBlockRow("block/2")).toEqual(Uint8Array.of(2));
    store.journal.beginBlock(1, 1);
    store.seal();
    await store.persist([row("block/3", 4), { key: "block/1", value: undefined }]);
    expect(store.readBlockRow("block/1")).toBeUndefined();
    const found: string[] = [];
    for await (const { key } of store.scanBlockRows({ prefix: "block/", reverse: true })) found.push(key);
    expect(found).toEqual(["block/3", "block/2"]);
    expect(await scanned(store.reader(), { prefix: "" })).toEqual([]);
  });

  it("refuses a view over more changed rows than its limit, then and as it grows", async () => {
    const store = createMemoryStore({ viewRowsMax: 4 });
    await commitProbes(store, 0, 0, []);
    const early = store.reader();
    for (let height = 1; height <= 6; height += 1) await commitProbes(store, height, height, [[`n${height}`, height]]);
    await expect(store.readerAt(0)).rejects.toMatchObject({ definition: { code: "state/historyTooDeep" } });
    expect((await store.readerAt(2)).readRow(probes.key("n3"))).toBeUndefined();
    for (let height = 7; height <= 12; height += 1) await commitProbes(store, height, height, [[`n${height}`, height]]);
    expect(() => early.readRow(probes.key("n1"))).toThrow(Refusal);
  });

  it("keeps every height in an archive, and otherwise drops those older than the history or beyond its bytes", async () => {
    const heightsAfter = async (options: StoreOptions) => {
      const database = new MemoryDatabase();
      const store = await openStoreOn(database, portableSha256Into, {
        overlayRowsMax: 1,
        flushRowsMin: 100,
        ...options,
      });
      for (let height = 0; height <= 40; height += 1) {
        await commitProbes(store, height, height * blockMs, [["a", height]]);
      }
      const earliest = store.head?.earliestHeight ?? -1;
      for (let height = 1; height <= 40; height += 1) {
        expect(database.get(`c/${formatHeight(height)}`) === undefined).toBe(height <= earliest);
        expect(database.get(`h/${formatHeight(height)}`) === undefined).toBe(height < earliest);
      }
      return earliest;
    };
    expect(await heightsAfter({ archive: true, historyMs: 0 })).toBe(0);
    expect(await heightsAfter({ historyMs: 10 * blockMs })).toBe(29);
    expect(await heightsAfter({ historyBytesMax: 200 })).toBeGreaterThan(30);
    expect(await heightsAfter({ historyMs: 0, overlayRowsMax: 1_000 })).toBe(0);
  });
});
