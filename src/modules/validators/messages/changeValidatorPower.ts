// A governor plans another power for a validator.
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { plan, requireNotice, requirePlannable } from "../planning.ts";
import { refusals } from "../refusals.ts";
import { addressSchema, type Plan, powerSchema, timing } from "../schemas.ts";

export const changeValidatorPower = defineMessage({
  summary: "Plans another power for a validator; a suspended one has it once it is reinstated.",
  actors: ["governor"],
  schema: z.strictObject({ validator: addressSchema, power: powerSchema, ...timing }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 50,
  handle({ state, actor, emit }, { validator, power, fromHeight: wanted, reference }) {
    authority.requireRole(state, actor, "governor");
    const found = requirePlannable(state, validator);
    if (found.power === power) throw refusals.powerUnchanged({ validator });
    const fromHeight = requireNotice(state, wanted);

    const change: Plan = { change: "power", power, fromHeight, reference, by: actor };
    plan(state, found, found, change);
    emit(events.changePlanned({ validator, ...change }));
    return { fromHeight };
  },
});
