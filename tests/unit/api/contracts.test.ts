// The committed contracts are what the modules say now.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { contractFiles } from "#src/api/contracts.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as modules from "#src/modules/registry.ts";

it("finds the committed contracts up to date: otherwise run scripts/generateContracts.ts", async () => {
  const files = await contractFiles(createRegistry(Object.values(modules)));
  for (const [name, text] of Object.entries(files)) {
    const committed = readFileSync(new URL(`../../../contracts/${name}`, import.meta.url), "utf8");
    expect(committed === text, `contracts/${name} is up to date`).toBe(true);
  }
});
