// Sends a batch file chunk by chunk: each is written into the journal before it is sent, and its results before it is done.
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { refillsWithTime, type SealedEnvelope } from "#src/cli/ledger/link.ts";
import { type BatchFormat, isBad, readItems } from "./items.ts";
import type { Attempt, BatchJournal } from "./journal.ts";
import type { BatchMessage } from "./message.ts";
import type { ItemResult, ResultFile } from "./results.ts";

/** What makes the bytes of a chunk, beside its items. */
export type ChunkHead = Pick<Attempt, "salt" | "validUntilMs" | "sinceHeight">;

export interface ChunkOutcome {
  /** Set when the batch was refused as a whole, and had no effect. */
  readonly refused?: Failure;
  readonly height: number;
  /** The code of each item. */
  readonly codes: readonly number[];
  readonly refusals: ReadonlyMap<number, { readonly code: string; readonly details: unknown }>;
}

/** Signs chunks and brings them to the ledger. */
export interface ChunkSender {
  newHead(): Promise<ChunkHead>;
  /** The same items and head make the same bytes. */
  seal(contents: readonly Uint8Array[], head: ChunkHead): Promise<SealedEnvelope>;
  /** Sends until it is decided, always the same bytes; undefined when it expired, and so has no effect for ever. */
  decide(chunk: SealedEnvelope): Promise<ChunkOutcome | undefined>;
}

export interface BatchRun {
  readonly file: string;
  readonly format: BatchFormat;
  readonly message: BatchMessage;
  readonly journal: BatchJournal;
  readonly results: ResultFile;
  readonly sender: ChunkSender;
  readonly chunkItems: number;
  /** Chunks under way at once. */
  readonly chunksAtOnce: number;
  /** Told how many items are done. */
  readonly onProgress: (items: number) => void;
}

interface Chunk {
  readonly number: number;
  readonly lines: readonly number[];
  readonly contents: readonly Uint8Array[];
}

/** Below the largest transaction, with room for its head and signature. */
const chunkBytesMax = 450 * 1024;
/** A chunk that expires again and again meets a ledger that stands still. */
const attemptsMax = 10;
const refillPauseMs = 2_000;

export async function submitBatch(run: BatchRun): Promise<void> {
  const { journal, chunksAtOnce, onProgress } = run;
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const chunk of chunksOf(run)) {
    if (journal.state.done.has(chunk.number)) {
      onProgress(chunk.contents.length);
      continue;
    }
    while (underWay.size >= chunksAtOnce) await Promise.race(underWay);
    if (failures.length > 0) break;
    const sending = sendChunk(run, chunk)
      .then(() => onProgress(chunk.contents.length))
      .catch((reason) => void failures.push(reason))
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  }
  // What is on its way is waited for, so that the journal knows of it.
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}

async function sendChunk({ journal, results, sender }: BatchRun, chunk: Chunk): Promise<void> {
  for (let count = 0; count < attemptsMax; count += 1) {
    const known = count === 0 ? journal.state.attempts.get(chunk.number) : undefined;
    const head = known ?? (await sender.newHead());
    const sealed = await sender.seal(chunk.contents, head);
    if (known !== undefined && known.id !== sealed.id) {
      throw usageFailure("the file has changed since the batch began, or another key signs");
    }
    if (known === undefined) journal.begin({ chunk: chunk.number, ...head, id: sealed.id });
    const outcome = await sender.decide(sealed);
    if (outcome === undefined) continue;
    if (outcome.refused !== undefined) {
      // What an earlier run heard may have been mended since; the same bytes would be answered in the same way for ever.
      if (known !== undefined) continue;
      if (!refillsWithTime(outcome.refused.code)) throw outcome.refused;
      await new Promise((done) => setTimeout(done, refillPauseMs));
      continue;
    }
    const resultBytes = results.append(resultsOf(chunk, sealed, outcome));
    journal.finish(chunk.number, resultBytes);
    return;
  }
  throw new Failure("unreachable", "cli/batchStuck", "the ledger decides nothing: chunks expire undecided", {
    line: chunk.lines[0],
  });
}

function resultsOf({ lines }: Chunk, { id }: SealedEnvelope, { height, codes, refusals }: ChunkOutcome): ItemResult[] {
  return lines.map((line, index) => {
    const refusal = refusals.get(index);
    const said = refusal === undefined ? {} : { refusal: refusal.code, details: refusal.details };
    return { line, code: codes[index] ?? 0, transaction: id, index, height, ...said };
  });
}

/** The same file is always cut in the same places. */
async function* chunksOf({ file, format, message, chunkItems }: BatchRun): AsyncGenerator<Chunk> {
  let number = 0;
  let lines: number[] = [];
  let contents: Uint8Array[] = [];
  let bytes = 0;
  const take = (): Chunk => {
    const chunk = { number, lines, contents };
    number += 1;
    lines = [];
    contents = [];
    bytes = 0;
    return chunk;
  };
  for await (const item of readItems(file, format, message.schema)) {
    if (isBad(item)) throw usageFailure(`the file has changed: line ${item.line} is wrong now`);
    const { contentBytes } = message.encode(item.content);
    const { length } = contentBytes;
    if (contents.length >= chunkItems || (contents.length > 0 && bytes + length > chunkBytesMax)) yield take();
    lines.push(item.line);
    contents.push(contentBytes);
    bytes += length;
  }
  if (contents.length > 0) yield take();
}
