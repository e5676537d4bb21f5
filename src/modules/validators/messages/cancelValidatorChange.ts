// A governor takes a planned change of a validator back.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { requireKnown } from "../planning.ts";
import { refusals } from "../refusals.ts";
import { replaceValidator, unlistPlan } from "../roster.ts";
import { addressSchema } from "../schemas.ts";

export const cancelValidatorChange = defineMessage({
  summary: "Takes the planned change of a validator back, before it takes effect.",
  actors: ["governor"],
  schema: z.strictObject({ validator: addressSchema }),
  work: 50,
  handle({ state, actor, emit }, { validator }) {
    authority.requireRole(state, actor, "governor");
    const { plan, ...kept } = requireKnown(state, validator);
    if (plan === undefined) throw refusals.nothingPlanned({ validator });

    unlistPlan(state, validator);
    // Who was never admitted leaves no trace: the key may be proposed again.
    replaceValidator(state, { ...kept, plan }, kept.status === "planned" ? undefined : kept);
    const { change, fromHeight } = plan;
    emit(events.changeCancelled({ validator, change, fromHeight, by: actor }));
  },
});
