// What a node's processes have written, application and engine side by side.
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { loadPlan, type Part, pathsOf, requireNode } from "./plan.ts";

const pollMs = 200;
/** What is shown of a log that is already long. */
const tailBytes = 16 * 1024;
const chunkBytes = 64 * 1024;

export interface LogOptions {
  readonly part?: Part | undefined;
  /** Goes on until this is aborted; without it, what is there is shown once. */
  readonly follow?: AbortSignal | undefined;
  readonly write: (line: string) => void;
}

export async function logs(directory: string, name: string, { part, follow, write }: LogOptions): Promise<void> {
  const paths = pathsOf(directory, requireNode(loadPlan(directory), name).name);
  const parts: readonly Part[] = part === undefined ? ["app", "engine"] : [part];
  const readers = parts.map((each) => new LogReader(paths.log(each), parts.length > 1 ? `${each}: ` : "", write));
  for (const reader of readers) reader.read();
  while (follow !== undefined && !follow.aborted) {
    await new Promise((done) => setTimeout(done, pollMs));
    for (const reader of readers) reader.read();
  }
}

/** Hands on whole lines, from near the end of a file and as it grows. */
class LogReader {
  readonly #path: string;
  readonly #prefix: string;
  readonly #write: (line: string) => void;
  #at: number | undefined;
  /** Whether the line at the place read from begins there: the first one of a tail does not. */
  #isWhole = true;
  #rest = "";

  constructor(path: string, prefix: string, write: (line: string) => void) {
    this.#path = path;
    this.#prefix = prefix;
    this.#write = write;
  }

  read(): void {
    if (!existsSync(this.#path)) return;
    const file = openSync(this.#path, "r");
    try {
      const { size } = fstatSync(file);
      if (this.#at === undefined) {
        this.#at = Math.max(0, size - tailBytes);
        this.#isWhole = this.#at === 0;
      }
      const chunk = Buffer.alloc(chunkBytes);
      for (let length = 1; length > 0 && this.#at < size; ) {
        length = readSync(file, chunk, 0, chunkBytes, this.#at);
        this.#at += length;
        this.#take(chunk.toString("utf8", 0, length));
      }
    } finally {
      closeSync(file);
    }
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (this.#isWhole) this.#write(this.#prefix + line);
      this.#isWhole = true;
    }
  }
}
