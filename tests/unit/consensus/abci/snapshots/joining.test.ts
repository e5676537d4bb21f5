// Joining by a snapshot of strangers: whole and sound it becomes a ledger, and anything else becomes nothing.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { ledgerIn } from "#src/consensus/abci/snapshots/joining.ts";
import { recordKeys } from "#src/consensus/records.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { openStore } from "#src/state/store/openStore.ts";
import { chunkBytesMax, decodeManifest, encodeManifest } from "#src/state/store/snapshot/manifest.ts";
import { decodeChunk } from "#src/state/store/snapshot/rowChunk.ts";
import { applicationOn, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs, memoryLedger } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { fillBlock, joinerOf, offerOf, type TakenSnapshot, takeSnapshot } from "#tests/support/snapshots.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

let ledger: OpenLedger;
let snapshot: TakenSnapshot;
let joiners = 0;

beforeAll(async () => {
  ledger = await memoryLedger();
  const application = applicationOn(ledger);
  const pay = (amount: bigint) =>
    paymentOf(ledger.machine.network, { from: "alice", to: "bob", amount }, chainGenesisTimeMs + 300_000);
  await decideBlock(application, ledger, 1, [encodeBundle([pay(1n), pay(2n)])]);
  await fillBlock(ledger, 4);
  await decideBlock(application, ledger, 3, [encodeBundle([pay(3n)])]);
  snapshot = await takeSnapshot(ledger, folder.path);
});

const chunkOf = (index: number) => snapshot.chunks[index] ?? new Uint8Array();
const count = () => snapshot.chunks.length;

function begin() {
  joiners += 1;
  const directory = join(folder.path, `joiner-${joiners}`);
  const { joining, completed } = joinerOf(ledger, directory);
  return { joining, completed, directory };
}

/** A joiner that was offered the snapshot and accepted it. */
async function accepted() {
  const begun = begin();
  expect(await begun.joining.offer(offerOf(snapshot))).toBe("accepted");
  return begun;
}

/** The same snapshot with other chunks, vouched for by a manifest that names them. */
function vouchedFor(chunks: readonly Uint8Array[], change: object = {}): TakenSnapshot {
  const chunkHashes = concatBytes(...chunks.map((chunk) => nativeSha256(chunk)));
  const manifest = encodeManifest({ ...decodeManifest(snapshot.manifest), chunkHashes, ...change });
  return { ...snapshot, chunks, manifest };
}

/** What a joiner says to each chunk of a snapshot, until it has had enough. */
async function verdictOn(taken: TakenSnapshot): Promise<string> {
  const { joining, completed, directory } = begin();
  expect(await joining.offer(offerOf(taken))).toBe("accepted");
  for (const [index, chunk] of taken.chunks.entries()) {
    const verdict = await joining.take(index, chunk);
    if (verdict === "accepted") continue;
    expect(completed).toEqual([]);
    expect(existsSync(directory)).toBe(false);
    return verdict;
  }
  return completed.length === 1 ? "complete" : "unfinished";
}

describe("a whole snapshot", () => {
  it("becomes the state, with what is remembered and this network's genesis, and nothing decided before it", async () => {
    const { joining, completed, directory } = await accepted();
    for (let index = 0; index < count(); index += 1) expect(await joining.take(index, chunkOf(index))).toBe("accepted");
    expect(completed.map(({ head }) => head)).toMatchObject([{ height: 3, root: snapshot.root, earliestHeight: 3 }]);
    const store = await openStore(ledgerIn(directory), nativeSha256Into);
    expect(store.head?.root).toEqual(snapshot.root);
    const keys: string[] = [];
    for await (const { key } of store.scanBlockRows({ prefix: "" })) keys.push(key);
    expect(keys).toEqual([recordKeys.genesis, recordKeys.remembered(1), recordKeys.remembered(3)]);
    await store.close();
  });

  it("may come in any order, and each chunk more than once", async () => {
    expect(count()).toBeGreaterThan(4);
    const order = fc.shuffledSubarray(
      Array.from({ length: 2 * count() }, (_, at) => at % count()),
      { minLength: 2 * count() },
    );
    await fc.assert(
      fc.asyncProperty(order, async (indexes) => {
        const { joining, completed } = await accepted();
        for (const index of indexes) {
          if (completed.length === 0) expect(await joining.take(index, chunkOf(index))).toBe("accepted");
        }
        expect(completed.map(({ head }) => head.root)).toEqual([snapshot.root]);
      }),
      { numRuns: 12 },
    );
  });

  it("is taken after another one was given up half-way", async () => {
    const { joining, completed } = await accepted();
    await joining.take(0, chunkOf(0));
    await joining.take(2, chunkOf(2));
    expect(await joining.offer(offerOf(snapshot))).toBe("accepted");
    for (const index of snapshot.chunks.keys()) await joining.take(index, chunkOf(index));
    expect(completed).toHaveLength(1);
  });
});

describe("a chunk", () => {
  it("with a byte changed, cut short, too long, or of another place is asked for again", async () => {
    const { joining, completed } = await accepted();
    const altered = chunkOf(1).slice();
    altered[700] = (altered[700] ?? 0) ^ 1;
    const bad = [altered, chunkOf(1).subarray(0, -1), chunkOf(2), new Uint8Array(), new Uint8Array(chunkBytesMax + 1)];
    for (const bytes of bad) expect(await joining.take(1, bytes)).toBe("altered");
    for (const index of [-1, count(), 2 ** 32 - 1]) expect(await joining.take(index, chunkOf(0))).toBe("altered");
    for (const index of snapshot.chunks.keys()) expect(await joining.take(index, chunkOf(index))).toBe("accepted");
    expect(completed).toHaveLength(1);
  });

  it("that nobody offered is refused", async () => {
    expect(await begin().joining.take(0, chunkOf(0))).toBe("rejected");
  });
});

