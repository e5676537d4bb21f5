// Making snapshots beside the blocks: every so many, one at a time, of one height while others are decided.
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { type MakerParts, SnapshotMaker } from "#src/consensus/abci/snapshots/snapshotMaker.ts";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { decodeManifest } from "#src/state/store/snapshot/manifest.ts";
import { applicationOn, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs, memoryLedger } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { fillBlock } from "#tests/support/snapshots.ts";

let folder: ReturnType<typeof temporaryFolder>;
let ledger: OpenLedger;
let shelf: SnapshotShelf;
let failures: string[];

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await memoryLedger();
  shelf = new SnapshotShelf(join(folder.path, "snapshots"), {
    keptMax: 5,
    headHeight: 0,
    sha256: nativeSha256,
    nowMs: () => 0,
  });
  failures = [];
});
afterEach(() => folder.remove());

const makerOf = (change: Partial<MakerParts> = {}) =>
  new SnapshotMaker({
    shelf,
    intervalBlocks: 2,
    sha256Into: nativeSha256Into,
    onFailed: (_, where) => failures.push(where),
    ...change,
  });
const heights = () => shelf.list().map(({ height }) => height);

/** Decides these heights, and tells the maker of each, waiting after those named. */
async function decide(maker: SnapshotMaker, from: number, to: number, waits = true): Promise<void> {
  const application = applicationOn(ledger);
  for (let height = from; height <= to; height += 1) {
    await decideBlock(application, ledger, height, []);
    maker.afterBlock(ledger.store, height);
    if (waits) await maker.settled();
  }
}

describe("a snapshot", () => {
  it("is made every so many blocks, and never where the interval is 0", async () => {
    await decide(makerOf(), 1, 5);
    expect(heights()).toEqual([2, 4]);
    await decide(makerOf({ intervalBlocks: 0 }), 6, 8);
    expect(heights()).toEqual([2, 4]);
  });

  it("is of the height at which it was begun, however many blocks are decided meanwhile, and passes over those due", async () => {
    await decideBlock(applicationOn(ledger), ledger, 1, []);
    await fillBlock(ledger, 3);
    const maker = makerOf();
    const { root } = ledger.store.head ?? {};
    maker.afterBlock(ledger.store, 2);
    await decide(maker, 3, 8, false);
    expect(ledger.store.head?.height).toBe(8);
    await maker.settled();
    expect(heights()).toEqual([2]);
    expect(decodeManifest(shelf.list()[0]?.manifest ?? new Uint8Array()).root).toEqual(root);
  });

  it("changes no result and no root, however many are made", async () => {
    const maker = makerOf({ intervalBlocks: 1 });
    const other = await memoryLedger();
    const [making, plain] = [applicationOn(ledger), applicationOn(other)];
    for (let height = 1; height <= 6; height += 1) {
      const payment = { from: "alice", to: "bob", amount: BigInt(height) } as const;
      const txs = [encodeBundle([paymentOf(ledger.machine.network, payment, chainGenesisTimeMs + 300_000)])];
      const answer = await decideBlock(making, ledger, height, txs);
      maker.afterBlock(ledger.store, height);
      expect(await decideBlock(plain, other, height, txs)).toEqual(answer);
    }
    await maker.settled();
    expect(heights().length).toBeGreaterThan(0);
    expect(ledger.store.head?.root).toEqual(other.store.head?.root);
  });

  it("that fails is reported, and the next is made", async () => {
    const maker = makerOf();
    const { store } = ledger;
    await decideBlock(applicationOn(ledger), ledger, 1, []);
    folder.remove();
    maker.afterBlock(store, 2);
    await maker.settled();
    expect(failures).toEqual(["the snapshot of block 2"]);
    expect(heights()).toEqual([]);
    shelf = new SnapshotShelf(join(folder.path, "snapshots"), {
      keptMax: 5,
      headHeight: 0,
      sha256: nativeSha256,
      nowMs: () => 0,
    });
    await decide(makerOf(), 2, 2);
    expect(heights()).toEqual([2]);
  });

  it("is given up when the node stops, without a report, and none is begun after", async () => {
    await decideBlock(applicationOn(ledger), ledger, 1, []);
    await fillBlock(ledger, 3);
    const maker = makerOf();
    maker.afterBlock(ledger.store, 2);
    await maker.close();
    maker.afterBlock(ledger.store, 2);
    await maker.settled();
    expect(heights()).toEqual([]);
    expect(failures).toEqual([]);
  });
});
