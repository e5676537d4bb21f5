// Reads a file of monthly prices: a first column `month`, a column for each series, and perhaps a second row of units.
import { parse } from "csv-parse/sync";

/** Prices of each column in billionths, one for each month, undefined where the cell was blank. */
export interface PriceTable {
  readonly months: readonly string[];
  readonly columns: ReadonlyMap<string, readonly (bigint | undefined)[]>;
}

const monthForm = /^\d{4}-(0[1-9]|1[0-2])$/;
const priceForm = /^(\d{1,15})(?:\.(\d+))?$/;
const missing = new Set(["", "…"]);
/** A century of months, and as many columns as any public table has. */
const rowsMost = 2_400;
const columnsMost = 200;

/** A cell or row that is no price table: it names the column, the row as a line of the file, and the reason. */
export class DirtyPrices extends Error {}

function refuse(column: string, line: number, reason: string): never {
  throw new DirtyPrices(`column ${column}, row ${line}: ${reason}`);
}

/**
 * In: the text of the file. Out: its months in order and its columns. Refused: a header without `month`, a column twice, a
 * month that is out of order or leaves a gap, a row of another length, and a cell that is neither blank nor a decimal above 0.
 */
export function readPrices(text: string): PriceTable {
  const rows: string[][] = parse(text, { bom: true, trim: true, relax_column_count: true, skip_empty_lines: true });
  const [header = [], ...rest] = rows;
  if (header[0] !== "month") refuse(header[0] ?? "", 1, "the first column is to be month");
  const names = header.slice(1);
  if (names.length === 0 || names.length > columnsMost) refuse("month", 1, `${names.length} columns of prices`);
  names.forEach((name, at) => {
    if (name === "" || names.indexOf(name) !== at) refuse(name, 1, "a column without a name, or named twice");
  });
  const hasUnits = rest[0]?.[0] === "unit";
  const body = hasUnits ? rest.slice(1) : rest;
  if (body.length === 0 || body.length > rowsMost) refuse("month", 2, `${body.length} months`);
  const months: string[] = [];
  const columns = new Map(names.map((name): [string, (bigint | undefined)[]] => [name, []]));
  body.forEach((row, at) => {
    const line = at + (hasUnits ? 3 : 2);
    const [month = "", ...cells] = row;
    if (!monthForm.test(month)) refuse("month", line, `"${month}" is no month`);
    const last = months.at(-1);
    if (last !== undefined && month !== monthAfter(last)) refuse("month", line, `${month} does not follow ${last}`);
    if (cells.length !== names.length) refuse("month", line, `${cells.length} cells for ${names.length} columns`);
    months.push(month);
    names.forEach((name, column) => {
      columns.get(name)?.push(priceOf(cells[column] ?? "", name, line));
    });
  });
  return { months, columns };
}

/** In billionths, rounded down: digits after the ninth are less than any quotation's tick. */
function priceOf(cell: string, column: string, line: number): bigint | undefined {
  if (missing.has(cell)) return undefined;
  const [, whole, part = ""] = priceForm.exec(cell) ?? [];
  if (whole === undefined) return refuse(column, line, `"${cell}" is no price`);
  const priceNano = BigInt(whole) * 1_000_000_000n + BigInt(part.slice(0, 9).padEnd(9, "0"));
  return priceNano > 0n ? priceNano : refuse(column, line, `"${cell}" is not above 0`);
}

export function monthAfter(month: string): string {
  const [year = 0, ofYear = 0] = month.split("-").map(Number);
  return ofYear === 12 ? `${year + 1}-01` : `${year}-${String(ofYear + 1).padStart(2, "0")}`;
}

/** The columns of a run with everything before it, which is what the rules may learn from. */
export interface Panel {
  readonly months: readonly string[];
  readonly components: readonly string[];
  /** Of each component, from the first row of the file to the last month of the run. */
  readonly prices: readonly (readonly (bigint | undefined)[])[];
  /** The row of the first month of the run. */
  readonly first: number;
}

/** Refuses a column that is not there, a period that is not in the table, and a blank within it: no price is made up. */
export function panelOf(table: PriceTable, components: readonly string[], from: string, to: string): Panel {
  const first = table.months.indexOf(from);
  const last = table.months.indexOf(to);
  if (first < 0 || last <= first) throw new DirtyPrices(`${from} to ${to} is no period of the file`);
  if (new Set(components).size !== components.length || components.length === 0)
    throw new DirtyPrices("each component is to be named once");
  const prices = components.map((component) => {
    const column = table.columns.get(component);
    if (column === undefined) throw new DirtyPrices(`column ${component} is not in the file`);
    for (let row = first; row <= last; row += 1)
      if (column[row] === undefined) throw new DirtyPrices(`column ${component}, ${table.months[row]}: no price`);
    return column.slice(0, last + 1);
  });
  return { months: table.months.slice(0, last + 1), components, prices, first };
}
