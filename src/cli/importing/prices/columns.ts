// Which columns of a file are quoted as which feeds, and of which periods: what nobody asked for is not looked at.
import { usageFailure } from "#src/cli/failure.ts";
import type { Period } from "./periods.ts";
import type { Wanted } from "./priceForm.ts";

export interface Mapping {
  /** A column of the file, or a series of its rows, as it was typed. */
  readonly column: string;
  readonly feed: string;
}

/** What one message to the oracle holds. */
export const feedsMax = 32;
const feedForm = /^[A-Z][A-Z0-9]{1,15}$/;
/** Names that are shown of a file that has not what was asked for. */
const namesMax = 200;

/** `SILVER=AG`; a column may serve several feeds, a feed has one column. */
export function parseMappings(texts: readonly string[]): readonly Mapping[] {
  const mappings = texts.map((text) => {
    const at = text.lastIndexOf("=");
    const mapping = { column: text.slice(0, Math.max(0, at)), feed: text.slice(at + 1) };
    if (mapping.column === "" || !feedForm.test(mapping.feed))
      throw usageFailure(`--column ${text} is none: write COLUMN=FEED, such as SILVER=AG`);
    return mapping;
  });
  if (mappings.length === 0) throw usageFailure("say which columns are quoted as which feeds: --column SILVER=AG");
  if (mappings.length > feedsMax) throw usageFailure(`at most ${feedsMax} feeds are quoted at once`);
  const twice = mappings.find(({ feed }, at) => mappings.findIndex((other) => other.feed === feed) < at);
  if (twice !== undefined) throw usageFailure(`the feed ${twice.feed} has two columns`);
  return mappings;
}

export interface PeriodChoice {
  /** A year, month or day, itself included. */
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** Remembers what of the mappings the file has, and the first period of it. */
export class Selection implements Wanted {
  readonly #exact = new Map<string, string>();
  readonly #folded = new Map<string, string>();
  readonly #choice: PeriodChoice;
  readonly #found = new Set<string>();
  readonly #others = new Set<string>();
  #firstEndMs: number | undefined;

  constructor(mappings: readonly Mapping[], choice: PeriodChoice) {
    for (const { column } of mappings) {
      this.#exact.set(column, column);
      this.#folded.set(column.toLowerCase(), column);
    }
    for (const [flag, text] of Object.entries({ since: choice.since, until: choice.until })) {
      if (text !== undefined && !/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text))
        throw usageFailure(`--${flag} is a year, month or day, such as 2008-06`);
    }
    this.#choice = choice;
  }

  series(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const column = this.#exact.get(name) ?? this.#folded.get(name.toLowerCase());
      if (column === undefined) continue;
      this.#found.add(column);
      return column;
    }
    const [name] = names;
    if (name !== undefined && this.#others.size < namesMax) this.#others.add(name);
    return undefined;
  }

  period({ name, endMs }: Period): boolean {
    const { since, until } = this.#choice;
    const isChosen =
      (since === undefined || name.slice(0, since.length) >= since) &&
      (until === undefined || name.slice(0, until.length) <= until);
    if (isChosen && endMs < (this.#firstEndMs ?? Number.POSITIVE_INFINITY)) this.#firstEndMs = endMs;
    return isChosen;
  }

  /** The end of the first period that was chosen, readable or not; undefined while there is none. */
  get firstEndMs(): number | undefined {
    return this.#firstEndMs;
  }

  requireFound(path: string): void {
    const missing = [...this.#exact.keys()].filter((column) => !this.#found.has(column));
    if (missing.length === 0) return;
    const others = [...this.#others].join(", ");
    throw usageFailure(`${path} has no ${missing.join(", ")}; it has ${others}`);
  }
}
