// Reads a file of prices once, as a stream, and keeps of it no more than the prices that are asked for.
import { usageFailure } from "#src/cli/failure.ts";
import { csvRows, requireHeader } from "#src/cli/importing/csv.ts";
import { type Refused, refusedAt } from "#src/cli/importing/refused.ts";
import { type Mapping, type PeriodChoice, Selection } from "./columns.ts";
import { type FormOptions, priceFormOf } from "./forms.ts";
import type { FilePrice, PriceForm, RowPrices } from "./priceForm.ts";
import type { PricedUnit } from "./units.ts";

export interface PriceFileOptions extends FormOptions, PeriodChoice {
  readonly mappings: readonly Mapping[];
}

export interface PriceFile {
  /** Of each mapped column: what its prices are per, and the prices by the end of their period, in order. */
  readonly series: ReadonlyMap<string, { readonly unit: PricedUnit; readonly prices: readonly FilePrice[] }>;
  readonly firstEndMs: number | undefined;
}

/** Days of 32 feeds over ten years; each takes some two hundred bytes. */
const pricesMax = 120_000;

export async function readPriceFile(
  path: string,
  options: PriceFileOptions,
  refuse: (entry: Refused) => void,
): Promise<PriceFile> {
  const selection = new Selection(options.mappings, options);
  const gathering = new Gathering(refuse);
  const form = await readRows(path, options, selection, gathering);
  selection.requireFound(path);
  if (form === undefined) throw usageFailure(`${path} has no rows`);
  gathering.add(form.end());
  const series = options.mappings.map(({ column }) => {
    const unit = form.unitOf(column);
    if (unit === undefined)
      throw usageFailure(`${column} of ${path} is no price in a unit that is known here: it is quoted nowhere`);
    return [column, { unit, prices: gathering.pricesOf(column) }] as const;
  });
  return { series: new Map(series), firstEndMs: selection.firstEndMs };
}

async function readRows(
  path: string,
  options: PriceFileOptions,
  selection: Selection,
  gathering: Gathering,
): Promise<PriceForm | undefined> {
  let header: readonly string[] | undefined;
  let form: PriceForm | undefined;
  for await (const { record, info } of csvRows(path)) {
    if (header === undefined) {
      header = record;
      requireHeader(path, header);
      continue;
    }
    // The form may depend on the second row, which is a row like any other in all forms but one.
    form ??= priceFormOf(path, { header, secondRow: record }, options, selection);
    if (record.length === header.length) gathering.add(form.row(record, info.lines));
    else gathering.refuse(refusedAt({ line: info.lines, column: "", value: `${record.length} cells` }, "cellCount"));
  }
  return form ?? priceFormOf(path, { header: header ?? [], secondRow: [] }, options, selection);
}

class Gathering {
  readonly refuse: (entry: Refused) => void;
  readonly #series = new Map<string, Map<number, FilePrice>>();
  readonly #twice = new Set<FilePrice>();
  #count = 0;

  constructor(refuse: (entry: Refused) => void) {
    this.refuse = refuse;
  }

  add({ prices, refused }: RowPrices): void {
    for (const entry of refused) this.refuse(entry);
    for (const price of prices) {
      const periods = this.#series.get(price.series) ?? new Map<number, FilePrice>();
      this.#series.set(price.series, periods);
      const known = periods.get(price.period.endMs);
      if (known === undefined) {
        this.#count += 1;
        if (this.#count > pricesMax)
          throw usageFailure(`these are more than ${pricesMax} prices: choose some with --since and --until`);
        periods.set(price.period.endMs, price);
        continue;
      }
      if (!this.#twice.has(known)) this.refuse(refusedAt(known, "periodTwice"));
      this.#twice.add(known);
      this.refuse(refusedAt(price, "periodTwice"));
    }
  }

  pricesOf(series: string): readonly FilePrice[] {
    return [...(this.#series.get(series)?.values() ?? [])]
      .filter((price) => !this.#twice.has(price))
      .sort((left, right) => left.period.endMs - right.period.endMs);
  }
}
