// The committed contracts are what the modules say now.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contractFiles, stableJson } from "#src/api/contracts.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";

it("finds the committed contracts up to date: otherwise run scripts/generateContracts.ts", async () => {
  const files = await contractFiles(createRegistry(Object.values(modules)));
  for (const [name, text] of Object.entries(files)) {
    const committed = readFileSync(new URL(`../../../contracts/${name}`, import.meta.url), "utf8");
    expect(committed === text, `contracts/${name} is up to date`).toBe(true);
  }
});

it("writes members in order of their names, and lists as they are", () => {
  const text = '{\n  "a": [\n    2,\n    1\n  ],\n  "b": {\n    "c": null,\n    "d": 1\n  }\n}\n';
  expect(stableJson({ b: { d: 1, c: null }, a: [2, 1] })).toBe(text);
});
