// What no event told: found by the ledger's balances, block by block, and entered as one movement of the block.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "#src/cli/jsonText.ts";
import { signedAmountSchema } from "#src/core/schemas.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import { type EnterParts, enter } from "./advices.ts";
import { heightOf, placeAfter } from "./entryBook.ts";

/** A block after which the book said what the ledger says. */
export interface Agreed {
  readonly height: number;
  readonly units: bigint;
}

const agreedSchema = z.strictObject({ height: z.int(), units: signedAmountSchema });

export interface GapParts {
  readonly advices: EnterParts;
  readonly journal: string;
  readonly balanceAt: (currency: string, height: number) => Promise<bigint>;
  readonly timeOf: (height: number) => Promise<number>;
}

/** More in one go would only hold up what else is waited for; the next goes on. */
const gapsMax = 10_000;

export function saveAgreed(journal: string, currency: string, agreed: Agreed): void {
  saveFile(pathOf(journal, currency), `${JSON.stringify(z.encode(agreedSchema, agreed))}\n`);
}

/**
 * Enters the differences that have come up since book and ledger agreed, each in the first block that shows it. A book
 * that no longer says what it said then was changed by others, and is left as it is: no statement follows from it.
 */
export async function closeGaps(parts: GapParts, currency: string, newest: Agreed): Promise<number> {
  const { advices, balanceAt, timeOf } = parts;
  const agreed = readAgreed(parts, currency);
  const told = await toldSince(parts, currency, agreed.height);
  if (told.before !== agreed.units) return 0;
  let low = agreed;
  let count = 0;
  for (; count < gapsMax && told.until(newest.height) !== newest.units; count += 1) {
    let high = newest;
    while (high.height - low.height > 1) {
      const height = Math.floor((low.height + high.height) / 2);
      const middle = { height, units: await balanceAt(currency, height) };
      if (told.until(height) === middle.units) low = middle;
      else high = middle;
    }
    const units = high.units - told.until(high.height);
    const timeMs = await timeOf(high.height);
    enter(advices, [{ place: placeAfter(high.height), timeMs, currency, units }]);
    told.add(high.height, units);
    low = high;
  }
  return count;
}

/** What the book says that the account held after blocks since then. */
async function toldSince({ advices: { book } }: GapParts, currency: string, since: number) {
  const sums: { readonly height: number; units: bigint }[] = [];
  let before = book.beginning.balances[currency] ?? 0n;
  for await (const entry of book.entries()) {
    if (entry.currency !== currency) continue;
    const height = heightOf(entry);
    if (height <= since) before += entry.units;
    else sums.push({ height, units: entry.units });
  }
  return {
    before,
    until: (height: number) => sums.reduce((sum, each) => (each.height <= height ? sum + each.units : sum), before),
    add: (height: number, units: bigint) => void sums.push({ height, units }),
  };
}

function readAgreed({ advices: { book }, journal }: GapParts, currency: string): Agreed {
  const path = pathOf(journal, currency);
  if (existsSync(path)) return agreedSchema.parse(parseJson(readFileSync(path, "utf8"), path));
  const { height, balances } = book.beginning;
  return { height, units: balances[currency] ?? 0n };
}

function pathOf(journal: string, currency: string): string {
  return join(journal, `agreed.${currency}.json`);
}
