// A backup of a node under load, restored elsewhere, and what becomes of damaged ones.
import { copyFileSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { checkBackupFile } from "#src/node/backup/backupFile.ts";
import {
  type NodeProcess,
  runKedge,
  runNodeProcess,
  startNodeProcess,
  temporaryFolder,
} from "#tests/support/nodeProcess.ts";
import { paymentBatchOf, paymentOf } from "#tests/support/payments.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const folder = temporaryFolder();
const original = join(folder.path, "original");
const restored = join(folder.path, "restored");
const file = join(folder.path, "backup");
let node: NodeProcess;
/** A transaction decided before the backup began, as bytes and as result. */
let early: { readonly bytes: Uint8Array; readonly id: string };

beforeAll(async () => {
  node = await startNodeProcess(original);
  const { network } = await node.health();
  const payment = { from: "alice", to: "bob", amount: 3n };
  const bytes = paymentOf(network, payment);
  early = { bytes, id: (await node.post("/v1/transactions?wait=committed", bytes)).json.id };
  let isDone = false;
  const pay = async () => {
    while (!isDone) await node.post("/v1/transactions?wait=committed", paymentOf(network, payment));
  };
  const payFiles = async () => {
    const payments = Array.from({ length: 200 }, () => ({ to: "carol", amount: 1n }));
    while (!isDone) await node.post("/v1/batches?wait=committed", paymentBatchOf(network, "bob", payments));
  };
  const load = [pay(), pay(), pay(), payFiles()];
  const { code, errors } = await runKedge("export", ["--url", node.url, "--out", file]);
  isDone = true;
  await Promise.all(load);
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

afterAll(async () => {
  await node.kill();
  folder.remove();
});

describe("a backup taken under load", () => {
  it("is of one block of the chain, and lies there alone", async () => {
    const { height, root } = await checkBackupFile(file);
    expect(height).toBeGreaterThan(0);
    expect((await node.get(`/v1/blocks/${height}`)).json.root).toBe(bytesToHex(root));
    expect((await node.health()).height).toBeGreaterThan(height);
    expect(readdirSync(folder.path).sort()).toEqual(["backup", "original"]);
  });

  it("becomes a node that goes on from there, and lacks only the blocks before", async () => {
    const { height, root } = await checkBackupFile(file);
    const copy = await startNodeProcess(restored, { restore: file });
    try {
      const block = async (at: number) => (await copy.get(`/v1/blocks/${at}`)).json;
      expect(await block(height)).toEqual((await node.get(`/v1/blocks/${height}`)).json);
      expect(await block(height - 1)).toMatchObject({ status: 404 });
      // Both are asked for the state at the same height.
      for (const query of [
        "accounts/balance?account=alice&currency=USD",
        "accounts/balance?account=carol&currency=USD",
      ]) {
        const at = `/v1/${query}&height=${height}&prove=true`;
        const [here, there] = [(await copy.get(at)).json, (await node.get(at)).json];
        expect(here.value).toBe(there.value);
        expect(here.proof.rootHex).toBe(bytesToHex(root));
        expect(here.proof.ics23Base64).toBe(there.proof.ics23Base64);
      }
      const again = await copy.post("/v1/transactions?wait=committed", early.bytes);
      expect(again).toMatchObject({ status: 409, json: { code: "machine/alreadySeen" } });
      expect((await copy.get(`/v1/transactions/${early.id}`)).status).toBe(404);
      const events = await fetch(`${copy.url}/v1/events`, { headers: { "last-event-id": "1.0" } });
      expect(events.status).toBe(404);
      const { network } = await copy.health();
      const paid = await copy.post(
        "/v1/transactions?wait=committed",
        paymentOf(network, { from: "alice", to: "bob", amount: 1n }),
      );
      expect(paid).toMatchObject({ status: 200, json: { code: 0 } });
      const next = await block(height + 1);
      expect(next.header.app_hash.toLowerCase()).toBe(bytesToHex(root));
      expect(next.header.last_block_id).toEqual((await block(height)).commit.block_id);
    } finally {
      expect(await copy.stop()).toBe(0);
    }
    const again = await startNodeProcess(restored);
    const { height: reached } = await again.health();
    expect(reached).toBeGreaterThan(height);
    expect(await again.stop()).toBe(0);

    const audited = await runKedge("audit", ["--data", restored]);
    expect(audited).toMatchObject({ code: 0, output: expect.stringContaining(`It has no block before ${height}:`) });
    const fromGenesis = await runKedge("replay", ["--data", restored]);
    expect(fromGenesis).toMatchObject({ code: 2, errors: expect.stringContaining(`no block before ${height}`) });
    const fromBackup = await runKedge("replay", ["--data", restored, "--backup", file]);
    expect(fromBackup).toMatchObject({ code: 0, output: expect.stringContaining(`From height ${height} to `) });
  });

  it("is not restored over a chain", async () => {
    const ended = await runNodeProcess(original, { restore: file });
    expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining("holds a chain") });
    expect((await node.health()).status).toBe("ready");
  });

  it("is refused when it is cut or altered, and the directory stays unused", async () => {
    const { length } = readFileSync(file);
    const cut = join(folder.path, "cut");
    copyFileSync(file, cut);
    truncateSync(cut, length - 1);
    const altered = join(folder.path, "altered");
    const bytes = readFileSync(file);
    const middle = Math.floor(length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(altered, bytes);
    const directory = join(folder.path, "unused");
    for (const [damaged, reason] of [
      [cut, "ends too early"],
      [altered, "not those that were written"],
    ] as const) {
      const ended = await runNodeProcess(directory, { restore: damaged });
      expect(ended).toMatchObject({ code: 1, errors: expect.stringContaining(reason) });
      expect(existsSync(directory)).toBe(false);
    }
  });
});

it("says that nothing answers, and leaves no file, when there is no node to back up", async () => {
  const out = join(folder.path, "never");
  const ended = await runKedge("export", ["--url", "http://127.0.0.1:9", "--out", out]);
  expect(ended).toMatchObject({ code: 4, errors: expect.stringContaining("no answer from http://127.0.0.1:9") });
  expect(existsSync(out)).toBe(false);
});