describe("an offer", () => {
  const verdictOf = (change: object) => begin().joining.offer({ ...offerOf(snapshot), ...change });

  it("of another format is refused as such, and one that contradicts itself or the light client at once", async () => {
    expect(await verdictOf({ format: 2 })).toBe("formatUnknown");
    const zeros = new Uint8Array(32);
    const wrong = [
      { hash: zeros },
      { trustedRoot: zeros },
      { height: 2 },
      { chunks: count() + 1 },
      { metadata: new Uint8Array() },
      { metadata: snapshot.manifest.subarray(0, -1), hash: nativeSha256(snapshot.manifest.subarray(0, -1)) },
    ];
    for (const change of wrong) expect(await verdictOf(change)).toBe("rejected");
  });

  it("of another chain is refused, since the light client trusts another root", async () => {
    const stranger = await memoryLedger(undefined, (genesis) => ({ ...genesis, name: "elsewhere" }));
    await decideBlock(applicationOn(stranger), stranger, 1, []);
    await fillBlock(stranger, 1);
    const foreign = await takeSnapshot(stranger, join(folder.path, "elsewhere"));
    expect(await verdictOf({ ...offerOf(foreign), trustedRoot: snapshot.root })).toBe("rejected");
  });

  it("with a manifest that is too large, or names more chunks than any snapshot has, is refused", async () => {
    const huge = new Uint8Array(chunkBytesMax + 1);
    expect(await verdictOf({ metadata: huge, hash: nativeSha256(huge) })).toBe("rejected");
    // A list of 30,001 hashes, encoded by hand since no honest program would.
    const { chunkHashes } = decodeManifest(snapshot.manifest);
    const at = Buffer.from(snapshot.manifest).indexOf(chunkHashes);
    const listed = 30_001 * 32;
    const head = Uint8Array.of(0x5a, 0, listed >> 16, (listed >> 8) & 0xff, listed & 0xff);
    const headLength = chunkHashes.length < 256 ? 2 : 3;
    const many = concatBytes(
      snapshot.manifest.subarray(0, at - headLength),
      head,
      new Uint8Array(listed),
      snapshot.manifest.subarray(at + chunkHashes.length),
    );
    expect(many.length).toBeLessThan(chunkBytesMax);
    expect(await verdictOf({ metadata: many, hash: nativeSha256(many), chunks: 30_001 })).toBe("rejected");
  });
});

describe("a snapshot whose maker lied", () => {
  it("is given up when its rows do not give the trusted root", async () => {
    const [first = new Uint8Array(), ...rest] = snapshot.chunks;
    const altered = first.slice();
    altered[altered.length - 10] = (altered.at(-10) ?? 0) ^ 1;
    expect(await verdictOn(vouchedFor([altered, ...rest]))).toBe("rejected");
    expect(await verdictOn(vouchedFor(snapshot.chunks))).toBe("complete");
  });

  it("is given up when it counts other rows, or names other chunks than rows in order", async () => {
    const { stateRows } = decodeManifest(snapshot.manifest);
    expect(await verdictOn(vouchedFor(snapshot.chunks, { stateRows: stateRows - 1 }))).toBe("rejected");
    expect(await verdictOn(vouchedFor(snapshot.chunks, { stateRows: stateRows + 1 }))).toBe("rejected");
    expect(await verdictOn(vouchedFor(snapshot.chunks.toReversed()))).toBe("rejected");
    expect(await verdictOn(vouchedFor([...snapshot.chunks, Uint8Array.of(1, 2, 3)]))).toBe("rejected");
    expect(await verdictOn(vouchedFor(snapshot.chunks.slice(0, -1), { blockRows: 0 }))).toBe("rejected");
  });

  it("is given up, whatever bytes of a vouched chunk were changed, and never takes the node down", async () => {
    const change = fc.record({
      chunk: fc.nat(count() - 1),
      at: fc.nat(chunkBytesMax),
      flip: fc.integer({ min: 1, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ chunk, at, flip }) => {
        const bytes = chunkOf(chunk).slice();
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        expect(await verdictOn(vouchedFor(snapshot.chunks.with(chunk, bytes)))).toBe("rejected");
      }),
      { numRuns: 25 },
    );
  });

  it("is given up when what it remembers is not what the state counts", async () => {
    const last = chunkOf(count() - 1);
    const { kind, rows } = decodeChunk(last);
    expect(kind).toBe("block");
    expect(rows.map(({ key }) => key)).toEqual([recordKeys.remembered(1), recordKeys.remembered(3)]);
    const id = rows[0]?.value.subarray(-32) ?? new Uint8Array();
    const at = Buffer.from(last).indexOf(id);
    const altered = last.slice();
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(await verdictOn(vouchedFor(snapshot.chunks.with(-1, altered)))).toBe("rejected");
  });
});

it("a joiner that begins again finds nothing of what was half there", async () => {
  const { joining, directory } = await accepted();
  await joining.take(0, chunkOf(0));
  await joining.take(3, chunkOf(3));
  expect(readdirSync(directory)).toContain("chunk-3");
  await joining.close();
  expect(existsSync(directory)).toBe(false);
});
