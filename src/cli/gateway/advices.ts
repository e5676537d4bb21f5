// Follows the ledger's events and advises each movement of the account with a camt.054, then writes it into the book.
import { join } from "node:path";
import { describeFailure } from "#src/cli/failure.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import { Complaint } from "#src/iso20022/description.ts";
import { writeMessage } from "#src/iso20022/message.ts";
import { type AccountPeriod, buildAdvice, type StatementEntry } from "#src/iso20022/statements/build.ts";
import { iban } from "#src/iso20022/values.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { followEvents } from "#src/sdk/events.ts";
import type { Http } from "#src/sdk/http.ts";
import { type Entry, type EntryBook, isToldByBalance } from "./entryBook.ts";
import { movementsOf } from "./movements.ts";
import type { Notices } from "./notices.ts";

export interface AdviceParts {
  readonly http: Http;
  readonly book: EntryBook;
  readonly account: string;
  readonly shownAs: string;
  readonly currencies: CurrencyDecimals;
  readonly out: string;
  readonly notices: Notices;
  /** The UETR of a payment that was made here. */
  readonly uetrOf: (transactionId: string) => string | undefined;
  readonly timeOf: (height: number) => Promise<number>;
  /** Told after each entry. */
  readonly onEntry: () => void;
  readonly progress: (line: string) => void;
}

/** Until the signal ends it. Each advice is on disk before its entry: after a crash it is written again, to the byte. */
export async function followAccount(parts: AdviceParts, signal: AbortSignal): Promise<void> {
  const { http, book, account, uetrOf, timeOf } = parts;
  const events = followEvents(http, () => Promise.resolve(0), { after: book.place, account, signal });
  for await (const event of events) {
    // What the bank is told comes first: the book's place says that the event is done with.
    if (await parts.notices.take(event)) parts.onEntry();
    const { height, index, transactionId } = event;
    const place = `${height}.${index}`;
    const moved = movementsOf(event, account).filter(({ currency }) => !book.isClosed({ place, currency }));
    if (moved.length === 0) continue;
    const timeMs = await timeOf(height);
    const entries = moved.map((movement): Entry => {
      const uetr = transactionId === undefined || movement.units > 0n ? undefined : uetrOf(transactionId);
      return { place, timeMs, ...movement, ...(uetr !== undefined && { uetr }) };
    });
    enter(parts, entries);
    parts.onEntry();
  }
}

/** Advises what one event moved, or what the balance after a block told, and writes it into the book. */
export function enter(parts: EnterParts, entries: readonly Entry[]): void {
  for (const entry of entries) advise(parts, entry);
  parts.book.append(entries);
}

export type EnterParts = Pick<AdviceParts, "book" | "shownAs" | "currencies" | "out" | "progress">;

function advise({ book, shownAs, currencies, out, progress }: EnterParts, entry: Entry): void {
  const { currency, units, place, timeMs } = entry;
  const { entries, units: openingUnits } = book.runningOf(currency);
  // One event moves several currencies at most once each.
  const name = `camt.054.${place.padStart(22, "0")}.${currency}`;
  const at = new Date(timeMs).toISOString();
  const period: AccountPeriod = {
    ...identityOf(`A${place}.${currency}`, shownAs),
    createdAt: at,
    sequenceNumber: BigInt(entries + 1),
    currency,
    ...{ from: at, to: at, openingDate: at.slice(0, 10), closingDate: at.slice(0, 10) },
    entries: [statementEntryOf(entry)],
    ...{ openingUnits, closingUnits: openingUnits + units },
  };
  try {
    const bytes = writeMessage(buildAdvice(period, currencies), { currencies });
    saveFile(join(out, `${name}.xml`), new TextDecoder().decode(bytes));
    progress(`${name}.xml: ${units < 0n ? "debit" : "credit"} of ${currency}`);
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    // A currency of more letters than three, or a sixth decimal of KDG, has no form in the standard.
    const { code, message, details } = describeFailure(reason);
    saveFile(
      join(out, `${name}.json`),
      `${JSON.stringify({ code, message, details, place, currency, units: String(units) })}\n`,
    );
    progress(`${name}.json: ${message}`);
  }
}

export function identityOf(id: string, shownAs: string): Pick<AccountPeriod, "messageId" | "statementId" | "account"> {
  const isIban = !(iban.read({ text: shownAs }, new Map()) instanceof Complaint);
  return { messageId: id, statementId: id, account: isIban ? { IBAN: shownAs } : { Othr: { Id: shownAs } } };
}

/** What no event told is some movement: the standard's code for one that is not known. */
const unknownCode = { domain: "XTND", family: "NTAV", subFamily: "NTAV" } as const;

export function statementEntryOf({ place, timeMs, currency, units, endToEndId, uetr }: Entry): StatementEntry {
  const date = new Date(timeMs).toISOString().slice(0, 10);
  return {
    ...{ units, bookingDate: date, valueDate: date, reference: `${place}.${currency}` },
    ...(endToEndId !== undefined && { endToEndId }),
    ...(uetr !== undefined && { uetr }),
    ...(isToldByBalance({ place }) && { transactionCode: unknownCode }),
  };
}
