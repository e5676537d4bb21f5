// A governor sets the height from which the chain runs a version of a module.
import { z } from "zod";
import { heightSchema, moduleNameSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { modulesMax, planModule as plan } from "#src/machine/versions.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireChainModules } from "../chainModules.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";

export const planModule = defineMessage({
  summary: "Plans a module, or a later version of one, from a height on; an earlier plan for the module is replaced.",
  actors: ["governor"],
  schema: z.strictObject({
    module: moduleNameSchema,
    version: z.int().min(1).max(1_000_000),
    /** Absent: as soon as the notice allows. */
    fromHeight: heightSchema.optional(),
  }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 30,
  handle({ state, actor, emit }, { module, version, fromHeight }) {
    authority.requireRole(state, actor, "governor");
    const earliest = state.height + Number(parameters.moduleNoticeBlocks.get(state));
    const height = fromHeight ?? earliest;
    if (height < earliest) throw refusals.noticeTooShort({ earliest });
    const { active, planned } = requireChainModules(state);
    const running = active.find(({ name }) => name === module);
    if (running !== undefined && version <= running.version) {
      throw refusals.versionNotNewer({ module, version: running.version });
    }
    const names = new Set([module, ...active.map(({ name }) => name), ...planned.map(({ name }) => name)]);
    if (names.size > modulesMax) throw refusals.tooManyModules({ most: modulesMax });

    plan(state, { name: module, version, fromHeight: height });
    emit(events.modulePlanned({ module, version, fromHeight: height, by: actor }));
    return { fromHeight: height };
  },
});
