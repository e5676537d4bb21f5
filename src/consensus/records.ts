// What is stored beside each block, whichever engine ordered it: the block with its commit, its results, and an index.
import { z } from "zod";
import type { CommitSignature, SignedHeader } from "#src/comet/commit.ts";
import { present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { amountSchema, bytesSchema, countSchema, hashSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { BlockInput, BlockResult, RefusalShown } from "#src/machine/block.ts";
import type { EventFactory } from "#src/machine/event.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { Registry } from "#src/machine/registry.ts";
import type { BlockRow } from "#src/state/store/blockWrites.ts";
import type { StateEvent } from "#src/state/view.ts";

const heightDigits = 16;
const atHeight = (kind: string, height: number) => `${kind}/${height.toString().padStart(heightDigits, "0")}`;

/** The keys of block rows. */
export const recordKeys = {
  block: (height: number) => atHeight("block", height),
  blockPrefix: "block/",
  results: (height: number) => atHeight("results", height),
  remembered: (height: number) => atHeight("remembered", height),
  rememberedPrefix: "remembered/",
  transaction: (idHex: string) => `transaction/${idHex}`,
  genesis: "genesis",
} as const;

/** The height in the key of a row that is kept for each block. */
export function heightOfKey(key: string): number {
  return Number(key.slice(-heightDigits));
}

/** Evidence of one block: CometBFT bounds it in bytes, far below this number. */
const misbehaviourMax = 1_024;
const shortHashSchema = bytesSchema(0, 32);
const addressSchema = bytesSchema(20, 20);
const timestampSchema = z.strictObject({ seconds: z.int(), nanos: countSchema });
const blockIdSchema = z.strictObject({
  hash: shortHashSchema,
  partSetHeader: z.strictObject({ total: countSchema, hash: shortHashSchema }),
});
const headerSchema = z.strictObject({
  version: z.strictObject({ block: countSchema, app: countSchema }),
  chainId: z.string().max(64),
  height: heightSchema,
  time: timestampSchema,
  lastBlockId: blockIdSchema,
  lastCommitHash: hashSchema,
  dataHash: hashSchema,
  validatorsHash: hashSchema,
  nextValidatorsHash: hashSchema,
  consensusHash: hashSchema,
  appHash: hashSchema,
  lastResultsHash: hashSchema,
  evidenceHash: hashSchema,
  proposerAddress: addressSchema,
});
const voteShape = { validatorAddress: addressSchema, time: timestampSchema, signature: bytesSchema(64, 64) };
const commitSchema = z.strictObject({
  height: heightSchema,
  round: countSchema,
  blockId: blockIdSchema,
  signatures: z
    .array(
      z.discriminatedUnion("flag", [
        z.strictObject({ flag: z.literal("absent") }),
        z.strictObject({ flag: z.literal("commit"), ...voteShape }),
        z.strictObject({ flag: z.literal("nil"), ...voteShape }),
      ]),
    )
    .max(limits.validatorsMax),
});

/**
 * A decided block: what its engine told the machine, the root after it, and its transactions as they travelled. The
 * single engine adds the header and the signatures over it; CometBFT keeps those itself.
 */
export const blockRecordSchema = z.strictObject({
  height: heightSchema,
  timeMs: timeMsSchema,
  proposerAddress: bytesSchema(0, 20),
  misbehaviour: z
    .array(
      z.strictObject({
        kind: z.enum(["duplicate-vote", "light-client-attack"]),
        validatorAddress: addressSchema,
        power: amountSchema,
        height: countSchema,
        timeMs: timeMsSchema,
      }),
    )
    .max(misbehaviourMax),
  lastCommit: z
    .array(z.strictObject({ validatorAddress: addressSchema, power: amountSchema, signed: z.boolean() }))
    .max(limits.validatorsMax),
  signed: z.strictObject({ header: headerSchema, commit: commitSchema }).optional(),
  root: hashSchema,
  resultsHash: hashSchema,
  transactionIds: z.array(hashSchema).max(limits.blockTransactionsMax),
  transactions: z.array(bytesSchema(1, limits.transactionBytesMax)).max(limits.blockTransactionsMax),
});
export interface BlockRecord extends BlockInput {
  readonly signed?: SignedHeader;
  readonly root: Uint8Array;
  readonly resultsHash: Uint8Array;
  readonly transactionIds: readonly Uint8Array[];
}

/** A block with its results, as it was decided. */
export interface DecidedBlockRecord {
  readonly record: BlockRecord;
  readonly results: ResultsRecord;
}

// Event lists are bounded by the work of a block: this only stops a damaged row from claiming memory.
const eventsMax = 1_000_000;
const eventSchema = z.strictObject({ type: z.string().max(80), content: bytesSchema(0, limits.transactionBytesMax) });
const refusalSchema = z.strictObject({ code: z.string().max(80), detailsJson: z.string() });
const resultSchema = z.strictObject({
  code: countSchema,
  data: bytesSchema(0, limits.transactionBytesMax),
  workUsed: countSchema,
  refusal: refusalSchema.optional(),
  itemRefusals: z
    .array(z.strictObject({ index: countSchema, refusal: refusalSchema }))
    .max(limits.batchItemsMax)
    .optional(),
  events: z.array(eventSchema).max(eventsMax),
});
const resultsRecordSchema = z.strictObject({
  results: z.array(resultSchema).max(limits.blockTransactionsMax),
  blockEvents: z.array(eventSchema).max(eventsMax),
});
export type ResultsRecord = z.output<typeof resultsRecordSchema>;
export type ResultRecord = z.output<typeof resultSchema>;
export type EventRecord = z.output<typeof eventSchema>;

const placeSchema = z.strictObject({ height: heightSchema, index: countSchema });

export const blockRecordCodec = codecOf(blockRecordSchema);
export const resultsRecordCodec = codecOf(resultsRecordSchema);
/** Where a transaction was decided. */
export const placeCodec = codecOf(placeSchema);

export function decodeBlockRecord(bytes: Uint8Array): BlockRecord {
  const { signed, ...record } = blockRecordCodec.decode(bytes);
  if (signed === undefined) return record;
  const { header, commit } = signed;
  const signatures = commit.signatures as readonly CommitSignature[];
  return { ...record, signed: { header, commit: { ...commit, signatures } } };
}

export function encodeBlockRecord(record: BlockRecord): Uint8Array {
  return blockRecordCodec.encode(record as z.output<typeof blockRecordSchema>);
}

/** The rows that one block adds beside state; `remembered` is what the replay guard keeps of it. */
export function blockRowsOf(
  record: BlockRecord,
  results: ResultsRecord,
  remembered: Uint8Array | undefined,
): BlockRow[] {
  const { height } = record;
  const rows = [
    { key: recordKeys.block(height), value: encodeBlockRecord(record) },
    { key: recordKeys.results(height), value: resultsRecordCodec.encode(results) },
  ];
  if (remembered !== undefined) rows.push({ key: recordKeys.remembered(height), value: remembered });
  results.results.forEach(({ code }, index) => {
    // A transaction that came twice keeps the place of its first result.
    if (code === refusals.alreadySeen.definition.number) return;
    const id = present(record.transactionIds[index], "every transaction has an id");
    rows.push({ key: recordKeys.transaction(bytesToHex(id)), value: placeCodec.encode({ height, index }) });
  });
  return rows;
}

/** The results of a block as they are stored. */
export function resultsRecordOf(
  registry: Registry,
  { results, blockEvents }: Pick<BlockResult, "results" | "blockEvents">,
): ResultsRecord {
  const eventOf = (event: StateEvent) => eventRecordOf(registry, event);
  return {
    results: results.map(({ code, data, workUsed, refusal, itemRefusals, events }) => ({
      code,
      data,
      workUsed,
      ...(refusal === undefined ? {} : { refusal: refusalRecordOf(refusal) }),
      ...(itemRefusals === undefined
        ? {}
        : { itemRefusals: [...itemRefusals].map(([index, item]) => ({ index, refusal: refusalRecordOf(item) })) }),
      events: events.map(eventOf),
    })),
    blockEvents: blockEvents.map(eventOf),
  };
}

/** The declared event of a type. */
export function requireEvent(registry: Registry, type: string): EventFactory {
  return present(registry.events.get(type), `the event ${type} is declared by a module`);
}

/** A refusal read back: integers that do not fit a number are texts. */
export function refusalShownOf({ code, detailsJson }: z.output<typeof refusalSchema>): RefusalShown {
  return { code, details: JSON.parse(detailsJson) as RefusalShown["details"] };
}

function eventRecordOf(registry: Registry, { type, content }: StateEvent): EventRecord {
  return { type, content: codecOf(requireEvent(registry, type).schema).encode(content) };
}

function refusalRecordOf({ code, details }: RefusalShown): z.output<typeof refusalSchema> {
  const json = JSON.stringify(details, (_name, value) => (typeof value === "bigint" ? value.toString() : value));
  return { code, detailsJson: json };
}
