// A governor takes back the plan of a module's version that has not started.
import { z } from "zod";
import { moduleNameSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { withdrawModulePlan } from "#src/machine/versions.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireChainModules } from "../chainModules.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";

export const cancelModulePlan = defineMessage({
  summary: "Takes back the plan of a module's version.",
  actors: ["governor"],
  schema: z.strictObject({ module: moduleNameSchema }),
  work: 30,
  handle({ state, actor, emit }, { module }) {
    authority.requireRole(state, actor, "governor");
    const planned = requireChainModules(state).planned.find(({ name }) => name === module);
    if (planned === undefined) throw refusals.nothingPlanned({ module });

    withdrawModulePlan(state, module);
    emit(events.modulePlanCancelled({ module, version: planned.version, by: actor }));
  },
});
