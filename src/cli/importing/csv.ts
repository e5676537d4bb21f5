// Streams a CSV row by row, as strictly as CSV is written: no more than one row is held in memory.
import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import { usageFailure } from "#src/cli/failure.ts";

export interface CsvRow {
  readonly record: readonly string[];
  /** The line on which the row ends. */
  readonly info: { readonly lines: number };
}

const lineCharactersMax = 1024 * 1024;
/** Ten times the areas of EIA-930, each with all its fuels and neighbours. */
const columnsMax = 20_000;

/** The first row; empty where there is none. */
export async function headerOf(path: string): Promise<readonly string[]> {
  for await (const { record } of csvRows(path)) return record;
  return [];
}

/** Refuses a header in which a column cannot be told by its name. */
export function requireHeader(path: string, header: readonly string[]): void {
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  if (twice !== undefined) throw usageFailure(`${path} has two columns ${twice}`);
  if (header.length > columnsMax) throw usageFailure(`${path} has more than ${columnsMax} columns`);
}

/** Where a quote is out of place it cannot be known which rows it swallows: nothing of such a file is taken. */
export async function* csvRows(path: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: lineCharactersMax,
  });
  const source = createReadStream(path, "utf8");
  source.on("error", (fault) => parser.destroy(fault));
  try {
    yield* source.pipe(parser) as AsyncIterable<CsvRow>;
  } catch (reason) {
    throw reason instanceof CsvError ? usageFailure(`${path} cannot be read as CSV: ${reason.message}`) : reason;
  } finally {
    source.destroy();
  }
}
