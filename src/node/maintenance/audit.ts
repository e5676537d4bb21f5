// Audit: checks a stopped node's whole chain and every promise of every module, trusting nothing that was recorded.
import { dataHash } from "#src/consensus/comet/block.ts";
import { headerHash } from "#src/consensus/comet/header.ts";
import { validatorSetHash } from "#src/consensus/comet/validators.ts";
import { verifyCommit } from "#src/consensus/comet/verifyCommit.ts";
import type { BlockRecord } from "#src/consensus/records.ts";
import type { SingleValidator } from "#src/consensus/single/blockInput.ts";
import { present } from "#src/core/assert.ts";
import { verifyInBlock } from "#src/crypto/ed25519.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { nativeSha256, nativeVerifier } from "../nativeCrypto.ts";
import type { OpenLedger } from "../node.ts";
import { readBlock } from "./replay.ts";

export interface AuditReport {
  readonly height: number;
  readonly blocksChecked: number;
  readonly invariantsChecked: number;
  /** A sentence for everything that is wrong; empty when all is well. */
  readonly broken: readonly string[];
}

/** Opening the ledger has already hashed every row and compared the root. `fromHeight`: where the chain's blocks begin. */
export async function audit(ledger: OpenLedger, validator: SingleValidator, fromHeight = 1): Promise<AuditReport> {
  const { store, machine } = ledger;
  const head = present(store.head, "a chain has a newest block");
  const broken: string[] = [];
  let previous: BlockRecord | undefined;
  for (let height = fromHeight; height <= head.height; height += 1) {
    const record = readBlock(store, height);
    for (const fault of blockFaults(record, previous, validator)) broken.push(`block ${height}: ${fault}`);
    previous = record;
  }
  let invariantsChecked = 0;
  const state = store.reader();
  for (const { name, invariants = {} } of machine.registry.modules) {
    for (const [claim, check] of Object.entries(invariants)) {
      invariantsChecked += 1;
      broken.push(...(await brokenPlaces(check({ state }))).map((place) => `${name}/${claim}: ${place}`));
    }
  }
  return { height: head.height, blocksChecked: Math.max(0, head.height - fromHeight + 1), invariantsChecked, broken };
}

/** An invariant that cannot be evaluated counts as broken. */
async function brokenPlaces(check: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await check;
  } catch (fault) {
    return [`cannot be evaluated: ${String(fault)}`];
  }
}

function* blockFaults(
  record: BlockRecord,
  previous: BlockRecord | undefined,
  validator: SingleValidator,
): Generator<string> {
  const { header, commit, transactions } = record;
  const { chainId, validators } = validator;
  if (!bytesEqual(headerHash(header, nativeSha256), commit.blockId.hash)) yield "the commit is not for this header";
  const expected = { chainId, height: header.height, blockId: commit.blockId, validators };
  const verdict = verifyCommit(commit, expected, verifyInBlock(nativeVerifier));
  if (!verdict.final) yield `the commit does not hold: ${verdict.fault}`;
  if (!bytesEqual(header.dataHash, dataHash(transactions, nativeSha256)))
    yield "the transactions do not match the header";
  if (!bytesEqual(header.validatorsHash, validatorSetHash(validators, nativeSha256))) yield "another validator set";
  if (previous === undefined) return;
  if (!bytesEqual(header.lastBlockId.hash, previous.commit.blockId.hash)) yield "it does not follow the block before";
  if (!bytesEqual(header.appHash, previous.root)) yield "it carries another root than the block before left";
  if (!bytesEqual(header.lastResultsHash, previous.resultsHash))
    yield "it carries other results than the block before had";
}
