// Modules describe themselves completely: registered once, documented, tested, and apart from each other.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as registered from "#src/modules/registry.ts";
import { filesUnder, projectRoot, readSource } from "#tests/support/sourceTree.ts";

const modules: readonly ModuleDefinition[] = Object.values(registered);
const readmeLinesMax = 80;

/** Where each module's refusal numbers lie: ranges never overlap, and a number is never used again. */
const refusalRanges: Readonly<Record<string, readonly [number, number]>> = {
  authority: [100, 149],
  accounts: [150, 249],
  parameters: [250, 299],
  oracle: [300, 349],
  "metal-reserve": [350, 449],
  basket: [450, 499],
  issuance: [500, 599],
  settlement: [600, 699],
  validators: [700, 749],
  energy: [750, 849],
  compute: [850, 949],
  "value-support": [950, 999],
  bonds: [1000, 1029],
  indicators: [1030, 1059],
  governance: [1060, 1089],
  "reserve-auctions": [1090, 1119],
  weights: [1240, 1269],
  netting: [1120, 1159],
  corridors: [1160, 1199],
  fx: [1200, 1239],
  "swap-lines": [1270, 1309],
  "reserve-pool": [1560, 1599],
  directory: [1430, 1469],
  payments: [1470, 1519],
  "exchange-pools": [1390, 1429],
  "net-windows": [1310, 1349],
  "bank-gateway": [1520, 1559],
  "intraday-credit": [1350, 1389],
};

function namesOf(record: Readonly<Record<string, unknown>> | undefined): string[] {
  return Object.keys(record ?? {});
}

test("every folder is one line in the registry, and every line one folder", () => {
  const folders = readdirSync(join(projectRoot, "src/modules"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(modules.map(({ name }) => name).sort()).toEqual(folders.map(({ name }) => name).sort());
  const lines = readSource("src/modules/registry.ts").lines.filter((line) => line.startsWith("export"));
  expect(lines).toHaveLength(modules.length);
  for (const line of lines) expect(line).toMatch(/^export \{ \w+ \} from "\.\/[a-z-]+\/module\.ts";$/);
});

test("the modules form a registry: no name, number or key pattern collides", () => {
  expect(() => createRegistry(modules)).not.toThrow();
});

for (const module of modules) {
  const { name, messages, queries, events, refusals, invariants } = module;
  const folder = join("src/modules", name);

  test(`${name}: its README is at most 80 lines and names everything the module has`, () => {
    const readme = readFileSync(join(projectRoot, folder, "README.md"), "utf8");
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(readmeLinesMax);
    const groups = [messages, queries, events, refusals, invariants];
    const missing = groups.flatMap(namesOf).filter((each) => !new RegExp(`\\b${each}\\b`).test(readme));
    expect(missing).toEqual([]);
  });

  test(`${name}: each message and query has a file of its name`, () => {
    for (const message of namesOf(messages))
      expect(existsSync(join(projectRoot, folder, "messages", `${message}.ts`)), message).toBe(true);
    for (const query of namesOf(queries))
      expect(existsSync(join(projectRoot, folder, "queries", `${query}.ts`)), query).toBe(true);
  });

  test(`${name}: every message, query, refusal and invariant appears in its tests`, () => {
    const files = [...filesUnder(join("tests/unit/modules", name)), ...filesUnder("tests/scenarios")];
    const text = files.map((path) => readSource(path).text).join("\n");
    const untested = [messages, queries, refusals, invariants]
      .flatMap(namesOf)
      .filter((each) => !new RegExp(`\\b${each}\\b`).test(text));
    expect(untested).toEqual([]);
  });

  test(`${name}: refusals keep to the module's own numbers`, () => {
    const [least, most] = refusalRanges[name] ?? [0, -1];
    const numbers = Object.values(refusals ?? {}).map(({ definition }) => definition.number);
    expect(numbers.filter((number) => number < least || number > most)).toEqual([]);
  });

  test(`${name}: keys are spelled in tables.ts alone`, () => {
    const spelled = filesUnder(folder).filter((path) =>
      /define(Table|Queue|DueQueue)\(\s*"/.test(readSource(path).text),
    );
    expect(spelled.filter((path) => !path.endsWith("/tables.ts"))).toEqual([]);
  });
}
