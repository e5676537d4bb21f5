// Backups taken of chains that go on, restored into directories, and what is refused.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { placeCodec, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { BackupFault } from "#src/node/backup/backupFault.ts";
import { exportBackup } from "#src/node/backup/exportBackup.ts";
import { restoreBackup } from "#src/node/backup/restoreBackup.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { audit } from "#src/node/maintenance/audit.ts";
import { requireBlock } from "#src/node/maintenance/chain.ts";
import { type OpenLedger, openExistingLedger } from "#src/node/openLedger.ts";
import { backupBytesOf, saveBackup } from "#tests/support/backups.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentBatchOf, paymentOf } from "#tests/support/payments.ts";

const payment = { from: "alice", to: "bob", amount: 1n } as const;
const minuteMs = 60_000;
const noFaults = { onFault: () => undefined };
let folder: ReturnType<typeof temporaryFolder>;
let clockMs: number;
let ledger: OpenLedger;
let chain: ReturnType<typeof chainOn>;

beforeEach(async () => {
  folder = temporaryFolder();
  clockMs = chainGenesisTimeMs;
  ledger = await memoryLedger();
  chain = chainOn(ledger, { nowMs: () => (clockMs += 1_000) });
});
afterEach(() => folder.remove());

const file = () => join(folder.path, "backup");
const data = () => join(folder.path, "data");
const head = ({ store }: OpenLedger) => present(store.head, "a chain has a head");

async function payAndDecide(validForMs = minuteMs): Promise<Uint8Array> {
  const bytes = paymentOf(ledger.machine.network, payment, head(ledger).timeMs + validForMs);
  chain.submit(bytes);
  await chain.decide();
  return bytes;
}

async function faultOf(restoring: Promise<unknown>): Promise<string> {
  return restoring.then(
    () => "none",
    (reason) => (reason instanceof BackupFault ? reason.kind : Promise.reject(reason)),
  );
}

describe("a restored chain", () => {
  it("has the same state, remembers what has not expired, and goes on at the next height", async () => {
    const early = await payAndDecide();
    await payAndDecide();
    await saveBackup(file(), ledger);
    const { height, root, timeMs } = head(ledger);
    expect(await restoreBackup(file(), { data: data() })).toEqual({ height, root });
    const copy = await openExistingLedger(data(), noFaults);
    expect(copy.machine.network).toBe(ledger.machine.network);
    expect(head(copy)).toMatchObject({ height, root, timeMs, earliestHeight: height });
    const { id, validUntilMs } = copy.machine.prepare(early);
    expect(copy.machine.guard.has(id, validUntilMs)).toBe(true);
    expect(copy.machine.guard.count).toBe(ledger.machine.guard.count);

    const next = chainOn(copy, { nowMs: () => timeMs + 9_000 });
    const original = chainOn(ledger, { nowMs: () => timeMs + 9_000 });
    const bytes = paymentOf(ledger.machine.network, payment, timeMs + minuteMs);
    for (const each of [next, original]) {
      each.submit(bytes);
      await each.decide();
    }
    // The same past and the same transactions make the same block, to the last byte.
    expect(next.decided[0]).toEqual(original.decided[0]);
    expect((await audit(copy)).broken).toEqual([]);
    await copy.store.close();
  });

  it("of a chain without blocks begins with the first", async () => {
    await saveBackup(file(), ledger);
    expect((await restoreBackup(file(), { data: data() })).height).toBe(0);
    const copy = await openExistingLedger(data(), noFaults);
    const next = chainOn(copy, { nowMs: () => clockMs });
    next.pay(payment);
    expect((await next.decide())[0]?.record.height).toBe(1);
    await copy.store.close();
  });

  it("is that of one height, however the chain went on while the backup was taken", async () => {
    await payAndDecide();
    writeFileSync(file(), await backupBytesOf(ledger, payAndDecide));
    const { height, root } = await restoreBackup(file(), { data: data() });
    expect(head(ledger).height).toBeGreaterThan(height + 2);
    expect(requireBlock(ledger.store, height).root).toEqual(root);
    const copy = await openExistingLedger(data(), noFaults);
    expect(copy.store.readBlockRow(recordKeys.block(height + 1))).toBeUndefined();
    expect(copy.store.readBlockRow(recordKeys.remembered(height + 1))).toBeUndefined();
    await copy.store.close();
  });

  it("leaves behind what has expired and where older transactions were decided", async () => {
    const expired = await payAndDecide(2_000);
    const kept = await payAndDecide(10 * minuteMs);
    clockMs += 5 * minuteMs;
    const newest = await payAndDecide(10 * minuteMs);
    await saveBackup(file(), ledger);
    await restoreBackup(file(), { data: data() });
    const { store, machine } = await openExistingLedger(data(), noFaults);
    const remembers = (bytes: Uint8Array) => {
      const { id, validUntilMs } = machine.prepare(bytes);
      return machine.guard.has(id, validUntilMs);
    };
    expect([expired, kept, newest].map(remembers)).toEqual([false, true, true]);
    const keys: string[] = [];
    for await (const { key } of store.scanBlockRows({ prefix: "" })) keys.push(key.split("/")[0] ?? key);
    expect(keys.sort()).toEqual(["block", "genesis", "remembered", "remembered", "results", "transaction"]);
    await store.close();
  });

  it("does not point to blocks it lacks, when its newest block repeated an old transaction", async () => {
    const old = await payAndDecide(10 * minuteMs);
    await payAndDecide();
    chain.submit(old);
    await chain.decide();
    const { height } = head(ledger);
    await saveBackup(file(), ledger);
    await restoreBackup(file(), { data: data() });
    const { store } = await openExistingLedger(data(), noFaults);
    for await (const { value } of store.scanBlockRows({ prefix: "transaction/" })) {
      expect(placeCodec.decode(value).height).toBe(height);
    }
    await store.close();
  });

  it("has its newest block whole even where that is longer than a chunk of a snapshot", async () => {
    const items = Array.from({ length: 1_000 }, () => ({ to: "bob", amount: 1n }));
    const soonMs = clockMs + minuteMs;
    for (let count = 0; count < 30; count += 1) {
      chain.submit(paymentBatchOf(ledger.machine.network, "alice", items, soonMs));
    }
    await chain.decide();
    const { height } = head(ledger);
    const row = ledger.store.readBlockRow(recordKeys.block(height));
    expect(row?.length).toBeGreaterThan(1024 * 1024);
    await saveBackup(file(), ledger);
    await restoreBackup(file(), { data: data() });
    const { store } = await openExistingLedger(data(), noFaults);
    for (const key of [recordKeys.block(height), recordKeys.results(height)]) {
      const [here, there] = [store, ledger.store].map((each) => present(each.readBlockRow(key), key));
      expect(here && there && Buffer.compare(here, there)).toBe(0);
    }
    for await (const { key } of store.scanBlockRows({ prefix: "part/" })) expect(key).toBe("none");
    await store.close();
  });
});

