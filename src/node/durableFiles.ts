// Files and names that are whole and on disk when the call returns, so that a crash leaves the old state or the new one.
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes a small file under a name that it has only once it is whole. */
export function saveFile(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, "w");
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  moveDurably(unfinished, path);
}

/** Both names must lie in one file system. */
export function moveDurably(from: string, to: string): void {
  renameSync(from, to);
  syncDirectory(dirname(to));
}

function syncDirectory(path: string): void {
  const directory = openSync(path, "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
