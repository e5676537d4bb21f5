// The folders of a gateway: what comes in, what goes out, what is finished, and what must not be forgotten.
import { closeSync, existsSync, fstatSync, mkdirSync, opendirSync, openSync, readSync } from "node:fs";
import { extname, join } from "node:path";
import { moveDurably } from "#src/node/durableFiles.ts";

export interface GatewayFolders {
  readonly in: string;
  readonly out: string;
  readonly done: string;
  readonly rejected: string;
  readonly journal: string;
}

export function openFolders(folder: string): GatewayFolders {
  const pathOf = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  return {
    in: pathOf("in"),
    out: pathOf("out"),
    done: pathOf("done"),
    rejected: pathOf("rejected"),
    journal: pathOf("journal"),
  };
}

/** Some files that wait, never more than so many in memory, in the order of their names. */
export function waitingFiles(folder: string, most: number): readonly string[] {
  const names: string[] = [];
  const listing = opendirSync(folder);
  try {
    while (names.length < most) {
      const entry = listing.readSync();
      if (entry === null) break;
      // A name that begins with a dot is of a file that is still being written; a pipe or a link is no file.
      if (entry.name.startsWith(".") || extname(entry.name).toLowerCase() !== ".xml") continue;
      if (entry.isFile()) names.push(entry.name);
    }
  } finally {
    listing.closeSync();
  }
  return names.sort();
}

/** The first bytes of a file, however large it is or grows. */
export function readAtMost(file: string, bytesMax: number): Uint8Array {
  const handle = openSync(file, "r");
  try {
    const buffer = Buffer.allocUnsafe(Math.min(fstatSync(handle).size + 1, bytesMax));
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(handle, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return buffer.subarray(0, length);
  } finally {
    closeSync(handle);
  }
}

/** The same of a file that may have been taken away again; undefined then. */
export function readIfThere(file: string, bytesMax: number): Uint8Array | undefined {
  try {
    return readAtMost(file, bytesMax);
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "ENOENT") return undefined;
    throw reason;
  }
}

/** Moves a file that is finished; another one of the same name keeps it. Answers with the path that it has now. */
export function putAway(from: string, folder: string, name: string, hash: string): string {
  const plain = join(folder, name);
  const to = existsSync(plain) ? join(folder, `${stemOf(name)}.${hash.slice(0, 16)}.xml`) : plain;
  moveDurably(from, to);
  return to;
}

export function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}
