// A node whose CometBFT joins: it serves from genesis on, exchanges its ledger once, and may begin again until a block follows.
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import type { Request, Response } from "cosmjs-types/tendermint/abci/types";
import types from "cosmjs-types/tendermint/abci/types";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { encodeFrame, FrameReader } from "#src/consensus/abci/frames.ts";
import { present } from "#src/core/assert.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { formatGenesis } from "#src/node/genesisFile.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import { type OpenLedger, openLedger } from "#src/node/openLedger.ts";
import { programModules } from "#src/node/programModules.ts";
import { snapshotFormat } from "#src/state/store/snapshot/manifest.ts";
import { applicationOn, blockOf, decideBlock } from "#tests/support/applications.ts";
import { chainGenesisTimeMs } from "#tests/support/chains.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";
import { startTestNode, type TestNode } from "#tests/support/nodes.ts";
import { paymentOf } from "#tests/support/payments.ts";
import { type TakenSnapshot, takeSnapshot } from "#tests/support/snapshots.ts";

let folder: ReturnType<typeof temporaryFolder>;
let source: OpenLedger;
let node: TestNode;
let engine: ReturnType<typeof engineAt>;

beforeEach(async () => {
  folder = temporaryFolder();
  const genesis = join(folder.path, "genesis.json");
  const versions = programModules();
  writeFileSync(genesis, formatGenesis(versions, devnetGenesis(versions.newest(), chainGenesisTimeMs)));
  const onFault = (fault: unknown) => {
    throw fault;
  };
  source = await openLedger({ data: join(folder.path, "source"), genesis }, { onFault, nowMs: () => 0 });
  await startJoiner();
});
afterEach(async () => {
  engine.end();
  await node.stop();
  await source.store.close();
  folder.remove();
});

async function startJoiner(): Promise<void> {
  const socket = join(folder.path, "abci.sock");
  const flags = {
    engine: "cometbft",
    abci: `unix://${socket}`,
    // Nobody is there: the node is never level with its network, and says so.
    "comet-rpc": "http://127.0.0.1:1",
    genesis: join(folder.path, "genesis.json"),
    "snapshot-interval-blocks": "2",
  };
  node = await startTestNode(join(folder.path, "data"), { flags });
  engine = engineAt(socket);
}

/** The other side of the socket: requests one after the other, as an engine sends them. */
function engineAt(path: string) {
  const socket = connect(path);
  const reader = new FrameReader();
  const waiting: { resolve(response: Response): void; reject(reason: Error): void }[] = [];
  socket.on("data", (piece) => {
    for (const message of reader.take(piece as Buffer)) waiting.shift()?.resolve(types.Response.decode(message));
  });
  socket.on("close", () => {
    for (const { reject } of waiting.splice(0)) reject(new Error("the node hangs up"));
  });
  return {
    ask: (request: object) =>
      new Promise<Response>((resolve, reject) => {
        waiting.push({ resolve, reject });
        const message = types.Request.encode(types.Request.fromPartial(request as Request)).finish();
        socket.write(encodeFrame(message));
      }),
    end: () => socket.destroy(),
  };
}

const pay = (amount: bigint) =>
  paymentOf(source.machine.network, { from: "alice", to: "bob", amount }, chainGenesisTimeMs + 300_000);

/** The network decides one more block. */
async function decideAtSource(bundles: Uint8Array[] = []): Promise<number> {
  const height = present(source.store.head, "a ledger has a head").height + 1;
  await decideBlock(applicationOn(source), source, height, bundles);
  return height;
}

async function offer({ height, root, manifest, chunks }: TakenSnapshot) {
  const hash = nativeSha256(manifest);
  const snapshot = { height: BigInt(height), format: snapshotFormat, chunks: chunks.length, hash, metadata: manifest };
  return (await engine.ask({ offerSnapshot: { snapshot, appHash: root } })).offerSnapshot?.result;
}

