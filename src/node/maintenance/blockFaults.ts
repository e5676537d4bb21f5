// What is wrong with one stored block: its commit, its header, its results, and its link to the block before.
import { dataHash } from "#src/comet/block.ts";
import type { SignedHeader } from "#src/comet/commit.ts";
import { headerHash } from "#src/comet/header.ts";
import { msOfTimestamp } from "#src/comet/timestamp.ts";
import { validatorSetHash } from "#src/comet/validators.ts";
import { verifyCommit } from "#src/comet/verifyCommit.ts";
import {
  type BlockRecord,
  decodeBlockRecord,
  placeCodec,
  recordKeys,
  resultsRecordCodec,
} from "#src/consensus/records.ts";
import { hashOfResults } from "#src/consensus/results.ts";
import type { SingleNetwork } from "#src/consensus/single/blockInput.ts";
import { present } from "#src/core/assert.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { StateStore } from "#src/state/store/store.ts";
import { nativeSha256, nativeVerifier } from "../nativeCrypto.ts";

/** A sentence for everything that is wrong. `previous` is the block before, where the chain has it. */
export function* blockFaults(
  store: StateStore,
  height: number,
  previous: BlockRecord | undefined,
  network: SingleNetwork,
): Generator<string> {
  const row = store.readBlockRow(recordKeys.block(height));
  if (row === undefined) {
    yield "it is missing";
    return;
  }
  const record = decodeBlockRecord(row);
  if (record.height !== height) yield `it says that it is block ${record.height}`;
  if (record.signed !== undefined) yield* headerFaults(record.signed, record, network);
  yield* resultFaults(store, record);
  if (previous !== undefined) yield* linkFaults(record, previous);
  const head = present(store.head, "a chain has a newest block");
  if (head.height === height && !bytesEqual(record.root, head.root)) yield "the state has another root than the block";
}

/** A block that CometBFT ordered has its header and signatures there, where a light client checks them. */
function* headerFaults({ header, commit }: SignedHeader, record: BlockRecord, network: SingleNetwork) {
  const { height, timeMs, transactions } = record;
  const { chainId, validators } = network;
  if (header.height !== height) yield `its header says that it is block ${header.height}`;
  if (msOfTimestamp(header.time) !== timeMs) yield "its header has another time";
  if (header.chainId !== chainId) yield "it belongs to another network";
  if (!bytesEqual(headerHash(header, nativeSha256), commit.blockId.hash)) yield "the commit is not for this header";
  const expected = { chainId, height, blockId: commit.blockId, validators };
  const verdict = verifyCommit(commit, expected, verifyInBlock(nativeVerifier));
  if (!verdict.final) yield `the commit does not hold: ${verdict.fault}`;
  if (!bytesEqual(header.dataHash, dataHash(transactions, nativeSha256)))
    yield "the transactions do not match the header";
  if (!bytesEqual(header.validatorsHash, validatorSetHash(validators, nativeSha256))) yield "another validator set";
}

/** The results stand beside the block, and every transaction is found under its id. */
function* resultFaults(store: StateStore, { height, resultsHash, transactionIds, transactions }: BlockRecord) {
  const row = store.readBlockRow(recordKeys.results(height));
  if (row === undefined) {
    yield "its results are missing";
    return;
  }
  const { results } = resultsRecordCodec.decode(row);
  if (!bytesEqual(hashOfResults(results, nativeSha256), resultsHash)) yield "the results are not those it recorded";
  if (transactionIds.length !== transactions.length || results.length !== transactions.length)
    yield "it has not one id and one result for each transaction";
  for (const [index, id] of transactionIds.entries()) {
    // A transaction that came twice has its place where it came first.
    if (results[index]?.code === refusals.alreadySeen.definition.number) continue;
    const place = store.readBlockRow(recordKeys.transaction(bytesToHex(id)));
    const decoded = place === undefined ? undefined : placeCodec.decode(place);
    if (decoded?.height !== height || decoded.index !== index)
      yield `transaction ${bytesToHex(id)} is not found under its id`;
  }
}

function* linkFaults({ timeMs, signed }: BlockRecord, previous: BlockRecord) {
  if (timeMs <= previous.timeMs) yield "it is not later than the block before";
  if (signed === undefined || previous.signed === undefined) return;
  const { header } = signed;
  const { hash } = previous.signed.commit.blockId;
  if (!bytesEqual(header.lastBlockId.hash, hash)) yield "it does not follow the block before";
  if (!bytesEqual(header.appHash, previous.root)) yield "it carries another root than the block before left";
  if (!bytesEqual(header.lastResultsHash, previous.resultsHash))
    yield "it carries other results than the block before had";
}
