// A node killed at random moments under load, again and again, its log cut as a power cut would leave it: nothing is lost.

import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import { audit } from "#src/node/maintenance/audit.ts";
import { openExistingLedger, storeDirectory } from "#src/node/openLedger.ts";
import { type Acknowledged, fundPayer, startLoad } from "#tests/support/acknowledgedLoad.ts";
import { type Cut, cutLog, newestLog, newestLogSize } from "#tests/support/logCut.ts";
import {
  type NodeProcess,
  runKedge,
  startAndKill,
  startNodeProcess,
  temporaryFolder,
} from "#tests/support/nodeProcess.ts";

const rounds = Number(process.env.KEDGE_CRASH_ROUNDS ?? 4);
const seed = Number(process.env.KEDGE_CRASH_SEED ?? 20_260_321);
const roundMsMax = 60_000;
const rotationMsMax = 20_000;
const growthMsMax = 2_000;

const folder = temporaryFolder();
afterAll(() => folder.remove());

const data = join(folder.path, "data");
const flags = { "block-interval-ms": "10", "heartbeat-ms": "500" };
const draw = createDraw(seed);
const acknowledged = new Map<string, Acknowledged>();
/** Up to this height every block was looked at. */
let checkedHeight = 0;
const tally = { killsWhileStarting: 0, auditsBetween: 0, shorterLogs: 0, rotations: 0, freshLogs: 0 };

test(
  `loses nothing acknowledged in ${rounds} kills (seed ${seed})`,
  async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const node = await startNodeProcess(data, flags);
      const { network, height } = await node.health();
      if (round === 1) await fundPayer({ url: node.url, network });
      await checkBlocks(node, height);
      note(await loadAndKill(node, network, round % 8 === 2));
      // Whoever opens the directory next recovers it: a node, one that is killed meanwhile, or an audit.
      if (draw(4) === 0) await killWhileStarting();
      if (draw(2) === 0) await auditBetween();
    }
    await checkEverything();
  },
  rounds * roundMsMax + 120_000,
);

async function loadAndKill(node: NodeProcess, network: string, mustRotate: boolean): Promise<Cut | undefined> {
  let newest = checkedHeight;
  const onAcknowledged = (result: Acknowledged) => {
    newest = Math.max(newest, result.height);
    acknowledged.set(result.id, result);
  };
  const files = mustRotate ? { batches: 4, batchItems: 1_000 } : { batches: 1, batchItems: 100 };
  const load = startLoad({ url: node.url, network, singles: 8, ...files, onAcknowledged });
  if (mustRotate && (await rotation())) tally.rotations += 1;
  await pause(mustRotate ? draw(100) : 30 + draw(1_500));
  // Most kills are aimed: a block has just been written, and hardly anyone can have been told.
  if (draw(4) !== 0) await growth();
  await node.kill();
  load.stop();
  await load.ended;
  return cutLog(storeDirectory(data), newest, chooseEnd);
}

/** All is gone behind the last acknowledged block, or some later writes are there, or one of them is torn. */
function chooseEnd(ends: readonly number[]): number {
  const [least = 0] = ends;
  const most = ends.at(-1) ?? least;
  const choices = [least, ends[draw(ends.length)] ?? least, least + draw(most - least + 1)];
  return choices[draw(choices.length)] ?? least;
}

/** Waits until the log grows, without giving the node time for more. */
async function growth(): Promise<void> {
  const before = newestLogSize(storeDirectory(data));
  const endMs = performance.now() + growthMsMax;
  while (newestLogSize(storeDirectory(data)) === before && performance.now() < endMs) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Waits until the database has begun a new log, which it does when the old one has grown large. */
async function rotation(): Promise<boolean> {
  const before = newestLog(storeDirectory(data));
  const endMs = performance.now() + rotationMsMax;
  while (newestLog(storeDirectory(data)) === before && performance.now() < endMs) await pause(5);
  return newestLog(storeDirectory(data)) !== before;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function note(cut: Cut | undefined): void {
  if (cut === undefined) return;
  if (cut.acknowledged === 0) tally.freshLogs += 1;
  if (cut.after < cut.before) tally.shorterLogs += 1;
}

async function killWhileStarting(): Promise<void> {
  tally.killsWhileStarting += 1;
  await startAndKill(data, flags, 500 + draw(4_000));
}

async function auditBetween(): Promise<void> {
  tally.auditsBetween += 1;
  const ledger = await openExistingLedger(data, { onFault: () => undefined });
  const report = await audit(ledger, Math.max(1, checkedHeight));
  await ledger.store.close();
  expect(report.broken).toEqual([]);
}

/** Every new block is there whole, follows the one before, and holds what was acknowledged of it. */
async function checkBlocks(node: NodeProcess, head: number): Promise<void> {
  const expected = new Map<number, Acknowledged[]>();
  for (const result of acknowledged.values()) {
    if (result.height > checkedHeight) expected.set(result.height, [...(expected.get(result.height) ?? []), result]);
  }
  expect(Math.max(0, ...expected.keys())).toBeLessThanOrEqual(head);
  let previous = checkedHeight === 0 ? undefined : (await node.get(`/v1/blocks/${checkedHeight}`)).json;
  for (let height = checkedHeight + 1; height <= head; height += 1) {
    const block = (await node.get(`/v1/blocks/${height}`)).json;
    expect(block.height).toBe(height);
    if (previous !== undefined) {
      expect(block.header.last_block_id).toEqual(previous.commit.block_id);
      expect(block.header.app_hash.toLowerCase()).toBe(previous.root);
    }
    for (const [index, { id, code }] of block.transactions.entries()) {
      const found = (await node.get(`/v1/transactions/${id}`)).json;
      expect(found).toMatchObject({ id, code, height, index });
    }
    for (const { id, index, code } of expected.get(height) ?? []) {
      expect(block.transactions[index]).toEqual({ id, code });
    }
    previous = block;
  }
  checkedHeight = head;
}

async function checkEverything(): Promise<void> {
  const node = await startNodeProcess(data, flags);
  const { height } = await node.health();
  await checkBlocks(node, height);
  for (const result of acknowledged.values()) {
    const { id, height: at, index, code } = result;
    const found = (await node.get(`/v1/transactions/${id}`)).json;
    expect({ id: found.id, height: found.height, index: found.index, code: found.code }).toEqual({
      id,
      height: at,
      index,
      code,
    });
  }
  expect(await node.stop()).toBe(0);
  const audited = await runKedge("audit", ["--data", data]);
  expect(audited).toMatchObject({ code: 0, output: expect.stringContaining(", 0 broken.") });
  const replayed = await runKedge("replay", ["--data", data]);
  expect(replayed).toMatchObject({ code: 0, errors: "" });
  const [, transactions] = /, ([0-9]+) transactions: root [0-9a-f]{64}\.$/m.exec(replayed.output) ?? [];
  expect(Number(transactions)).toBeGreaterThanOrEqual(acknowledged.size);
  const counted = `${acknowledged.size} acknowledged of ${transactions} transactions in ${rounds} kills`;
  process.stdout.write(`${counted}; ${JSON.stringify(tally)}; ${audited.output}${replayed.output}`);
}
