// Streams of items, cut into signed batches: a few under way at once, their results in the order of the items.
import type { Account } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import type { TransactionHead } from "#src/transaction/body.ts";
import type { MessageType } from "./definitions.ts";
import { RefusedError } from "./errors.ts";
import type { Message } from "./messages.ts";
import { type Draft, draftBatch, type ParsedOutcome, type Signed } from "./transactions.ts";

export interface BatchOptions {
  /** Items under one signature; a batch also ends where its bytes would be too many. */
  readonly itemsPerBatch?: number;
  /** Batches sent and not yet decided. */
  readonly batchesInFlight?: number;
  readonly validForMs?: number;
  readonly signal?: AbortSignal;
}

/** What became of one item. */
export interface ItemResult {
  /** Its place in the stream, from 0. */
  readonly index: number;
  /** 0 where it had its effect, otherwise the number of its refusal. */
  readonly code: number;
  readonly refusal?: { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
  readonly batchId: string;
  readonly height: number;
}

export interface BatchParts {
  readonly actor: Account;
  newHead(): TransactionHead;
  /** Refuses a message that the ledger does not have in this form. */
  requireKnown(message: Message): Promise<void>;
  sign(draft: Draft): Promise<Signed>;
  /** Sends and waits. */
  settle(signed: Signed, signal: AbortSignal): Promise<ParsedOutcome>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

/** Room for the head, the actor, the type and the signatures. */
const envelopeBytesMax = 16 * 1024;
const batchesInFlightDefault = 4;
const batchesInFlightMax = 64;
/** Each wait is at most ten seconds: a quota that does not refill in two minutes is somebody else's use of it. */
const quotaWaitsMax = 12;

/** Ends with an error as soon as a batch is refused as a whole; what was yielded before is decided. */
export async function* sendBatches<Type extends MessageType>(
  parts: BatchParts,
  items: AsyncIterable<Message<Type>> | Iterable<Message<Type>>,
  options: BatchOptions = {},
): AsyncGenerator<ItemResult> {
  const { itemsPerBatch = limits.batchItemsMax, batchesInFlight = batchesInFlightDefault, signal } = options;
  requireWithin("itemsPerBatch", itemsPerBatch, limits.batchItemsMax);
  requireWithin("batchesInFlight", batchesInFlight, batchesInFlightMax);
  const stop = new AbortController();
  const ends = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const underWay: Promise<ParsedOutcome>[] = [];
  let index = 0;
  try {
    for await (const chunk of chunksOf(parts, items, itemsPerBatch)) {
      const settled = settleChunk(parts, chunk, ends);
      // Its refusal is heard when its turn comes; until then it must not count as unheard.
      settled.catch(() => undefined);
      underWay.push(settled);
      if (underWay.length < batchesInFlight) continue;
      {
        const results = resultsOf(await underWay.shift(), index);
        index += results.length;
        yield* results;
      }
    }
    while (underWay.length > 0) {
      {
        const results = resultsOf(await underWay.shift(), index);
        index += results.length;
        yield* results;
      }
    }
  } finally {
    // Whoever stops listening stops waiting; what was sent may still be decided.
    stop.abort();
  }
}

/** Waits for the actor's quota where it is used up: a long stream is paced by it. */
async function settleChunk(parts: BatchParts, { type, contents }: Chunk, signal: AbortSignal): Promise<ParsedOutcome> {
  const signedAnew = () => parts.sign(draftBatch(parts.newHead(), parts.actor, type, contents));
  let signed = await signedAnew();
  for (let waits = 1; ; waits += 1) {
    try {
      return await parts.settle(signed, signal);
    } catch (reason) {
      if (!(reason instanceof RefusedError) || waits > quotaWaitsMax) throw reason;
      const { passesInMs } = reason.details;
      if (typeof passesInMs !== "number") throw reason;
      await parts.pause(passesInMs, signal);
      // What a block refused is dead, so others may take its place; what was only turned away may still be elsewhere.
      if (reason.decided !== undefined) signed = await signedAnew();
    }
  }
}

interface Chunk {
  readonly type: string;
  readonly contents: readonly Uint8Array[];
}

async function* chunksOf<Type extends MessageType>(
  { requireKnown }: BatchParts,
  items: AsyncIterable<Message<Type>> | Iterable<Message<Type>>,
  itemsPerBatch: number,
): AsyncGenerator<Chunk> {
  const bytesMax = limits.transactionBytesMax - envelopeBytesMax;
  let type: string | undefined;
  let contents: Uint8Array[] = [];
  let length = 0;
  for await (const message of items) {
    const { contentBytes } = message;
    const isOfType = message.type === type;
    const fits = isOfType && contents.length < itemsPerBatch && length + contentBytes.length <= bytesMax;
    if (type !== undefined && !fits) {
      yield { type, contents };
      contents = [];
      length = 0;
    }
    if (!isOfType) await requireKnown(message);
    type = message.type;
    contents.push(contentBytes);
    length += contentBytes.length;
  }
  if (type !== undefined) yield { type, contents };
}

function resultsOf(outcome: ParsedOutcome | undefined, index: number): readonly ItemResult[] {
  if (outcome === undefined) return [];
  const { id: batchId, height, itemCodes, itemRefusals } = outcome;
  const refusals = new Map(itemRefusals.map(({ index: at, refusal }) => [at, refusal]));
  return itemCodes.map((code, at) => {
    const refusal = refusals.get(at);
    return { index: index + at, code, batchId, height, ...(refusal && { refusal }) };
  });
}

function requireWithin(option: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`${option} is from 1 to ${most}`);
}
