// A node that joined by a snapshot: the same state as everyone, and from there on the same blocks, roots and refusals.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { type DecidedBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { refusals } from "#src/machine/refusals.ts";
import { exchangeLedger, joiningDirectory } from "#src/node/exchangeLedger.ts";
import { firstBlockHeight } from "#src/node/maintenance/chain.ts";
import { nativeSha256Into } from "#src/node/nativeCrypto.ts";
import { type OpenLedger, storeDirectory } from "#src/node/openLedger.ts";
import { openLevelDatabase } from "#src/state/store/levelDatabase.ts";
import { openStore } from "#src/state/store/openStore.ts";
import { applicationOn, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { joinerOf, offerOf, takeSnapshot } from "#tests/support/snapshots.ts";

let folder: ReturnType<typeof temporaryFolder>;
let original: OpenLedger;
let decided: DecidedBlockRecord[];

beforeEach(async () => {
  folder = temporaryFolder();
  original = await memoryLedger();
  decided = [];
});
afterEach(() => folder.remove());

const data = () => join(folder.path, "data");
const hooks = {
  onFault: (fault: unknown) => {
    throw fault;
  },
};
const pay = (amount: bigint) =>
  paymentOf(original.machine.network, { from: "alice", to: "bob", amount }, chainGenesisTimeMs + 300_000);
const rootOf = ({ store }: OpenLedger) => bytesToHex(present(store.head, "a ledger has a head").root);

/** A ledger in `data` that was built from a snapshot of the original's newest block. */
async function joined(): Promise<OpenLedger> {
  const snapshot = await takeSnapshot(original, folder.path);
  const { joining, completed } = joinerOf(original, joiningDirectory(data()));
  expect(await joining.offer(offerOf(snapshot))).toBe("accepted");
  for (const [index, chunk] of snapshot.chunks.entries()) expect(await joining.take(index, chunk)).toBe("accepted");
  const left = await memoryLedger();
  mkdirSync(storeDirectory(data()));
  const next = await exchangeLedger(left, present(completed[0], "it is complete"), { data: data() }, hooks);
  expect(() => left.store.reader()).toThrow("closed");
  return next;
}

describe("a ledger that came by a snapshot", () => {
  it("goes on as the original does, as one that was opened again, and as a replay under no engine", async () => {
    const application = applicationOn(original, (block) => decided.push(block));
    const [first, second] = [pay(1n), pay(2n)];
    for (const [index, txs] of [[encodeBundle([first])], [], [encodeBundle([second])]].entries()) {
      await decideBlock(application, original, index + 1, txs);
    }
    let copy = await joined();
    expect(rootOf(copy)).toBe(rootOf(original));
    expect(copy.machine.guard.count).toBe(original.machine.guard.count);

    // What was decided before the snapshot comes again, with something new.
    const later = [[encodeBundle([first, pay(3n)])], [encodeBundle([second]), encodeBundle([pay(4n)])], []];
    for (const [index, txs] of later.entries()) {
      const height = 4 + index;
      const expected = await decideBlock(application, original, height, txs);
      expect(await decideBlock(applicationOn(copy), copy, height, txs)).toEqual(expected);
      expect(rootOf(copy)).toBe(rootOf(original));
      await copy.store.close();
      copy = await memoryLedger(await openLevelDatabase(storeDirectory(data())));
      expect(rootOf(copy)).toBe(rootOf(original));
    }
    await copy.store.close();
    const alreadySeen = refusals.alreadySeen.definition.number;
    expect(decided.slice(3).map(({ results }) => results.results.map(({ code }) => code))).toEqual([
      [alreadySeen, 0],
      [alreadySeen, 0],
      [],
    ]);

    const replayed = await memoryLedger();
    for (const { record } of decided) {
      replayed.machine.executeBlock(record);
      replayed.machine.guard.takeBlockRow();
      expect(bytesToHex(replayed.store.seal().root)).toBe(bytesToHex(record.root));
      await replayed.store.persist();
    }
  });

  it("has the root that the single engine reaches with the same payments at the same times", async () => {
    const single = await memoryLedger();
    let height = 0;
    const chain = chainOn(single, { nowMs: () => chainGenesisTimeMs + ++height * 1_000 + 123 });
    const application = applicationOn(original);
    for (const at of [1, 2]) {
      const payment = pay(BigInt(at));
      await decideBlock(application, original, at, [encodeBundle([payment])]);
      chain.submit(payment);
      await chain.decide();
    }
    const copy = await joined();
    const payment = pay(3n);
    await decideBlock(applicationOn(copy), copy, 3, [encodeBundle([payment])]);
    chain.submit(payment);
    await chain.decide();
    expect(single.store.head?.height).toBe(3);
    expect(rootOf(copy)).toBe(rootOf(single));
    await copy.store.close();
  });

  it("has no block of before, and keeps the states from the snapshot on", async () => {
    const application = applicationOn(original);
    await decideBlock(application, original, 1, [encodeBundle([pay(1n)])]);
    await decideBlock(application, original, 2, []);
    const copy = await joined();
    expect(await firstBlockHeight(copy.store)).toBe(3);
    expect(copy.store.readBlockRow(recordKeys.block(2))).toBeUndefined();
    await expect(copy.store.readerAt(1)).rejects.toMatchObject({ definition: { code: "state/heightNotKept" } });
    await decideBlock(applicationOn(copy), copy, 3, []);
    expect(await firstBlockHeight(copy.store)).toBe(3);
    expect((await copy.store.readerAt(2)).height).toBe(2);
    expect(existsSync(joiningDirectory(data()))).toBe(false);
    await copy.store.close();
    const reopened = await openStore(storeDirectory(data()), nativeSha256Into);
    expect(reopened.head?.height).toBe(3);
    await reopened.close();
  });
});
