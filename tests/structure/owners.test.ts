// Every parameter has an owner for a reason: decision 0042 names it, and says who decides and why.
import { expect, test } from "vitest";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as registered from "#src/modules/registry.ts";
import { readSource } from "#tests/support/sourceTree.ts";

const { parameters } = createRegistry(Object.values(registered) as readonly ModuleDefinition[]);

/** The rows of the record's table: owner and reason by parameter. */
function decided(): [parameter: string, entry: { readonly owner: string; readonly reason: string }][] {
  const { lines } = readSource("src/decisions/0042-who-decides-about-which-parameter.md");
  return lines
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .filter(([, names = ""]) => names.startsWith("`"))
    .flatMap(([, names = "", owner = "", reason = ""]) =>
      names
        .split(", ")
        .map((name): [string, { owner: string; reason: string }] => [
          name.replaceAll("`", ""),
          { owner: owner.replaceAll("`", ""), reason },
        ]),
    );
}

test("each parameter stands in the table once, with the owner that its setting names, and a reason", () => {
  const rows = decided();
  expect(rows.map(([name]) => name).sort()).toEqual([...parameters.keys()].sort());
  for (const [name, { owner, reason }] of rows) {
    expect(parameters.get(name)?.owner, name).toBe(owner);
    expect(reason.length, name).toBeGreaterThan(10);
  }
});

test("no council decides what the money is made of, and no role alone what users owe each other", () => {
  const modulesOf = (owner: string) => {
    const names = [...parameters.values()].filter((parameter) => parameter.owner === owner).map(({ name }) => name);
    return [...new Set(names.map((name) => name.split(".")[0]))].sort();
  };
  const councils = modulesOf("council:applications");
  expect(councils).toEqual([
    "accounts",
    "bank-gateway",
    "compute",
    "corridors",
    "directory",
    "energy",
    "exchange-pools",
    "fx",
    "intraday-credit",
    "net-windows",
    "payments",
    "reserve-pool",
    "settlement",
    "swap-lines",
    "value-support",
  ]);
  expect(modulesOf("governor").filter((name) => name === "basket" || name === "issuance" || name === "bonds")).toEqual(
    [],
  );
});
