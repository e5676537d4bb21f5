// The forms of price files that are known, told apart by their header.
import { usageFailure } from "#src/cli/failure.ts";
import { type ListingRules, listingColumns, listingsForm } from "./listingsForm.ts";
import { type DateForm, parseDay, parseMonth, parseMonthStart } from "./periods.ts";
import { nothing, type PriceForm, readPrice, refusedRow, together, type Wanted } from "./priceForm.ts";
import { type PricedUnit, parsePricedUnit } from "./units.ts";

export interface FormOptions extends ListingRules {
  /** Of files whose header names none. */
  readonly unit: string | undefined;
  readonly period: "month" | "day" | undefined;
  readonly dates: DateForm | undefined;
}

const emberColumns = ["Country", "ISO3 Code", "Date", "Price (EUR/MWhe)"];
const datedColumns = ["Date", "Price"];
const machineColumns = ["date", "machine", "region", "usd_hour", "usd_hour_spot", "commit"];

/** `secondRow` is where a file of months tells its units. */
export function priceFormOf(
  path: string,
  { header, secondRow }: { readonly header: readonly string[]; readonly secondRow: readonly string[] },
  options: FormOptions,
  wanted: Wanted,
): PriceForm {
  const flops = header.find((name) => /flops/i.test(name));
  if (flops !== undefined) {
    const why =
      "sparse and dense arithmetic stand in one column there (H100: 1979 and 989), and no price follows from it";
    throw usageFailure(`${path} tells ${flops.trim()}: ${why}`);
  }
  const isDated = isHeader(header, datedColumns);
  if (!isDated && (options.unit !== undefined || options.period !== undefined))
    throw usageFailure("--unit and --period are of files of Date,Price, which do not say it themselves");
  if (isDated) return datedForm(options, wanted);
  if (header[0] === "month" && secondRow[0] === "unit") return monthsForm(header, secondRow, wanted);
  if (isHeader(header, emberColumns)) return emberForm(options, wanted);
  if (isHeader(header, machineColumns)) return machineForm(options, wanted);
  if (isHeader(header, listingColumns)) return listingsForm(options, wanted);
  const known = ["month,... with units in its second row", ...[emberColumns, datedColumns, machineColumns].map(String)];
  const shown = [...known, listingColumns.join()].join("; or ");
  throw usageFailure(`${path} begins with ${JSON.stringify(header.join().slice(0, 60))}, not with ${shown}`);
}

function isHeader(header: readonly string[], columns: readonly string[]): boolean {
  return header.length === columns.length && columns.every((name, at) => header[at] === name);
}

/** The World Bank's months: one row each, one column for each thing, its unit in the second row. */
function monthsForm(header: readonly string[], unitTexts: readonly string[], wanted: Wanted): PriceForm {
  const columns = header.flatMap((name, at) => {
    const series = at === 0 ? undefined : wanted.series(name);
    return series === undefined ? [] : [{ name, series, at }];
  });
  const unitOf = new Map(columns.map(({ series, at }) => [series, parsePricedUnit(unitTexts[at] ?? "")]));
  let areUnitsRead = false;
  return {
    unitOf: (series) => unitOf.get(series),
    row(cells, line) {
      const [text = ""] = cells;
      if (!areUnitsRead) {
        areUnitsRead = true;
        return nothing;
      }
      const month = parseMonth(text);
      if ("reason" in month) return refusedRow({ line, column: "month", value: text }, month.reason);
      if (!wanted.period(month.value)) return nothing;
      return together(
        columns.map(({ name, series, at }) =>
          readPrice({ series, period: month.value, line, column: name, value: cells[at] ?? "" }),
        ),
      );
    },
    end: () => nothing,
  };
}

/** Ember's wholesale prices of electricity: a row for each country and month, written as its first day. */
function emberForm({ dates }: FormOptions, wanted: Wanted): PriceForm {
  const [, , dateColumn = "", priceColumn = ""] = emberColumns;
  return {
    unitOf: () => ({ currency: "EUR", unit: "MWh" }),
    row([country = "", code = "", date = "", value = ""], line) {
      const series = wanted.series(code, country);
      if (series === undefined) return nothing;
      const month = parseMonthStart(date, dates);
      if ("reason" in month) return refusedRow({ line, column: dateColumn, value: date }, month.reason);
      if (!wanted.period(month.value)) return nothing;
      return readPrice({ series, period: month.value, line, column: priceColumn, value });
    },
    end: () => nothing,
  };
}

/** One thing alone; neither its unit nor how long a period lasts is in the file. */
function datedForm({ unit, period, dates }: FormOptions, wanted: Wanted): PriceForm {
  if (unit === undefined) throw usageFailure("a file of Date,Price names no unit: say --unit, such as USD/MMBtu");
  if (period === undefined) throw usageFailure("a file of Date,Price does not say of what: --period month or day");
  const priced = parsePricedUnit(unit);
  if (priced === undefined) throw usageFailure(`--unit ${unit} is none that is known: write USD/MMBtu or EUR/MWh`);
  const series = wanted.series("Price");
  return {
    unitOf: () => priced,
    row([date = "", value = ""], line) {
      if (series === undefined) return nothing;
      const found = period === "month" ? parseMonthStart(date, dates) : parseDay(date, dates);
      if ("reason" in found) return refusedRow({ line, column: "Date", value: date }, found.reason);
      return wanted.period(found.value)
        ? readPrice({ series, period: found.value, line, column: "Price", value })
        : nothing;
    },
    end: () => nothing,
  };
}

/** Machines to rent: `MACHINE/REGION/list` and `MACHINE/REGION/spot`, dollars an hour as seen on a day. */
function machineForm({ dates }: FormOptions, wanted: Wanted): PriceForm {
  const unit: PricedUnit = { currency: "USD", unit: "machine-h" };
  return {
    unitOf: () => unit,
    row([date = "", machine = "", region = "", list = "", spot = ""], line) {
      const cells = [
        { series: wanted.series(`${machine}/${region}/list`), column: "usd_hour", value: list },
        { series: wanted.series(`${machine}/${region}/spot`), column: "usd_hour_spot", value: spot },
      ];
      const asked = cells.flatMap(({ series, ...cell }) => (series === undefined ? [] : [{ series, ...cell }]));
      if (asked.length === 0) return nothing;
      const day = parseDay(date, dates);
      if ("reason" in day) return refusedRow({ line, column: "date", value: date }, day.reason);
      if (!wanted.period(day.value)) return nothing;
      return together(asked.map((cell) => readPrice({ ...cell, period: day.value, line })));
    },
    end: () => nothing,
  };
}
