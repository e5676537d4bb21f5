// The report of what was refused: one JSON line for each, and how many there were of each reason.
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
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
