// A governor plans the return of a validator that was suspended.
import { z } from "zod";
import { heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { plan, requireNotice, requirePlannable } from "../planning.ts";
import { refusals } from "../refusals.ts";
import { addressSchema, type Plan, timing } from "../schemas.ts";

export const reinstateValidator = defineMessage({
  summary: "Plans the return of a validator that was suspended because it missed too many blocks.",
  actors: ["governor"],
  schema: z.strictObject({ validator: addressSchema, ...timing }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 50,
  handle({ state, actor, emit }, { validator, fromHeight: wanted, reference }) {
    authority.requireRole(state, actor, "governor");
    const found = requirePlannable(state, validator);
    if (found.status !== "suspended") throw refusals.notSuspended({ validator });
    const fromHeight = requireNotice(state, wanted);

    const reinstatement: Plan = { change: "reinstatement", fromHeight, reference, by: actor };
    plan(state, found, found, reinstatement);
    emit(events.changePlanned({ validator, ...reinstatement }));
    return { fromHeight };
  },
});
