// `npm run resolve`: which queued payments and bundles settle together, from balances and queues in a file, without a node.
import { parseArgs } from "node:util";
import { compareText } from "#src/core/order.ts";
import { type FileItem, type ProblemFile, ProblemFileError, readProblemFile } from "./problemFile.ts";
import { numbered, resolve } from "./resolve.ts";

let parsed: { readonly values: { readonly json: boolean }; readonly positionals: readonly string[] };
try {
  parsed = parseArgs({ options: { json: { type: "boolean", default: false } }, allowPositionals: true });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : "The flags cannot be read"}\n`);
  process.exit(2);
}
const [file, ...rest] = parsed.positionals;
if (file === undefined || rest.length > 0) {
  process.stderr.write("Name one JSON file with balances and items: npm run resolve -- FILE [--json]\n");
  process.exit(2);
}
try {
  const problem = readProblemFile(file);
  const netting = numbered(problem);
  const begunMs = performance.now();
  const found = resolve(netting);
  const milliseconds = Math.round((performance.now() - begunMs) * 1_000) / 1_000;
  const settled = found.flatMap((at) => problem.items[at] ?? []);
  if (parsed.values.json)
    process.stdout.write(`${JSON.stringify({ settled: settled.map(({ id }) => id), milliseconds })}\n`);
  else for (const line of linesOf(problem, settled, milliseconds)) process.stdout.write(`${line}\n`);
} catch (error) {
  if (!isFileError(error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function linesOf({ items }: ProblemFile, settled: readonly FileItem[], milliseconds: number): string[] {
  const [all, done] = [valuesOf(items), valuesOf(settled)];
  const currencies = [...all.keys()].sort(compareText);
  return [
    `${settled.length} of ${items.length} items settle together, found in ${milliseconds} ms`,
    ...currencies.map((currency) => `${currency}: ${done.get(currency) ?? 0n} of ${all.get(currency)}`),
  ];
}

function valuesOf(items: readonly FileItem[]): Map<string, bigint> {
  const values = new Map<string, bigint>();
  for (const { currency, amount } of items.flatMap(({ legs }) => legs)) {
    values.set(currency, (values.get(currency) ?? 0n) + amount);
  }
  return values;
}

/** A file that is missing, or not what it should be. */
function isFileError(error: unknown): error is Error {
  return error instanceof ProblemFileError || (error instanceof Error && "syscall" in error);
}
