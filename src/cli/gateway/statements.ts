// Statements of the account (camt.053): numbered without a gap, each beginning where the last one ended, proved by the ledger's balance.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure, usageFailure } from "#src/cli/failure.ts";
import { parseJson } from "#src/cli/jsonText.ts";
import { signedAmountSchema } from "#src/core/schemas.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import { writeMessage } from "#src/iso20022/message.ts";
import { buildStatement } from "#src/iso20022/statements/build.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { identityOf, statementEntryOf } from "./advices.ts";
import type { Entry, EntryBook } from "./entryBook.ts";

const issuedSchema = z.strictObject({
  number: z.int().min(1),
  currency: z.string(),
  fromMs: z.int(),
  /** The first moment that is no longer in it. */
  toMs: z.int(),
  openingUnits: signedAmountSchema,
  closingUnits: signedAmountSchema,
  /** Entries in it and in all before it. */
  entriesUntil: z.int().min(0),
  createdMs: z.int(),
});
export type Issued = z.output<typeof issuedSchema>;

export interface StatementParts {
  readonly journal: string;
  readonly out: string;
  readonly book: EntryBook;
  readonly shownAs: string;
  readonly currencies: CurrencyDecimals;
  /** The account's balance by the ledger, after the newest block, and that block's time; the book has followed so far. */
  readonly proved: { readonly units: bigint; readonly timeMs: number };
}

export interface StatementAsked {
  readonly currency: string;
  /** Where the last statement ended, unless it is said. */
  readonly fromMs?: number;
  /** Just after the newest block, unless it is said. */
  readonly toMs?: number;
}

/** What one message carries; a longer period is divided. */
const entriesMax = 10_000;

/** Writes the statement, or writes one that was issued once more: the same number always has the same content. */
export async function issueStatement(
  parts: StatementParts,
  asked: StatementAsked,
): Promise<{ issued: Issued; file: string }> {
  const { journal, book, proved } = parts;
  const path = join(journal, `statements.${asked.currency}.jsonl`);
  const all = readIssued(path);
  const last = all.at(-1);
  const same = all.find(({ fromMs, toMs }) => fromMs === asked.fromMs && toMs === asked.toMs);
  const fromMs = asked.fromMs ?? last?.toMs ?? book.beginning.timeMs + 1;
  const issued = same ?? {
    number: (last?.number ?? 0) + 1,
    currency: asked.currency,
    fromMs,
    toMs: asked.toMs ?? Math.max(proved.timeMs + 1, fromMs),
    createdMs: Date.now(),
  };
  if (same === undefined) requireNext(issued, last, parts);
  const { before, within, after } = await divide(book, issued, proved.timeMs);
  const openingUnits = (book.beginning.balances[issued.currency] ?? 0n) + sum(before);
  const closingUnits = proved.units - sum(after);
  const whole: Issued = { ...issued, openingUnits, closingUnits, entriesUntil: before.count + within.entries.length };
  if (same !== undefined) requireSame(whole, same);
  else if (before.count !== (last?.entriesUntil ?? before.count))
    throw doesNotFollow(whole, "entries came in after it");
  else if (last !== undefined && last.closingUnits !== openingUnits) throw doesNotFollow(whole, "it closed otherwise");
  // Refuses what does not add up; nothing is written then.
  const text = textOf(parts, whole, within.entries);
  if (same === undefined) append(path, whole);
  const file = join(parts.out, `camt.053.${whole.currency}.${String(whole.number).padStart(6, "0")}.xml`);
  saveFile(file, text);
  return { issued: whole, file };
}

/** Writes the newest statement again: a process that ended in between may have numbered it and no more. */
export async function finishLast(parts: StatementParts, currency: string): Promise<void> {
  const last = readIssued(join(parts.journal, `statements.${currency}.jsonl`)).at(-1);
  if (last === undefined) return;
  const file = join(parts.out, `camt.053.${currency}.${String(last.number).padStart(6, "0")}.xml`);
  if (!existsSync(file)) await issueStatement(parts, { currency, fromMs: last.fromMs, toMs: last.toMs });
}

