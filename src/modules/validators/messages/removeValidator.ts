// A governor plans the removal of a validator.
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { plan, requireNotice, requirePlannable } from "../planning.ts";
import { refusals } from "../refusals.ts";
import { totalsOf } from "../roster.ts";
import { addressSchema, type Plan, timing } from "../schemas.ts";

export const removeValidator = defineMessage({
  summary: "Plans the removal of a validator, for good: to come back it needs a new key.",
  actors: ["governor"],
  schema: z.strictObject({ validator: addressSchema, ...timing }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 50,
  handle({ state, actor, emit }, { validator, fromHeight: wanted, reference }) {
    authority.requireRole(state, actor, "governor");
    const found = requirePlannable(state, validator);
    if (found.status === "active" && totalsOf(state).active === 1) throw refusals.lastValidator({ validator });
    const fromHeight = requireNotice(state, wanted);

    const removal: Plan = { change: "removal", fromHeight, reference, by: actor };
    plan(state, found, found, removal);
    emit(events.changePlanned({ validator, ...removal }));
    return { fromHeight };
  },
});
