// The promise that every value lies within its range.
import { expect, test } from "vitest";
import { parameterValues, recordParameterSettings } from "#src/machine/parameter.ts";
import { valuesLieWithinRange } from "#src/modules/parameters/invariants.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { probeModule } from "#tests/support/probe.ts";

const announcer = { kind: "proposal", council: "partners", proposal: 1 } as const;

const settings = Object.values(probeModule(1, 2n, 9n).parameters);

test("values within range keep the promise", async () => {
  const { journal, scanner } = memoryState();
  recordParameterSettings(journal, settings);
  parameterValues.put(journal, "probe.size", { value: 2n, next: { value: 9n, fromHeight: 5, by: announcer } });
  expect(await valuesLieWithinRange({ state: scanner() })).toEqual([]);
});

test("finds a value out of range, an announced one, and one without a setting", async () => {
  const { journal, scanner } = memoryState();
  recordParameterSettings(journal, settings);
  parameterValues.put(journal, "probe.gone", { value: 1n });
  parameterValues.put(journal, "probe.size", { value: 1n });
  expect(await valuesLieWithinRange({ state: scanner() })).toEqual([
    "probe.gone: a value without a setting",
    "probe.size: the value 1 is out of range",
  ]);
  parameterValues.delete(journal, "probe.gone");
  parameterValues.put(journal, "probe.size", { value: 2n, next: { value: 10n, fromHeight: 5, by: announcer } });
  expect(await valuesLieWithinRange({ state: scanner() })).toEqual([
    "probe.size: the announced value 10 is out of range",
  ]);
});
