// A parameter's owner takes back a change that is not yet in force.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { parameterValues } from "#src/machine/parameter.ts";
import { roles } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { parameterNameSchema, standingOf } from "../rules.ts";
import { requireOwnedSetting } from "../settings.ts";

export const cancelChange = defineMessage({
  summary: "Takes back the announced change of a parameter.",
  actors: roles,
  schema: z.strictObject({ parameter: parameterNameSchema }),
  work: 30,
  handle({ state, actor, emit }, { parameter }) {
    const setting = requireOwnedSetting(state, parameter, actor);
    const { value, next } = standingOf(parameterValues.get(state, parameter), setting, state.height);
    if (next === undefined) throw refusals.nothingPending({ parameter });

    // Without a row the default holds, and follows the module's next version.
    if (value === setting.default) parameterValues.delete(state, parameter);
    else parameterValues.put(state, parameter, { value });
    emit(events.changeCancelled({ parameter, value: next.value, by: actor }));
  },
});
