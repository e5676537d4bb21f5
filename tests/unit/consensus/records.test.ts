// The rows stored beside each block, and their keys.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signCommit } from "#src/comet/commit.ts";
import { validatorSet } from "#src/comet/validators.ts";
import {
  type BlockRecord,
  decodeBlockRecord,
  encodeBlockRecord,
  heightOfKey,
  placeCodec,
  recordKeys,
  refusalShownOf,
  requireEvent,
  resultsRecordCodec,
  resultsRecordOf,
} from "#src/consensus/records.ts";
import { Fault } from "#src/core/assert.ts";
import { programModules } from "#src/node/programModules.ts";
import { buildBlockId, buildHeader, buildSigners, hashOfText } from "#tests/support/cometBlocks.ts";
import { devnet } from "#tests/support/payments.ts";

const registry = programModules().newest();
const signers = buildSigners(3);
const validators = validatorSet(signers.map(({ publicKey }) => ({ publicKey, power: 1n })));
const header = buildHeader({ height: 7 });
const { height, time } = header;
// One of the three is absent.
const commit = signCommit({
  chainId: "kedge-test",
  height,
  round: 0,
  blockId: buildBlockId(),
  time,
  validators,
  signers: signers.slice(1),
});
const validatorAddress = new Uint8Array(20).fill(7);
const record: BlockRecord = {
  height,
  timeMs: 1_700_000_000_000,
  proposerAddress: header.proposerAddress,
  misbehaviour: [{ kind: "duplicate-vote", validatorAddress, power: 3n, height: 5, timeMs: 1_699_999_999_000 }],
  lastCommit: [{ validatorAddress, power: 3n, signed: false }],
  signed: { header, commit },
  root: hashOfText("root"),
  resultsHash: hashOfText("results"),
  transactionIds: [hashOfText("one"), hashOfText("two")],
  transactions: [new Uint8Array([1]), new Uint8Array(500).fill(2)],
};

describe("keys of block rows", () => {
  it("sort as their heights do, and name their height", () => {
    const heights = fc.nat({ max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(heights, heights, (one, other) => {
        expect(recordKeys.block(one) < recordKeys.block(other)).toBe(one < other);
        for (const keyOf of [recordKeys.block, recordKeys.results, recordKeys.remembered]) {
          expect(heightOfKey(keyOf(one))).toBe(one);
        }
      }),
    );
  });

  it("begin with the prefixes under which they are scanned", () => {
    expect(recordKeys.block(1).startsWith(recordKeys.blockPrefix)).toBe(true);
    expect(recordKeys.remembered(1).startsWith(recordKeys.rememberedPrefix)).toBe(true);
  });
});

describe("the record of a block", () => {
  it("is read back as it was, also a first block without a block before", () => {
    expect(decodeBlockRecord(encodeBlockRecord(record))).toEqual(record);
    const firstHeader = buildHeader({
      height: 1,
      lastBlockId: { hash: new Uint8Array(0), partSetHeader: { total: 0, hash: new Uint8Array(0) } },
    });
    const first = { ...record, signed: { header: firstHeader, commit } };
    expect(decodeBlockRecord(encodeBlockRecord(first))).toEqual(first);
  });

  it("is not read when any byte is missing", () => {
    const bytes = encodeBlockRecord(record);
    for (let length = 0; length < bytes.length; length += 13) {
      expect(() => decodeBlockRecord(bytes.subarray(0, length))).toThrow();
    }
  });
});

describe("the record of results", () => {
  const from = devnet.account("alice");
  const to = devnet.account("bob");
  const event = { type: "settlement/paymentSettled", content: { from, to, currency: "USD", amount: 2n ** 90n } };
  const records = resultsRecordOf(registry, {
    results: [
      { code: 0, data: new Uint8Array([0x80]), workUsed: 20, events: [event] },
      {
        code: 110,
        data: new Uint8Array(),
        workUsed: 3,
        events: [],
        refusal: { code: "accounts/fundsMissing", details: { available: 2n ** 80n, currency: "USD" } },
        itemRefusals: new Map([[4, { code: "accounts/closed", details: {} }]]),
      },
    ],
    blockEvents: [event],
  });

  it("keeps codes, data, refusals and events, and is read back as it was", () => {
    const read = resultsRecordCodec.decode(resultsRecordCodec.encode(records));
    expect(read).toEqual(records);
    const [good, refused] = read.results;
    expect(good).toMatchObject({ code: 0, workUsed: 20, events: [{ type: event.type }] });
    expect(good).not.toHaveProperty("refusal");
    expect(refused?.itemRefusals).toEqual([{ index: 4, refusal: { code: "accounts/closed", detailsJson: "{}" } }]);
    expect(read.blockEvents).toHaveLength(1);
  });

  it("shows the details of a refusal with large integers as text", () => {
    const refusal = records.results[1]?.refusal;
    if (refusal === undefined) throw new Error("the refusal is recorded");
    expect(refusalShownOf(refusal)).toEqual({
      code: "accounts/fundsMissing",
      details: { available: "1208925819614629174706176", currency: "USD" },
    });
  });

  it("holds only events that a module declares", () => {
    expect(() => requireEvent(registry, "settlement/nothingHappened")).toThrow(Fault);
    const undeclared = { type: "settlement/nothingHappened", content: {} };
    expect(() => resultsRecordOf(registry, { results: [], blockEvents: [undeclared] })).toThrow(Fault);
  });
});

it("says where a transaction was decided", () => {
  expect(placeCodec.decode(placeCodec.encode({ height: 12, index: 3 }))).toEqual({ height: 12, index: 3 });
});
