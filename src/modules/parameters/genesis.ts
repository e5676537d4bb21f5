// The values with which a network departs from the defaults.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { signedAmountSchema } from "#src/core/schemas.ts";
import { defineGenesis } from "#src/machine/module.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { parameterNameSchema } from "./rules.ts";
import { requireSetting, requireWithinRange } from "./settings.ts";

/** More overrides than there will be parameters. */
const overridesMax = 1_000;

export const genesis = defineGenesis({
  schema: z.strictObject({
    overrides: z.array(z.strictObject({ parameter: parameterNameSchema, value: signedAmountSchema })).max(overridesMax),
  }),
  initialise(state, { overrides }) {
    for (const { parameter, value } of overrides) {
      const setting = requireSetting(state, parameter);
      requireWithinRange(parameter, value, setting);
      assert(!parameterValues.has(state, parameter), `genesis overrides ${parameter} once`);
      parameterValues.put(state, parameter, { value });
    }
  },
  devnet: () => ({ overrides: [] }),
});
