// Audit: a sound chain passes, and every kind of damage is named.
import { beforeEach, describe, expect, it } from "vitest";
import {
  type BlockRecord,
  decodeBlockRecord,
  encodeBlockRecord,
  recordKeys,
  resultsRecordCodec,
} from "#src/consensus/records.ts";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import { audit } from "#src/node/maintenance/audit.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { blockRowWrites } from "#src/state/store/blockWrites.ts";
import { MemoryDatabase } from "#src/state/store/memoryDatabase.ts";
import { chainGenesisTimeMs, chainOn, memoryLedger } from "#tests/support/chains.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { devnet } from "#tests/support/payments.ts";

let database: MemoryDatabase;
let ledger: OpenLedger;

beforeEach(async () => {
  database = new MemoryDatabase();
  ledger = await memoryLedger(database);
  let clockMs = chainGenesisTimeMs;
  const chain = chainOn(ledger, { nowMs: () => (clockMs += 1_000) });
  for (let count = 0; count < 4; count += 1) {
    chain.pay({ from: "alice", to: "bob", amount: 1n });
    await chain.decide();
  }
});

const rowOf = (key: string) => present(ledger.store.readBlockRow(key), key);
const write = (key: string, value: Uint8Array | undefined) => database.write(blockRowWrites([{ key, value }]));

async function alter(height: number, change: (record: BlockRecord) => Partial<BlockRecord>): Promise<void> {
  const record = decodeBlockRecord(rowOf(recordKeys.block(height)));
  await write(recordKeys.block(height), encodeBlockRecord({ ...record, ...change(record) }));
}

const signedHeader = ({ signed }: BlockRecord) => present(signed, "the single engine signs every block");

const broken = async () => (await audit(ledger)).broken;

describe("an audit", () => {
  it("passes a sound chain, block by block and promise by promise", async () => {
    const report = await audit(ledger);
    expect(report).toMatchObject({ fromHeight: 1, height: 4, blocksChecked: 4, broken: [] });
    expect(report.invariantsChecked).toBeGreaterThan(3);
  });

  it("begins where it is told to", async () => {
    expect(await audit(ledger, 3)).toMatchObject({ fromHeight: 3, blocksChecked: 2, broken: [] });
  });

  it("finds a missing block, and missing or other results", async () => {
    const results = resultsRecordCodec.decode(rowOf(recordKeys.results(2)));
    const other = results.results.map((result) => ({ ...result, workUsed: result.workUsed + 1 }));
    await write(recordKeys.results(2), resultsRecordCodec.encode({ ...results, results: other }));
    await write(recordKeys.results(3), undefined);
    await write(recordKeys.block(4), undefined);
    expect(await broken()).toEqual([
      "block 2: the results are not those it recorded",
      "block 3: its results are missing",
      "block 4: it is missing",
    ]);
  });

  it("finds a header that was altered, and a commit that was", async () => {
    await alter(2, (record) => {
      const { header, commit } = signedHeader(record);
      return { signed: { header: { ...header, evidenceHash: hashOfText("nothing") }, commit } };
    });
    await alter(3, (record) => {
      const { header, commit } = signedHeader(record);
      const signatures = commit.signatures.map((signature) =>
        signature.flag === "absent" ? signature : { ...signature, signature: new Uint8Array(64) },
      );
      return { signed: { header, commit: { ...commit, signatures } } };
    });
    expect(await broken()).toEqual([
      "block 2: the commit is not for this header",
      "block 3: the commit does not hold: wrongSignature",
    ]);
  });

  it("finds transactions that were exchanged, and ids that lead nowhere", async () => {
    const [id] = decodeBlockRecord(rowOf(recordKeys.block(3))).transactionIds;
    const idHex = bytesToHex(present(id, "one transaction"));
    await write(recordKeys.transaction(idHex), undefined);
    await alter(2, () => ({ transactions: [new Uint8Array([1])] }));
    expect(await broken()).toEqual([
      "block 2: the transactions do not match the header",
      `block 3: transaction ${idHex} is not found under its id`,
    ]);
  });

  it("finds blocks that do not follow from each other", async () => {
    await alter(2, () => ({ root: hashOfText("another root"), resultsHash: hashOfText("other results") }));
    const sentences = await broken();
    expect(sentences).toContain("block 3: it carries another root than the block before left");
    expect(sentences).toContain("block 3: it carries other results than the block before had");
    await alter(4, () => ({ root: hashOfText("yet another") }));
    expect(await broken()).toContain("block 4: the state has another root than the block");
  });

  it("finds money that came from nowhere, although every hash fits", async () => {
    const { journal } = ledger.store;
    journal.beginBlock(5, chainGenesisTimeMs + 60_000);
    balances.put(journal, "USD", devnet.account("alice"), { amount: 1n });
    journal.settle();
    ledger.store.seal();
    await ledger.store.persist([]);
    const sentences = await broken();
    expect(sentences).toContain("block 5: it is missing");
    expect(sentences.some((sentence) => sentence.startsWith("accounts/"))).toBe(true);
  });
});
