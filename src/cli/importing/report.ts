// The report of what was refused: one JSON line for each, and how many there were of each reason.
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { usageFailure } from "#src/cli/failure.ts";
import { claimFile } from "#src/cli/testnet/processes.ts";
import type { Refused } from "./refused.ts";

const bufferedCharacters = 64 * 1024;

export class Report {
  readonly path: string;
  readonly #file: number;
  readonly #refused = new Map<string, number>();
  readonly #told = new Map<string, number>();
  #buffer = "";

  /** A file of the same name is written anew: every run tells all. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, "w");
  }

  add(entry: Refused): void {
    const { refused, ...shown } = entry;
    const sums = refused ? this.#refused : this.#told;
    sums.set(entry.reason, (sums.get(entry.reason) ?? 0) + 1);
    this.#buffer += `${JSON.stringify(refused ? shown : { ...shown, imported: true })}\n`;
    if (this.#buffer.length >= bufferedCharacters) this.#flush();
  }

  /** By reason. */
  get refused(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refused);
  }

  /** What was told and imported all the same, by reason. */
  get told(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#told);
  }

  close(): void {
    this.#flush();
    fsyncSync(this.#file);
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#buffer);
    this.#buffer = "";
  }
}

/** Imports a file that nobody else imports, with a report beside it unless another place is named. */
export async function withReport<Result>(
  file: string,
  path: string | undefined,
  act: (report: Report) => Promise<Result>,
): Promise<Result> {
  const reportFile = path ?? `${file}.refused.jsonl`;
  const lock = `${reportFile}.lock`;
  if (!claimFile(lock)) throw usageFailure(`another process is importing this file: ${lock}`);
  try {
    const report = new Report(reportFile);
    try {
      return await act(report);
    } finally {
      report.close();
    }
  } finally {
    rmSync(lock, { force: true });
  }
}

/** As people read them. */
export function reasonLines(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const lines = Object.entries(counts).map(([reason, count]) => `  ${String(count).padStart(8)}  ${reason}`);
  return lines.length === 0 ? [] : [title, ...lines];
}
