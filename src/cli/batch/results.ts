// The file of results: one JSON line for each item, durable before the journal says that its chunk is done.
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeFileSync } from "node:fs";
import { usageFailure } from "#src/cli/failure.ts";

export interface ItemResult {
  /** The item's line in the batch file. */
  readonly line: number;
  /** 0 for success, else the number of the refusal. */
  readonly code: number;
  /** The batch in which the item travelled, and its place there. */
  readonly transaction: string;
  readonly index: number;
  readonly height: number;
  readonly refusal?: string;
  readonly details?: unknown;
}

export class ResultFile {
  readonly #file: number;
  #bytes: number;

  /** Goes on after `bytes`: what follows is of a chunk that was not done. */
  constructor(path: string, bytes: number) {
    this.#file = openSync(path, "a");
    if (fstatSync(this.#file).size < bytes) throw usageFailure(`${path} has lost results that its journal knows of`);
    ftruncateSync(this.#file, bytes);
    this.#bytes = bytes;
  }

  /** Returns the length of the file. */
  append(results: readonly ItemResult[]): number {
    const text = results.map((result) => `${JSON.stringify(result)}\n`).join("");
    writeFileSync(this.#file, text);
    this.#bytes += Buffer.byteLength(text);
    fsyncSync(this.#file);
    return this.#bytes;
  }

  close(): void {
    closeSync(this.#file);
  }
}
