// The requests of ABCI about snapshots, as the engine of a node that has them and that of one that joins send them.
import { join } from "node:path";
import types from "cosmjs-types/tendermint/abci/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SnapshotDoor } from "#src/consensus/abci/snapshots/snapshotDoor.ts";
import { SnapshotMaker } from "#src/consensus/abci/snapshots/snapshotMaker.ts";
import { SnapshotShelf } from "#src/consensus/abci/snapshots/snapshotShelf.ts";
import { present } from "#src/core/assert.ts";
import { nativeSha256, nativeSha256Into } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { applicationOn, ask, decideBlock } from "#tests/support/applications.ts";
import { memoryLedger } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { joinerOf } from "#tests/support/snapshots.ts";

let folder: ReturnType<typeof temporaryFolder>;
let ledger: OpenLedger;
let headHeight: number;
let mayJoin: boolean;
let door: SnapshotDoor;
let completed: ReturnType<typeof joinerOf>["completed"];

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await memoryLedger();
  await decideBlock(applicationOn(ledger), ledger, 1, []);
  const settings = { keptMax: 2, headHeight: 0, sha256: nativeSha256, nowMs: () => 0 };
  const shelf = new SnapshotShelf(join(folder.path, "snapshots"), settings);
  const maker = new SnapshotMaker({
    sha256Into: nativeSha256Into,
    shelf,
    intervalBlocks: 1,
    onFailed: () => undefined,
  });
  maker.afterBlock(ledger.store, 1);
  await maker.settled();
  const joiner = joinerOf(ledger, join(folder.path, "joining"));
  completed = joiner.completed;
  headHeight = 4;
  mayJoin = true;
  door = new SnapshotDoor({
    shelf,
    joining: joiner.joining,
    headHeight: () => headHeight,
    mayJoin: () => mayJoin,
  });
});
afterEach(() => folder.remove());

const listed = async () => (await ask(door, { listSnapshots: {} })).listSnapshots?.snapshots ?? [];
const offered = async (change: object = {}) => {
  const [snapshot] = await listed();
  const request = {
    snapshot: present(snapshot, "a snapshot is listed"),
    appHash: present(ledger.store.head, "a head").root,
    ...change,
  };
  const offerSnapshot = types.RequestOfferSnapshot.fromPartial(request);
  return (await ask(door, { offerSnapshot })).offerSnapshot?.result;
};
const loaded = async (chunk: number, change: object = {}) => {
  const loadSnapshotChunk = types.RequestLoadSnapshotChunk.fromPartial({ height: 1n, format: 1, chunk, ...change });
  return (await ask(door, { loadSnapshotChunk })).loadSnapshotChunk?.chunk ?? new Uint8Array();
};
const applied = async (index: number, chunk: Uint8Array, sender = "liar") => {
  const applySnapshotChunk = types.RequestApplySnapshotChunk.fromPartial({ index, chunk, sender });
  return (await ask(door, { applySnapshotChunk })).applySnapshotChunk;
};

describe("the door for snapshots", () => {
  it("lists a snapshot once the headers are there that a joiner's engine asks for", async () => {
    expect((await listed()).map(({ height, format, chunks }) => [height, format, chunks])).toEqual([[1n, 1, 1]]);
    headHeight = 3;
    expect(await listed()).toEqual([]);
  });

  it("hands out chunks, and nothing where there is none", async () => {
    expect((await loaded(0)).length).toBeGreaterThan(1_000);
    expect(await loaded(1)).toHaveLength(0);
    expect(await loaded(0, { height: 2n })).toHaveLength(0);
    expect(await loaded(0, { format: 2 })).toHaveLength(0);
  });

  it("takes in what another hands out", async () => {
    expect(await offered()).toBe(types.ResponseOfferSnapshot_Result.ACCEPT);
    expect(await applied(0, await loaded(0))).toEqual({
      result: types.ResponseApplySnapshotChunk_Result.ACCEPT,
      refetchChunks: [],
      rejectSenders: [],
    });
    expect(completed.map(({ head }) => head.root)).toEqual([ledger.store.head?.root]);
  });

  it("asks for an altered chunk again, and not from who sent it", async () => {
    await offered();
    const chunk = (await loaded(0)).slice();
    chunk[5] = (chunk[5] ?? 0) ^ 1;
    const { RETRY, REJECT_SNAPSHOT } = types.ResponseApplySnapshotChunk_Result;
    expect(await applied(0, chunk)).toEqual({ result: RETRY, refetchChunks: [0], rejectSenders: ["liar"] });
    expect(await applied(0, chunk, "")).toEqual({ result: RETRY, refetchChunks: [0], rejectSenders: [] });
    await offered({ appHash: new Uint8Array(32) });
    expect((await applied(0, await loaded(0)))?.result).toBe(REJECT_SNAPSHOT);
  });

  it("refuses an offer of another root or format", async () => {
    const { REJECT, REJECT_FORMAT } = types.ResponseOfferSnapshot_Result;
    expect(await offered({ appHash: new Uint8Array(32) })).toBe(REJECT);
    const [snapshot] = await listed();
    expect(await offered({ snapshot: { ...snapshot, format: 2 } })).toBe(REJECT_FORMAT);
  });

  it("lets no snapshot take the place of blocks that were executed here", async () => {
    mayJoin = false;
    await expect(offered()).rejects.toThrow("the ledger has executed blocks up to 4");
  });

  it("leaves every other request to the application", () => {
    expect(door.handle(types.Request.fromPartial({ info: {} }))).toBeUndefined();
  });
});
