// Who may read: every query says it, and names what its parameters or its answer have.
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { createRegistry } from "#src/machine/registry.ts";
import * as registered from "#src/modules/registry.ts";

const modules: readonly ModuleDefinition[] = Object.values(registered);
const queries = [...createRegistry(modules).queries.values()];

/** The schema under a name; of a list, that of its entries. */
function schemaAt(schema: unknown, path: readonly string[]): unknown {
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, path);
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap(), path);
  const [name, ...rest] = path;
  if (name === undefined) return schema;
  return schema instanceof z.ZodObject ? schemaAt(schema.shape[name], rest) : undefined;
}

describe("readers", () => {
  it("are said by every query", () => {
    const silent = queries.filter(({ definition }) => definition.readers === undefined).map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  it("are found under names that the parameters or the answer have", () => {
    const wrong: string[] = [];
    for (const { name, definition } of queries) {
      const { readers, params, result } = definition;
      if (typeof readers === "string") continue;
      const has = (path: string) => [params, result].some((schema) => schemaAt(schema, path.split(".")) !== undefined);
      // A row without a currency has no central bank; one that names other members than the usual must have them.
      const currencies = readers.currencies.filter((path) => path !== "currency");
      for (const path of [...readers.parties, ...currencies]) if (!has(path)) wrong.push(`${name}: ${path}`);
    }
    expect(wrong).toEqual([]);
  });

  it("of a list are found in its parameters: one entry's party must not read those of others", () => {
    const lists = queries.filter(
      ({ definition }) => definition.result instanceof z.ZodObject && "items" in definition.result.shape,
    );
    for (const { name, definition } of lists) {
      const { readers, params } = definition;
      if (typeof readers === "string") continue;
      for (const path of readers.parties) expect(Object.keys(params.shape), name).toContain(path);
    }
    expect(lists.length).toBeGreaterThan(10);
  });
});
