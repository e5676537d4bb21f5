// The registry: one order of modules whatever order they are given in, and no two things under one name or number.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineRefusals, refusal } from "#src/core/refusal.ts";
import { defineEvents } from "#src/machine/event.ts";
import { defineModule, type Electorate, type Gate, type ModuleDefinition } from "#src/machine/module.ts";
import { defineParameters } from "#src/machine/parameter.ts";
import { createRegistry, orderModules } from "#src/machine/registry.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { defineTable } from "#src/state/table.ts";
import { workshop } from "#tests/support/workshop.ts";

const openGate: Gate = { authorise: () => [], requireQuota: () => undefined, charge: () => undefined };

function moduleNamed(
  name: string,
  after: readonly string[] = [],
  more: Partial<ModuleDefinition> = {},
): ModuleDefinition {
  return defineModule({ name, version: 1, summary: "Nothing.", after, tables: {}, ...more });
}
const gatekeeper = moduleNamed("gatekeeper", [], { gate: openGate });
const namesOf = (modules: readonly ModuleDefinition[]) => modules.map(({ name }) => name);
const tableOf = (pattern: string) => ({ tables: { rows: defineTable(pattern, z.boolean()) } });

describe("the order of modules", () => {
  const modules = [
    moduleNamed("accounts", ["authority"]),
    moduleNamed("authority"),
    moduleNamed("basket", ["oracle", "metal"]),
    moduleNamed("metal", ["accounts"]),
    moduleNamed("oracle", ["authority"]),
    moduleNamed("zebra"),
  ];

  it("puts each after those it names, and sorts by name where that leaves a choice", () => {
    expect(namesOf(orderModules(modules))).toEqual(["authority", "accounts", "metal", "oracle", "basket", "zebra"]);
  });

  it("does not depend on the order in which they are given", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(modules, { minLength: modules.length }), (shuffled) => {
        expect(namesOf(orderModules(shuffled))).toEqual(namesOf(orderModules(modules)));
      }),
    );
  });

  it("does not exist for modules that wait for each other, for themselves or for one that is absent", () => {
    expect(() => orderModules([moduleNamed("a", ["b"]), moduleNamed("b", ["a"])])).toThrow("a, b");
    expect(() => orderModules([moduleNamed("a", ["a"])])).toThrow("wait for each other");
    expect(() => orderModules([moduleNamed("a", ["nowhere"])])).toThrow("absent");
  });

  it("does not exist for a module that is given twice", () => {
    expect(() => orderModules([moduleNamed("a"), moduleNamed("a")])).toThrow("registered once");
  });
});

describe("a registry", () => {
  const registry = createRegistry([workshop(), accounts, authority]);

  it("finds messages and queries by module and name, and parameters and events by theirs", () => {
    expect(registry.messages.get("workshop/setSlot")?.module.name).toBe("workshop");
    expect(registry.queries.get("accounts/balance")?.module.name).toBe("accounts");
    expect(registry.parameters.get("accounts.burstWork")?.unit).toBe("work units");
    expect(registry.events.has("authority/roleGranted")).toBe(true);
    expect(registry.messages.has("setSlot")).toBe(false);
  });

  it("holds the parameters, events and refusals of the machine itself", () => {
    expect(registry.parameters.has("machine.validityMs")).toBe(true);
    expect(registry.events.has("machine/breakerTripped")).toBe(true);
    expect([10, 20, 30].map((number) => registry.refusals.get(number)?.code)).toEqual([
      "core/malformedEncoding",
      "state/heightNotKept",
      "machine/malformedTransaction",
    ]);
  });

  it("lists refusals by rising number", () => {
    const numbers = [...registry.refusals.keys()];
    expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
  });

  it("has exactly one gate", () => {
    expect(() => createRegistry([moduleNamed("a")])).toThrow("the gate");
    expect(() => createRegistry([gatekeeper, moduleNamed("a", [], { gate: openGate })])).toThrow("the gate");
  });
});

describe("the electorate of a registry", () => {
  const electorate: Electorate = { updates: () => [] };

  it("is that of the one module which provides it, or absent", () => {
    expect(createRegistry([gatekeeper]).electorate).toBeUndefined();
    expect(createRegistry([gatekeeper, moduleNamed("a", [], { electorate })]).electorate).toBe(electorate);
    const two = [moduleNamed("a", [], { electorate }), moduleNamed("b", [], { electorate })];
    expect(() => createRegistry([gatekeeper, ...two])).toThrow("the electorate");
  });
});

describe("a registry does not exist when", () => {
  const create = (...modules: readonly ModuleDefinition[]) => createRegistry([gatekeeper, ...modules]);

  it("a table does not begin with its module's name", () => {
    expect(() => create(moduleNamed("a", [], tableOf("b/rows/{row}")))).toThrow("belongs to a");
    expect(() => create(moduleNamed("a", [], tableOf("ab/rows/{row}")))).toThrow("belongs to a");
  });

  it("two tables share a root, or one root lies within another", () => {
    const two = (first: string, second: string) =>
      moduleNamed("a", [], {
        tables: { first: defineTable(first, z.boolean()), second: defineTable(second, z.boolean()) },
      });
    expect(() => create(two("a/rows/{row}", "a/rows/{row}/{column}"))).toThrow("used once");
    expect(() => create(two("a/rows/{row}", "a/rows/late"))).toThrow("stay apart");
    expect(() => create(two("a/rows", "a/rows/{row}"))).toThrow("used once");
    expect(() => create(two("a/rows/{row}", "a/rows-late/{row}"))).not.toThrow();
  });

  it("two refusals share a number", () => {
    const refusals = (subject: string, number: number) =>
      defineRefusals(subject, { wrong: refusal(number, "invalid", "Wrong.") });
    expect(() =>
      create(
        moduleNamed("a", [], { refusals: refusals("a", 9_100) }),
        moduleNamed("b", [], { refusals: refusals("b", 9_100) }),
      ),
    ).toThrow("a/wrong");
    expect(() => create(moduleNamed("a", [], { refusals: refusals("a", 30) }))).toThrow("machine/malformedTransaction");
  });

  it("two events or two parameters share a name, as after copying from another module", () => {
    const events = defineEvents("a", { rowSet: z.strictObject({}) });
    expect(() => create(moduleNamed("a", [], { events }), moduleNamed("b", [], { events }))).toThrow(
      "a/rowSet is defined once",
    );
    const setting = {
      summary: "Nothing.",
      unit: "rows",
      default: 1n,
      least: 0n,
      most: 2n,
      owner: "governor",
      noticeBlocks: 0,
    };
    const parameters = defineParameters("a", { size: setting });
    expect(() => create(moduleNamed("a", [], { parameters }), moduleNamed("b", [], { parameters }))).toThrow(
      "a.size is defined once",
    );
  });

  it("a message's schema has no CBOR form", () => {
    const wild = {
      summary: "Nothing.",
      actors: "anyone",
      schema: z.record(z.string(), z.boolean()),
      work: 1,
      handle: () => undefined,
    } as const;
    expect(() => create(moduleNamed("a", [], { messages: { wild } }))).toThrow("no CBOR form");
  });
});