describe("the directory", () => {
  it("may hold the node's own files, and holds nothing but chain and genesis besides", async () => {
    await saveBackup(file(), ledger);
    mkdirSync(data());
    writeFileSync(join(data(), "validator.key"), "00");
    await restoreBackup(file(), { data: data() });
    expect(readdirSync(data()).sort()).toEqual(["genesis.json", "ledger", "validator.key"]);
    expect(readFileSync(join(data(), "genesis.json"), "utf8")).toBe(formatGenesis(ledger.versions, ledger.genesis));
  });

  it("is refused when it holds a chain", async () => {
    await saveBackup(file(), ledger);
    await restoreBackup(file(), { data: data() });
    expect(await faultOf(restoreBackup(file(), { data: data() }))).toBe("directoryInUse");
    const copy = await openExistingLedger(data(), noFaults);
    expect(head(copy).root).toEqual(head(ledger).root);
    await copy.store.close();
  });

  it("is refused when its genesis file, or the one that is given, is of another network", async () => {
    await saveBackup(file(), ledger);
    const other = formatGenesis(ledger.versions, { ...ledger.genesis, name: "other" });
    const given = join(folder.path, "other.json");
    writeFileSync(given, other);
    expect(await faultOf(restoreBackup(file(), { data: data(), genesis: given }))).toBe("otherNetwork");
    expect(existsSync(data())).toBe(false);
    mkdirSync(data());
    writeFileSync(join(data(), "genesis.json"), other);
    expect(await faultOf(restoreBackup(file(), { data: data() }))).toBe("otherNetwork");
    expect(readdirSync(data())).toEqual(["genesis.json"]);
    writeFileSync(join(data(), "genesis.json"), formatGenesis(ledger.versions, ledger.genesis));
    expect(await faultOf(restoreBackup(file(), { data: data() }))).toBe("none");
  });

  it("is taken over from a restore that was cut short", async () => {
    await saveBackup(file(), ledger);
    mkdirSync(join(data(), "restoring", "ledger"), { recursive: true });
    writeFileSync(join(data(), "restoring", "ledger", "CURRENT"), "nonsense");
    expect(await faultOf(restoreBackup(file(), { data: data() }))).toBe("none");
    expect(readdirSync(data()).sort()).toEqual(["genesis.json", "ledger"]);
  });
});

describe("a damaged backup", () => {
  it("is refused wherever it is cut or altered, and the directory stays unused", async () => {
    await payAndDecide();
    const bytes = await backupBytesOf(ledger);
    const place = fc.nat({ max: bytes.length - 1 });
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), fc.boolean(), async (at, mask, isCut) => {
        const damaged = bytes.slice(0, isCut ? at : bytes.length);
        if (!isCut) damaged[at] = (damaged[at] ?? 0) ^ mask;
        writeFileSync(file(), damaged);
        expect(["truncated", "altered", "unknownFormat"]).toContain(
          await faultOf(restoreBackup(file(), { data: data() })),
        );
        expect(existsSync(data())).toBe(false);
      }),
    );
  });

  it("is refused when it is not there", async () => {
    expect(await faultOf(restoreBackup(join(folder.path, "nothing"), { data: data() }))).toBe("unreadable");
    expect(existsSync(data())).toBe(false);
  });

  it("is refused when its parts are whole but of different chains", async () => {
    await payAndDecide();
    const otherGenesis = formatGenesis(ledger.versions, { ...ledger.genesis, name: "other" });
    for (const text of [otherGenesis, "{", "{}"]) {
      const pieces: Uint8Array[] = [];
      for await (const piece of exportBackup(ledger.store, text)) pieces.push(piece);
      writeFileSync(file(), Buffer.concat(pieces));
      expect(await faultOf(restoreBackup(file(), { data: data() }))).toBe("inconsistent");
      expect(existsSync(data())).toBe(false);
    }
  });
});
