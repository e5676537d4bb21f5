// The items of a batch file, read one after the other: CSV with a line of field names, or one JSON object a line.
import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import { fieldsOf, readFields } from "#src/cli/contract/fields.ts";
import { describeFailure } from "#src/cli/failure.ts";
import type { ContentSchema } from "#src/sdk/contentCodec.ts";

export type BatchFormat = "csv" | "jsonl";

export interface BatchItem {
  /** Where it stands in the file, from 1; for CSV the line on which it ends. */
  readonly line: number;
  readonly content: Readonly<Record<string, unknown>>;
}

export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

/** One item is smaller than the smallest batch: a transaction has at most half a MiB. */
const lineCharactersMax = 1024 * 1024;
/** A message has far fewer fields; a file that is no table may have any number. */
const columnsMax = 1_000;

/** The format that a file's name tells. */
export function formatOf(file: string): BatchFormat | undefined {
  if (/\.csv$/i.test(file)) return "csv";
  return /\.(jsonl|ndjson)$/i.test(file) ? "jsonl" : undefined;
}

/** Contents are read but not judged: whoever encodes them does that. */
export function readItems(
  file: string,
  format: BatchFormat,
  schema: ContentSchema,
): AsyncGenerator<BatchItem | BadLine> {
  return format === "csv" ? readCsv(file, schema) : readJsonLines(file);
}

export const isBad = (item: BatchItem | BadLine): item is BadLine => "reason" in item;

interface CsvRow {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

async function* readCsv(file: string, schema: ContentSchema): AsyncGenerator<BatchItem | BadLine> {
  const skipped: BadLine[] = [];
  let columns: readonly string[] = [];
  const parser = parse({
    bom: true,
    info: true,
    skip_empty_lines: true,
    max_record_size: lineCharactersMax,
    columns(names: string[]) {
      columns = names.slice(0, columnsMax);
      return names;
    },
    skip_records_with_error: true,
    on_skip(fault) {
      skipped.push(badLineOf(fault));
    },
  });
  const source = createReadStream(file, "utf8");
  source.on("error", (fault) => parser.destroy(fault));
  let fields: ReturnType<typeof fieldsOf> | undefined;
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<CsvRow>) {
      yield* skipped.splice(0);
      if (fields === undefined) {
        fields = fieldsOf(
          schema,
          columns.map((name) => `--${name}`),
        );
        const unknown = unknownColumns(columns, fields);
        if (unknown.length > 0) {
          yield { line: 1, reason: `no such field: ${unknown.join(", ")}` };
          return;
        }
      }
      yield itemOfRow(record, info.lines, fields);
    }
  } catch (reason) {
    // A quote that never closes, or a record without end: nothing after it can be read.
    if (!(reason instanceof CsvError)) throw reason;
    skipped.push(badLineOf(reason));
  }
  yield* skipped;
}

function badLineOf(fault: CsvError | undefined): BadLine {
  const line = fault !== undefined && typeof fault.lines === "number" ? fault.lines : 0;
  return { line, reason: fault?.message ?? "it cannot be read" };
}

function unknownColumns(columns: readonly string[], fields: ReturnType<typeof fieldsOf>): string[] {
  const known = new Set(fields.map(({ path }) => path.join(".")));
  return columns.filter((name) => !known.has(name)).map((name) => name.slice(0, 60));
}

/** An empty cell is a field that is not given; a list of single values is divided by spaces. */
function itemOfRow(record: CsvRow["record"], line: number, fields: ReturnType<typeof fieldsOf>): BatchItem | BadLine {
  const given: Record<string, unknown> = {};
  for (const { path, flag, schema } of fields) {
    const cell = record[path.join(".")];
    if (cell === undefined || cell === "") continue;
    given[flag] = schema.type === "array" ? cell.split(/\s+/) : cell;
  }
  try {
    return { line, content: readFields(fields, given) };
  } catch (reason) {
    return { line, reason: describeFailure(reason).message.replace(/^--/, "") };
  }
}

async function* readJsonLines(file: string): AsyncGenerator<BatchItem | BadLine> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text === undefined) yield { line, reason: `longer than ${lineCharactersMax} characters` };
    else if (text.trim() !== "") yield itemOfJson(text, line);
  }
}

function itemOfJson(text: string, line: number): BatchItem | BadLine {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === "object" && content !== null && !Array.isArray(content)) {
      return { line, content: content as Record<string, unknown> };
    }
    return { line, reason: "not a JSON object" };
  } catch (reason) {
    return { line, reason: (reason as SyntaxError).message };
  }
}

/** Undefined for a line that is too long, of which no more is kept than its length. */
export async function* linesOf(file: string): AsyncGenerator<string | undefined> {
  let rest = "";
  let isTooLong = false;
  const close = (end: string) => {
    const text = isTooLong || rest.length + end.length > lineCharactersMax ? undefined : rest + end;
    rest = "";
    isTooLong = false;
    return text;
  };
  for await (const chunk of createReadStream(file, "utf8") as AsyncIterable<string>) {
    const lines = chunk.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) yield close(line);
    rest = isTooLong || rest.length + last.length > lineCharactersMax ? "" : rest + last;
    isTooLong ||= last.length > 0 && rest === "";
  }
  if (rest !== "" || isTooLong) yield close("");
}
