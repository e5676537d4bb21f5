// What is stored beside each block, whichever engine ordered it: the block with its commit, its results, and an index.
import { z } from "zod";
import type { Commit, CommitSignature } from "#src/comet/commit.ts";
import type { Header } from "#src/comet/header.ts";
import { present } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { bytesSchema, countSchema, hashSchema, heightSchema } from "#src/core/schemas.ts";
import type { BlockResult, RefusalShown } from "#src/machine/block.ts";
import type { EventFactory } from "#src/machine/event.ts";
import type { Registry } from "#src/machine/registry.ts";
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

/** A decided block: its header, the signatures over it, the root after it, and its transactions as they travelled. */
export const blockRecordSchema = z.strictObject({
  header: headerSchema,
  commit: commitSchema,
  root: hashSchema,
  resultsHash: hashSchema,
  transactionIds: z.array(hashSchema).max(limits.blockTransactionsMax),
  transactions: z.array(bytesSchema(1, limits.transactionBytesMax)).max(limits.blockTransactionsMax),
});
export interface BlockRecord {
  readonly header: Header;
  readonly commit: Commit;
  readonly root: Uint8Array;
  readonly resultsHash: Uint8Array;
  readonly transactionIds: readonly Uint8Array[];
  readonly transactions: readonly Uint8Array[];
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
  const { commit, ...record } = blockRecordCodec.decode(bytes);
  return { ...record, commit: { ...commit, signatures: commit.signatures as readonly CommitSignature[] } };
}

export function encodeBlockRecord(record: BlockRecord): Uint8Array {
  return blockRecordCodec.encode(record as z.output<typeof blockRecordSchema>);
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
