// Files and functions stay small, open with a sentence, are used, and are named by their subject.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesUnder, functionsOf, projectRoot, sourcesUnder } from "#tests/support/sourceTree.ts";

const sources = sourcesUnder("src");
const scripts = sourcesUnder("scripts");
const tests = sourcesUnder("tests");

const fileLinesMax = 400;
const functionLinesMax = 70;

test("no source file has more than 400 lines", () => {
  const long = [...sources, ...scripts].filter(({ lines }) => lines.length > fileLinesMax);
  expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
});

test("no function has more than 70 lines", () => {
  const long = [...sources, ...scripts].flatMap(functionsOf).filter(({ lines }) => lines > functionLinesMax);
  expect(long.map(({ path, line, lines }) => `${path}:${line}: ${lines}`)).toEqual([]);
});

/** The comment that a file begins with, as one line. */
function openingOf(lines: readonly string[]): string {
  const end = lines.findIndex((line) => !line.startsWith("//"));
  return lines.slice(0, Math.max(0, end)).join(" ");
}

test("every file opens with a sentence that says what it is for", () => {
  const silent = [...sources, ...scripts, ...tests].filter(({ lines }) => !/^\/\/ .+\.$/.test(openingOf(lines)));
  expect(silent.map(({ path, lines }) => `${path}: ${lines[0]}`)).toEqual([]);
});

test("nothing is left to be done later, and nothing is commented out", () => {
  const word = new RegExp(["TO", "DO|FIX", "ME"].join(""));
  const wrong = [...sources, ...scripts, ...tests].flatMap(({ path, lines }) =>
    lines.flatMap((line, at) =>
      word.test(line) || /^\s*\/\/ (const|let|import|return) /.test(line) ? [`${path}:${at + 1}: ${line}`] : [],
    ),
  );
  expect(wrong).toEqual([]);
});

test("no folder is named after no subject", () => {
  const banned = new Set(["utils", "common", "helpers", "types", "lib", "internal"]);
  const wrong = [...sources, ...scripts, ...tests].filter(({ path }) =>
    path.split("/").some((part) => banned.has(part)),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

test("every source file is used", () => {
  // Started by a command or a thread, imported by whoever writes a program, or there for tests alone: modules are
  // tested on real state without a disk.
  const entryPoints = new Set([
    "src/node/start.ts",
    "src/consensus/abci/cometGenesis.ts",
    "src/node/verifier/thread.ts",
    "src/cli/main.ts",
    "src/cli/testnet/links/main.ts",
    "src/state/store/memoryStore.ts",
    "src/sdk/public.ts",
  ]);
  const used = new Set([...sources, ...scripts].flatMap(({ imports }) => imports.flatMap(({ file }) => file ?? [])));
  const unused = sources.filter(({ path }) => !used.has(path) && !entryPoints.has(path));
  expect(unused.map(({ path }) => path)).toEqual([]);
});

test("unit tests mirror the source", () => {
  const astray = filesUnder("tests/unit", ".test.ts").filter((path) => {
    const source = path.replace("tests/unit/", "src/").replace(/\.test\.ts$/, "");
    return !existsSync(join(projectRoot, `${source}.ts`)) && !existsSync(join(projectRoot, source));
  });
  expect(astray).toEqual([]);
});

test("no two decision records have one number, and each begins with its own", () => {
  const records = filesUnder("src/decisions", ".md");
  const numbers = records.map((path) => path.replace(/^src\/decisions\/(\d{4})-.*$/, "$1"));
  expect(numbers.toSorted()).toEqual([...new Set(numbers)].toSorted());
  const astray = records.filter((path, at) => {
    const [title = ""] = readFileSync(join(projectRoot, path), "utf8").split("\n");
    return Number(/^# (\d+)/.exec(title)?.[1]) !== Number(numbers[at]);
  });
  expect(astray).toEqual([]);
});
