// The journal of a batch under way: what is about to be sent is written down first, so that nothing is ever sent twice.
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { usageFailure } from "#src/cli/failure.ts";
import { parseJson } from "#src/cli/jsonText.ts";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

/** What a journal is of: a file that was changed, or another actor, makes another batch. */
const batchSchema = z.strictObject({
  kind: z.literal("kedge batch 1"),
  network: z.string(),
  type: z.string(),
  actor: z.string(),
  /** The SHA-256 of the file. */
  fileHash: z.string(),
  items: z.int().min(0),
  chunkItems: z.int().min(1),
});
export type BatchIdentity = z.output<typeof batchSchema>;

const attemptSchema = z.strictObject({
  chunk: z.int().min(0),
  /** What makes the bytes of this attempt, beside the items. */
  salt: z.string().regex(/^[0-9a-f]{16,32}$/),
  validUntilMs: z.int().min(0),
  /** A height that the ledger had then. */
  sinceHeight: z.int().min(0),
  id: hashSchema.transform(bytesToHex),
});
export type Attempt = z.output<typeof attemptSchema>;

const doneSchema = z.strictObject({
  done: z.int().min(0),
  /** How long the file of results was when all of this chunk's were in it. */
  resultBytes: z.int().min(0),
});

export interface JournalState {
  /** The newest attempt of each chunk. */
  readonly attempts: ReadonlyMap<number, Attempt>;
  readonly done: ReadonlySet<number>;
  readonly resultBytes: number;
}

/** Appends lines, each durable before the next step is taken. */
export class BatchJournal {
  readonly #file: number;
  readonly #attempts = new Map<number, Attempt>();
  readonly #done = new Set<number>();
  #resultBytes = 0;

  /** Begins a journal, or goes on with one that is of the same batch. */
  constructor(path: string, identity: BatchIdentity) {
    const lines = existsSync(path) ? wholeLines(readFileSync(path, "utf8")) : [];
    const [head, ...rest] = lines;
    if (head !== undefined) requireSame(path, batchSchema.parse(parseJson(head, path)), identity);
    for (const line of rest) this.#take(parseJson(line, path));
    this.#file = openSync(path, "a");
    // What was being written when the process ended is no line.
    ftruncateSync(this.#file, Buffer.byteLength(lines.map((line) => `${line}\n`).join("")));
    if (head === undefined) this.#append(identity);
    syncFolder(dirname(path));
  }

  get state(): JournalState {
    return { attempts: this.#attempts, done: this.#done, resultBytes: this.#resultBytes };
  }

  begin(attempt: Attempt): void {
    this.#append(attempt);
    this.#attempts.set(attempt.chunk, attempt);
  }

  finish(chunk: number, resultBytes: number): void {
    this.#append({ done: chunk, resultBytes });
    this.#done.add(chunk);
    this.#resultBytes = resultBytes;
  }

  close(): void {
    closeSync(this.#file);
  }

  #take(json: unknown): void {
    const done = doneSchema.safeParse(json);
    if (done.success) {
      this.#done.add(done.data.done);
      this.#resultBytes = done.data.resultBytes;
      return;
    }
    const attempt = attemptSchema.parse(json);
    this.#attempts.set(attempt.chunk, attempt);
  }

  #append(line: object): void {
    writeFileSync(this.#file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.#file);
  }
}

function wholeLines(text: string): string[] {
  return text.split("\n").slice(0, -1);
}

function requireSame(path: string, found: BatchIdentity, wanted: BatchIdentity): void {
  const differing = (Object.keys(wanted) as (keyof BatchIdentity)[]).filter((name) => found[name] !== wanted[name]);
  if (differing.length === 0) return;
  throw usageFailure(`${path} is of another batch (${differing.join(", ")}): finish that one, or name another --out`);
}

function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
