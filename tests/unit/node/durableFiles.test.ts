// Files that are whole or not there.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { moveDurably, saveFile } from "#src/node/durableFiles.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

it("saves a file whole, over what was there, and leaves nothing beside it", () => {
  const path = join(folder.path, "file");
  for (const text of ["a longer text", "short"]) {
    saveFile(path, text);
    expect(readFileSync(path, "utf8")).toBe(text);
  }
  expect(readdirSync(folder.path)).toEqual(["file"]);
});

it("takes over from an earlier try that was cut short", () => {
  const path = join(folder.path, "file");
  writeFileSync(`${path}.unfinished`, "half of a very long te");
  saveFile(path, "whole");
  expect(readFileSync(path, "utf8")).toBe("whole");
});

it("moves a folder with all it holds", () => {
  mkdirSync(join(folder.path, "from"));
  saveFile(join(folder.path, "from", "file"), "text");
  moveDurably(join(folder.path, "from"), join(folder.path, "to"));
  expect(readdirSync(folder.path)).toEqual(["to"]);
  expect(readFileSync(join(folder.path, "to", "file"), "utf8")).toBe("text");
});
