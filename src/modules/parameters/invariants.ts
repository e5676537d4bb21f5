// Promises of the module `parameters`.
import { present } from "#src/core/assert.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { parameterSettings, parameterValues } from "#src/machine/parameter.ts";
import { isWithinRange } from "./rules.ts";

/** Every value, in force or announced, belongs to a known parameter and lies within its range. */
export const valuesLieWithinRange = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value: row } of parameterValues.scan(state)) {
    const parameter = present(parts[0], "a value's key ends with a parameter");
    const setting = parameterSettings.get(state, parameter);
    if (setting === undefined) broken.push(`${parameter}: a value without a setting`);
    else if (!isWithinRange(row.value, setting)) broken.push(`${parameter}: the value ${row.value} is out of range`);
    else if (row.next !== undefined && !isWithinRange(row.next.value, setting)) {
      broken.push(`${parameter}: the announced value ${row.next.value} is out of range`);
    }
  }
  return broken;
});
