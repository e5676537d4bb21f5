// The container files: no engine for containers runs the tests, so what can be checked is checked as text.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "#tests/support/sourceTree.ts";

const compose = readFileSync(join(projectRoot, "docker-compose.yml"), "utf8");
const dockerfile = readFileSync(join(projectRoot, "scripts/Dockerfile"), "utf8");

test("the composed node has a health check, a volume, and listens on this machine alone", () => {
  expect(compose).toMatch(/healthcheck:\n\s+test: .*\/health\/ready/);
  expect(compose).toMatch(/volumes:\n\s+- ledger:\/data/);
  expect(compose).toMatch(/- "127\.0\.0\.1:8420:8420"/);
  expect(compose).toContain("dockerfile: scripts/Dockerfile");
});

test("everything the image copies is there, and it runs without privileges", () => {
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = ""]) => sources.split(" "));
  expect(copied.length).toBeGreaterThan(3);
  for (const source of copied) expect(existsSync(join(projectRoot, source)), source).toBe(true);
  expect(dockerfile).toMatch(/^USER node$/m);
});

test("the lockfile names no download address", () => {
  expect(readFileSync(join(projectRoot, "package-lock.json"), "utf8")).not.toContain('"resolved": "http');
});

test("the top level holds nothing but what belongs there", () => {
  const visible = readdirSync(projectRoot).filter((name) => !name.startsWith(".") && name !== "node_modules");
  const expected = ["LICENSE", "README.md", "contracts", "docker-compose.yml", "package-lock.json", "package.json"];
  expect(visible.sort()).toEqual([...expected, "scripts", "src", "tests", "tsconfig.json"]);
});
