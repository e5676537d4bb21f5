// Parameters: values in force, and the settings that genesis and new versions write into state.
import { expect, test } from "vitest";
import {
  defineParameters,
  parameterInForce,
  parameterSettings,
  parameterValues,
  recordParameterSettings,
} from "#src/machine/parameter.ts";
import { ModuleVersions, planModule } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { probeModule } from "#tests/support/probe.ts";

const announcer = { kind: "proposal", council: "partners", proposal: 1 } as const;

const base = { summary: "Nothing.", unit: "pieces", owner: "governor", noticeBlocks: 3 };
const { size } = defineParameters("probe", { size: { ...base, default: 5n, least: 1n, most: 9n } });

test("the default holds until a value is set, and an announced value from its height on", () => {
  const { journal, nextBlock } = memoryState(1);
  expect(size.get(journal)).toBe(5n);
  parameterValues.put(journal, size.name, { value: 4n, next: { value: 8n, fromHeight: 2, by: announcer } });
  expect(size.get(journal)).toBe(4n);
  expect(parameterInForce(journal, size.name)).toBe(4n);
  nextBlock();
  expect(size.get(journal)).toBe(8n);
});

test("a default out of its own range is a defect", () => {
  expect(() => defineParameters("probe", { size: { ...base, default: 0n, least: 1n, most: 9n } })).toThrow("in range");
});

test("settings are written as rows, without the sentence that only people read", () => {
  const { journal } = memoryState();
  recordParameterSettings(journal, [size]);
  expect(parameterSettings.get(journal, "probe.size")).toEqual({
    unit: "pieces",
    default: 5n,
    least: 1n,
    most: 9n,
    owner: "governor",
    noticeBlocks: 3,
  });
});

test("a narrower range moves values that lie outside it to its nearer end", () => {
  const { journal } = memoryState();
  parameterValues.put(journal, size.name, { value: 0n, next: { value: 12n, fromHeight: 9, by: announcer } });
  recordParameterSettings(journal, [size]);
  expect(parameterValues.get(journal, size.name)).toEqual({
    value: 1n,
    next: { value: 9n, fromHeight: 9, by: announcer },
  });
});

test("a module's next version brings its settings at the height where it starts", () => {
  const { journal, nextBlock } = memoryState(0);
  const before = new ModuleVersions([accounts, authority, probeModule(1, 0n, 9n)]);
  before.recordGenesis(journal, before.newest());
  expect(parameterSettings.get(journal, "machine.validityMs")).toMatchObject({ owner: "governor" });
  parameterValues.put(journal, "probe.size", { value: 9n });
  planModule(journal, { name: "probe", version: 2, fromHeight: 2 });
  const after = new ModuleVersions([accounts, authority, probeModule(1, 0n, 9n), probeModule(2, 1n, 4n, "issuer")]);

  nextBlock(1);
  expect(after.activateDue(journal)).toEqual([]);
  expect(parameterSettings.get(journal, "probe.size")).toMatchObject({ most: 9n, owner: "governor" });
  nextBlock(2);
  expect(after.activateDue(journal)).toEqual([]);
  expect(parameterSettings.get(journal, "probe.size")).toMatchObject({ least: 1n, most: 4n, owner: "issuer" });
  expect(parameterValues.get(journal, "probe.size")).toEqual({ value: 4n });
});
