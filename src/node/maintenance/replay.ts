// Replay: executes the blocks of a chain again and compares each root and result with what was recorded.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { hashOfResults } from "#src/consensus/results.ts";
import { present } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { restoreBackup } from "../backup/restoreBackup.ts";
import { saveFile } from "../durableFiles.ts";
import { formatGenesis, genesisFileName } from "../genesisFile.ts";
import { nativeSha256 } from "../nativeCrypto.ts";
import { type OpenLedger, openLedger } from "../openLedger.ts";
import { OperatorMistake } from "../operatorMistake.ts";
import { firstBlockHeight, requireBlock } from "./chain.ts";
import { rowReader } from "./rowReader.ts";
import { type StateDifference, stateDifference } from "./stateDifference.ts";

export interface ReplayReport {
  /** The height that the replay began from: genesis, or that of a backup. */
  readonly fromHeight: number;
  readonly height: number;
  readonly transactions: number;
  readonly root: string;
  /** The first height at which the replay came to another answer. */
  readonly divergedAt?: {
    readonly height: number;
    readonly what: "root" | "results";
    /** What the ledger holds on the left, what the replay came to on the right; absent where that state is not kept. */
    readonly difference?: StateDifference;
  };
}

/** Rows of a difference that are told one by one. */
const rowsShownMax = 20;

export interface ReplayPlaces {
  /** An empty directory in which the state is built up again. */
  readonly into: string;
  /** A backup to begin from instead of genesis: for a chain that was restored, and lacks its first blocks. */
  readonly backup?: string | undefined;
}

export async function replay(original: OpenLedger, { into, backup }: ReplayPlaces): Promise<ReplayReport> {
  const first = await firstBlockHeight(original.store);
  if (backup === undefined && first > 1) {
    throw new OperatorMistake(
      `this ledger has no block before ${first}: replay from the backup that it was restored from, or that of a node with all blocks`,
    );
  }
  if (backup !== undefined) await restoreBackup(backup, { data: into });
  else {
    mkdirSync(into, { recursive: true });
    saveFile(join(into, genesisFileName), formatGenesis(original.versions, original.genesis));
  }
  // What is a defect now was one then, and was rolled back alike.
  const copy = await openLedger({ data: into }, { onFault: () => undefined, nowMs: () => original.genesis.timeMs });
  try {
    if (copy.machine.network !== original.machine.network)
      throw new OperatorMistake("the backup is of another network");
    return await replayBlocks(original, copy);
  } finally {
    await copy.store.close();
  }
}

async function replayBlocks(original: OpenLedger, { store, machine }: OpenLedger): Promise<ReplayReport> {
  const last = present(original.store.head, "a chain has a newest block").height;
  const { height: fromHeight, root: firstRoot } = present(store.head, "a chain has a newest block");
  if (fromHeight > last)
    throw new OperatorMistake(`the backup is of height ${fromHeight}, and the chain ends at ${last}`);
  let report: ReplayReport = { fromHeight, height: fromHeight, transactions: 0, root: bytesToHex(firstRoot) };
  for (let height = fromHeight + 1; height <= last; height += 1) {
    const record = requireBlock(original.store, height);
    const { results } = machine.executeBlock(record);
    machine.guard.takeBlockRow();
    const { root } = store.seal();
    await store.persist();
    const transactions = report.transactions + record.transactions.length;
    report = { fromHeight, height, transactions, root: bytesToHex(root) };
    if (!bytesEqual(hashOfResults(results, nativeSha256), record.resultsHash)) {
      return { ...report, divergedAt: { height, what: "results", ...(await differenceAt(height, original, store)) } };
    }
    if (!bytesEqual(root, record.root)) {
      return { ...report, divergedAt: { height, what: "root", ...(await differenceAt(height, original, store)) } };
    }
  }
  return report;
}

async function differenceAt(height: number, original: OpenLedger, replayed: StateStore) {
  try {
    const recorded = await original.store.readerAt(height);
    const read = rowReader(original.machine.registry.modules);
    return { difference: await stateDifference(recorded, replayed.reader(), read, rowsShownMax) };
  } catch (reason) {
    // Only recent states are kept; a replay over the whole chain may differ before them.
    if (reason instanceof Refusal) return {};
    throw reason;
  }
}
