// Replay: executes every block of a chain again from genesis and compares each root and result with what was recorded.
import { join } from "node:path";
import { msOfTimestamp } from "#src/consensus/comet/timestamp.ts";
import { type BlockRecord, decodeBlockRecord, recordKeys } from "#src/consensus/records.ts";
import { blockInputOf, type SingleValidator } from "#src/consensus/single/blockInput.ts";
import { hashOfResults } from "#src/consensus/single/nextBlock.ts";
import { present } from "#src/core/assert.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { Machine } from "#src/machine/machine.ts";
import { openStore } from "#src/state/store/openStore.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { nativeSha256, nativeSha256Into, nativeVerifier } from "../nativeCrypto.ts";
import type { OpenLedger } from "../node.ts";

export interface ReplayReport {
  readonly blocks: number;
  readonly transactions: number;
  readonly root: string;
  /** The first height at which the replay came to another answer. */
  readonly divergedAt?: { readonly height: number; readonly what: "root" | "results" };
}

/** Replays into an empty directory. The chain must hold all its blocks: one restored from a backup cannot be replayed. */
export async function replay(
  ledger: OpenLedger,
  validator: SingleValidator,
  intoDirectory: string,
): Promise<ReplayReport> {
  const { genesis, versions, machine: original, store: source } = ledger;
  const store = await openStore(join(intoDirectory, "ledger"), nativeSha256Into);
  const machine = new Machine({
    versions,
    journal: store.journal,
    network: original.network,
    sha256: nativeSha256,
    verifyInBlock: verifyInBlock(nativeVerifier),
    onFault: () => undefined,
  });
  try {
    machine.initialise(genesis);
    store.seal();
    await store.persist();
    return await replayBlocks(source, store, machine, validator);
  } finally {
    await store.close();
  }
}

async function replayBlocks(
  source: StateStore,
  store: StateStore,
  machine: Machine,
  validator: SingleValidator,
): Promise<ReplayReport> {
  const head = present(source.head, "a chain has a newest block");
  let transactions = 0;
  for (let height = 1; height <= head.height; height += 1) {
    const record = readBlock(source, height);
    const input = blockInputOf(height, msOfTimestamp(record.header.time), record.transactions, validator);
    const { results } = machine.executeBlock(input);
    machine.guard.takeBlockRow();
    const { root } = store.seal();
    await store.persist();
    transactions += record.transactions.length;
    const report = { blocks: height, transactions, root: bytesToHex(root) };
    if (!bytesEqual(hashOfResults(results, nativeSha256), record.resultsHash)) {
      return { ...report, divergedAt: { height, what: "results" } };
    }
    if (!bytesEqual(root, record.root)) return { ...report, divergedAt: { height, what: "root" } };
  }
  return { blocks: head.height, transactions, root: bytesToHex(present(store.head, "sealed").root) };
}

export function readBlock(store: StateStore, height: number): BlockRecord {
  return decodeBlockRecord(present(store.readBlockRow(recordKeys.block(height)), `block ${height} is stored`));
}