async function joinBy(snapshot: TakenSnapshot): Promise<void> {
  expect(await offer(snapshot)).toBe(types.ResponseOfferSnapshot_Result.ACCEPT);
  for (const [index, chunk] of snapshot.chunks.entries()) {
    const { applySnapshotChunk } = await engine.ask({ applySnapshotChunk: { index, chunk, sender: "peer" } });
    expect(applySnapshotChunk?.result).toBe(types.ResponseApplySnapshotChunk_Result.ACCEPT);
  }
}

const info = async () => (await engine.ask({ info: {} })).info;

async function follow(height: number, bundles: Uint8Array[] = []) {
  const { finalizeBlock } = await engine.ask({ finalizeBlock: blockOf(height, bundles, source) });
  await engine.ask({ commit: {} });
  return finalizeBlock;
}

describe("a node that joins by a snapshot", () => {
  it("has the state of genesis and is not ready, and then has the snapshot's, in every part of it", async () => {
    expect(node.service.isReady()).toBe(false);
    expect(node.service.head().height).toBe(0);
    await decideAtSource([encodeBundle([pay(5n)])]);
    const snapshot = await takeSnapshot(source, folder.path);
    await joinBy(snapshot);
    expect(await info()).toMatchObject({ lastBlockHeight: 1n, lastBlockAppHash: snapshot.root });
    expect(node.service.head()).toMatchObject({ height: 1, root: snapshot.root });
    expect([node.store.head?.height, node.machine.guard.count]).toEqual([1, 1]);
    expect((await node.service.reader()).height).toBe(1);
    expect(await node.service.block(1)).toBeUndefined();
    expect(node.faults).toEqual([]);
  });

  it("follows with the roots of the network, refuses what it decided before, and makes snapshots itself", async () => {
    const early = encodeBundle([pay(5n)]);
    await decideAtSource([early]);
    await joinBy(await takeSnapshot(source, folder.path));
    const next = encodeBundle([pay(6n)]);
    const answer = await follow(2, [early, next]);
    await decideAtSource([early, next]);
    expect(answer?.appHash).toEqual(source.store.head?.root);
    for (const height of [3, 4, 5]) await follow(height);
    const listed = async () => (await engine.ask({ listSnapshots: {} })).listSnapshots?.snapshots ?? [];
    while ((await listed()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect((await listed()).map(({ height }) => height)).toEqual([2n]);
  });

  it("takes another snapshot while no block has followed the first: its engine may have been killed in between", async () => {
    await decideAtSource([encodeBundle([pay(5n)])]);
    await joinBy(await takeSnapshot(source, folder.path));
    engine.end();
    await node.stop();
    await startJoiner();
    expect(await info()).toMatchObject({ lastBlockHeight: 1n });
    await decideAtSource();
    const later = await takeSnapshot(source, folder.path);
    await joinBy(later);
    expect(await info()).toMatchObject({ lastBlockHeight: 2n, lastBlockAppHash: later.root });
    expect(node.faults).toEqual([]);
  });

  it("stops rather than lose blocks that it has executed, and says why", async () => {
    await decideAtSource();
    await joinBy(await takeSnapshot(source, folder.path));
    await follow(2);
    await decideAtSource();
    await expect(offer(await takeSnapshot(source, folder.path))).rejects.toThrow("hangs up");
    expect(node.faults.map(String)).toEqual([expect.stringContaining("the ledger has executed blocks up to 2")]);
  });

  it("goes back to genesis when it stops while chunks come", async () => {
    await decideAtSource();
    await offer(await takeSnapshot(source, folder.path));
    engine.end();
    await node.stop();
    await startJoiner();
    expect(await info()).toMatchObject({ lastBlockHeight: 0n });
    await joinBy(await takeSnapshot(source, folder.path));
    expect(await info()).toMatchObject({ lastBlockHeight: 1n });
  });
});
