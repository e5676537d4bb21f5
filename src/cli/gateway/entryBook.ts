// The account's movements from the day on which the gateway began, one line each: where the events go on, and what statements are made of.
import {
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { usageFailure } from "#src/cli/failure.ts";
import { parseJson } from "#src/cli/jsonText.ts";
import { signedAmountSchema } from "#src/core/schemas.ts";
import { saveFile } from "#src/node/durableFiles.ts";

const beginningSchema = z.strictObject({
  kind: z.literal("kedge gateway 1"),
  network: z.string(),
  account: z.string(),
  height: z.int(),
  timeMs: z.int(),
  /** What the ledger said that the account held then. */
  balances: z.record(z.string(), signedAmountSchema),
});
export type Beginning = z.output<typeof beginningSchema>;

const entrySchema = z.strictObject({
  /** `height.index` of the event, or the end of the block where the balance alone tells it. */
  place: z.string().regex(/^[0-9]{1,15}\.[0-9]{1,9}$/),
  timeMs: z.int(),
  currency: z.string(),
  units: signedAmountSchema,
  endToEndId: z.string().optional(),
  uetr: z.string().optional(),
  /** How many more entries are of the same event, one for each currency: without the last the event is not in the book. */
  more: z.int().min(1).optional(),
});
export type Entry = z.output<typeof entrySchema>;

interface Running {
  readonly entries: number;
  readonly units: bigint;
}

/** After all events of a block. */
const afterBlock = 999_999_999;

/** Where an entry stands that no event told, but the balance after this block. */
export function placeAfter(height: number): string {
  return `${height}.${afterBlock}`;
}

export function heightOf({ place }: Pick<Entry, "place">): number {
  return Number(place.slice(0, place.indexOf(".")));
}

/** Whether no event told it. */
export function isToldByBalance({ place }: Pick<Entry, "place">): boolean {
  return place.endsWith(`.${afterBlock}`);
}

export class EntryBook {
  readonly beginning: Beginning;
  readonly #path: string;
  readonly #file: number;
  readonly #running = new Map<string, Running>();
  /** By currency: up to which block everything that no event had told yet is in the book. */
  readonly #closed = new Map<string, number>();
  #place: string;

  private constructor(beginning: Beginning, path: string, file: number) {
    this.beginning = beginning;
    this.#path = path;
    this.#file = file;
    this.#place = placeAfter(beginning.height);
    for (const [currency, units] of Object.entries(beginning.balances))
      this.#running.set(currency, { entries: 0, units });
  }

  /** Begins a book with what the ledger says now, or goes on with the one that is there. */
  static async open(
    folder: string,
    { network, account }: Pick<Beginning, "network" | "account">,
    begin: () => Promise<Pick<Beginning, "height" | "timeMs" | "balances">>,
  ): Promise<EntryBook> {
    const head = join(folder, "beginning.json");
    if (!existsSync(head)) {
      const beginning = { kind: "kedge gateway 1" as const, network, account, ...(await begin()) };
      saveFile(head, `${JSON.stringify(z.encode(beginningSchema, beginning))}\n`);
    }
    const beginning = beginningSchema.parse(parseJson(readFileSync(head, "utf8"), head));
    if (beginning.network !== network || beginning.account !== account) {
      throw usageFailure(`${folder} is of ${beginning.account} on ${beginning.network}: name another --folder`);
    }
    const path = join(folder, "entries.jsonl");
    const book = new EntryBook(beginning, path, openSync(path, "a"));
    await book.#readBack();
    return book;
  }

  /** Of the newest event that moved something: events go on after it. */
  get place(): string {
    return this.#place;
  }

  get currencies(): readonly string[] {
    return [...this.#running.keys()];
  }

  /** Whether an event that comes late is in the book by what the balance told. */
  isClosed({ place, currency }: Pick<Entry, "place" | "currency">): boolean {
    return heightOf({ place }) <= (this.#closed.get(currency) ?? 0);
  }

  /** What the account holds by this book, and after how many entries. */
  runningOf(currency: string): Running {
    return this.#running.get(currency) ?? { entries: 0, units: 0n };
  }

  /** All that one event moved; on disk when it returns. */
  append(entries: readonly Entry[]): void {
    const lines = entries.map((entry, at) => {
      const more = entries.length - 1 - at;
      return `${JSON.stringify(z.encode(entrySchema, { ...entry, ...(more > 0 && { more }) }))}\n`;
    });
    writeFileSync(this.#file, lines.join(""));
    fsyncSync(this.#file);
    for (const entry of entries) this.#take(entry);
  }

  /** From the first on, one after the other. */
  async *entries(): AsyncGenerator<Entry> {
    for await (const line of createInterface({ input: createReadStream(this.#path) })) {
      yield entrySchema.parse(parseJson(line, this.#path));
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** What was being written when the process ended is no line, and an event that lacks some of its lines is not there. */
  async #readBack(): Promise<void> {
    const size = statSync(this.#path).size;
    let whole = 0;
    let read = 0;
    let event: Entry[] = [];
    for await (const line of createInterface({ input: createReadStream(this.#path) })) {
      read += Buffer.byteLength(line) + 1;
      if (read > size) break;
      const entry = entrySchema.parse(parseJson(line, this.#path));
      event.push(entry);
      if (entry.more !== undefined) continue;
      for (const each of event) this.#take(each);
      event = [];
      whole = read;
    }
    ftruncateSync(this.#file, whole);
    fsyncSync(this.#file);
  }

  #take({ place, currency, units }: Entry): void {
    const running = this.runningOf(currency);
    this.#running.set(currency, { entries: running.entries + 1, units: running.units + units });
    if (isToldByBalance({ place }))
      this.#closed.set(currency, Math.max(heightOf({ place }), this.#closed.get(currency) ?? 0));
    else this.#place = place;
  }
}
