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

/**
 * Ends with an error when a batch gets no decision, or when the items end with one; what was yielded before is decided.
 * What was sent after an undecided batch may be decided as well: there is no taking back.
 */
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
  const chunks = chunksOf(parts, items, itemsPerBatch);
  const underWay: Promise<readonly Decided[]>[] = [];
  let broken: { readonly reason: unknown } | undefined;
  let isAtEnd = false;
  let index = 0;
  try {
    while (!isAtEnd || underWay.length > 0) {
      while (!isAtEnd && underWay.length < batchesInFlight) {
        const next = await chunks.next().catch((reason: unknown) => {
          // An item that cannot be sent must not hide what became of those before it.
          broken = { reason };
        });
        isAtEnd = next === undefined || next.done === true;
        if (next === undefined || next.done === true) break;
        const settled = settleChunk(parts, next.value, ends);
        // Its failure is heard when its turn comes; until then it must not count as unheard.
        settled.catch(() => undefined);
        underWay.push(settled);
      }
      for (const decided of (await underWay.shift()) ?? []) {
        yield { index, ...decided };
        index += 1;
      }
    }
    if (broken !== undefined) throw broken.reason;
  } finally {
    // Whoever stops listening stops waiting; what was sent may still be decided.
    stop.abort();
    await chunks.return(undefined);
  }
}

type Decided = Omit<ItemResult, "index">;

/** Waits for the actor's quota where it is used up: a long stream is paced by it. */
async function settleChunk(parts: BatchParts, chunk: Chunk, signal: AbortSignal): Promise<readonly Decided[]> {
  const { type, contents } = chunk;
  const signedAnew = () => parts.sign(draftBatch(parts.newHead(), parts.actor, type, contents));
  let signed = await signedAnew();
  for (let waits = 1; ; waits += 1) {
    try {
      return decidedItems(await parts.settle(signed, signal));
    } catch (reason) {
      if (!(reason instanceof RefusedError)) throw reason;
      const { passesInMs } = reason.details;
      const mayPass = typeof passesInMs === "number" && waits <= quotaWaitsMax;
      if (!mayPass) return refusedItems(chunk, reason);
      await parts.pause(passesInMs, signal);
      // What a block refused is dead, so others may take its place; what was only turned away may still be elsewhere.
      if (reason.decided !== undefined) signed = await signedAnew();
    }
  }
}

/** A block that refused a batch as a whole has refused each of its items, finally. */
function refusedItems({ contents }: Chunk, reason: RefusedError): readonly Decided[] {
  const { number: code, code: refusalCode, details, decided } = reason;
  if (decided === undefined) throw reason;
  const refusal = { code: refusalCode, details };
  return contents.map(() => ({ code, refusal, batchId: decided.id, height: decided.height }));
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

function decidedItems({ id: batchId, height, itemCodes, itemRefusals }: ParsedOutcome): readonly Decided[] {
  const refusals = new Map(itemRefusals.map(({ index, refusal }) => [index, refusal]));
  return itemCodes.map((code, at) => {
    const refusal = refusals.get(at);
    return { code, batchId, height, ...(refusal && { refusal }) };
  });
}

function requireWithin(option: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`${option} is from 1 to ${most}`);
}