function requireNext(
  { fromMs, toMs }: Pick<Issued, "fromMs" | "toMs">,
  last: Issued | undefined,
  parts: StatementParts,
) {
  const start = last?.toMs ?? fromMs;
  if (fromMs !== start) {
    throw usageFailure(`the next statement begins at ${timeText(start)}, where the last one ended`);
  }
  if (last === undefined && fromMs <= parts.book.beginning.timeMs) {
    throw usageFailure(`this gateway knows what happened after ${timeText(parts.book.beginning.timeMs)}: begin later`);
  }
  if (toMs < fromMs) throw usageFailure("--to is before --from");
  if (toMs > parts.proved.timeMs + 1 && toMs > fromMs) {
    throw usageFailure(`the ledger has come to ${timeText(parts.proved.timeMs)}: --to is not over yet`);
  }
}

interface Divided {
  readonly before: { units: bigint; count: number };
  readonly within: { entries: Entry[] };
  readonly after: { units: bigint; count: number };
}

async function divide(
  book: EntryBook,
  { currency, fromMs, toMs }: Pick<Issued, "currency" | "fromMs" | "toMs">,
  provedMs: number,
): Promise<Divided> {
  const divided: Divided = { before: { units: 0n, count: 0 }, within: { entries: [] }, after: { units: 0n, count: 0 } };
  const add = (side: { units: bigint; count: number }, units: bigint) => {
    side.units += units;
    side.count += 1;
  };
  for await (const entry of book.entries()) {
    // What came in since is not in the balance either.
    if (entry.currency !== currency || entry.timeMs > provedMs) continue;
    if (entry.timeMs < fromMs) add(divided.before, entry.units);
    else if (entry.timeMs >= toMs) add(divided.after, entry.units);
    else if (divided.within.entries.push(entry) > entriesMax) {
      throw usageFailure(`a statement has at most ${entriesMax} entries: ask for a shorter period`);
    }
  }
  return divided;
}

function sum({ units }: { readonly units: bigint }): bigint {
  return units;
}

function textOf({ shownAs, currencies }: StatementParts, issued: Issued, entries: readonly Entry[]): string {
  const { number, currency, fromMs, toMs, openingUnits, closingUnits, createdMs } = issued;
  const lastMs = Math.max(fromMs, toMs - 1);
  const message = buildStatement(
    {
      ...identityOf(`S${currency}${number}`, shownAs),
      createdAt: timeText(createdMs),
      sequenceNumber: BigInt(number),
      currency,
      ...{ from: timeText(fromMs), to: timeText(lastMs) },
      ...{ openingDate: timeText(fromMs).slice(0, 10), closingDate: timeText(lastMs).slice(0, 10) },
      ...{ openingUnits, closingUnits },
      entries: entries.map(statementEntryOf),
    },
    currencies,
  );
  return new TextDecoder().decode(writeMessage(message, { currencies }));
}

function requireSame(now: Issued, then: Issued): void {
  const isSame = now.openingUnits === then.openingUnits && now.closingUnits === then.closingUnits;
  if (!isSame || now.entriesUntil !== then.entriesUntil)
    throw doesNotFollow(now, "it said something else when it was issued");
}

function doesNotFollow({ number, currency }: Issued, reason: string): Failure {
  return new Failure(
    "unverified",
    "cli/statementBroken",
    `statement ${number} of ${currency} does not hold: ${reason}`,
  );
}

function readIssued(path: string): readonly Issued[] {
  if (!existsSync(path)) return [];
  // What was being written when the process ended is no line.
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.filter((line) => line !== "").map((line) => issuedSchema.parse(parseJson(line, path)));
}

function append(path: string, issued: Issued): void {
  const whole = existsSync(path) ? readFileSync(path, "utf8").replace(/[^\n]*$/, "") : "";
  saveFile(path, `${whole}${JSON.stringify(z.encode(issuedSchema, issued))}\n`);
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
