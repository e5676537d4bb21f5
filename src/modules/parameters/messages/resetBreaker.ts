// A governor lets a stopped module work again, after the breach of its books was looked into.
import { z } from "zod";
import { moduleNameSchema } from "#src/core/schemas.ts";
import { breakers, resetBreaker as closeBreaker } from "#src/machine/breaker.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { referenceSchema } from "../rules.ts";

export const resetBreaker = defineMessage({
  summary: "Lets a module work again whose breaker was tripped.",
  actors: ["governor"],
  schema: z.strictObject({ module: moduleNameSchema, reference: referenceSchema }),
  work: 30,
  handle({ state, actor, emit }, { module, reference }) {
    authority.requireRole(state, actor, "governor");
    const breaker = breakers.get(state, module);
    if (breaker === undefined) throw refusals.breakerNotTripped({ module });

    closeBreaker(state, module);
    emit(events.breakerReset({ module, tally: breaker.tally, reference, by: actor }));
  },
});
