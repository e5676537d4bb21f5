// What a fresh clone holds: a lockfile that works everywhere, and a top level that stays small.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "#tests/support/sourceTree.ts";

test("the lockfile names no download address", () => {
  expect(readFileSync(join(projectRoot, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
});

test("the top level holds nothing but what belongs there", () => {
  // What commands leave behind, and Git ignores.
  const left = ["node_modules", "dist"];
  const visible = readdirSync(projectRoot).filter((name) => !name.startsWith(".") && !left.includes(name));
  const expected = ["LICENSE", "README.md", "contracts", "docker-compose.yml", "package-lock.json", "package.json"];
  expect(visible.sort()).toEqual([...expected, "scripts", "src", "tests", "tsconfig.json"]);
});
