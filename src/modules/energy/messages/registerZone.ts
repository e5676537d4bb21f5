// The issuing body names a bidding zone or balancing area.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { registerNewZone } from "../devices.ts";
import { events } from "../events.ts";
import { zoneIdSchema, zoneSchema } from "../schemas.ts";

export const registerZone = defineMessage({
  summary: "Registers a bidding zone or balancing area.",
  actors: ["issuing-body"],
  schema: z.strictObject({ zone: zoneIdSchema, name: zoneSchema.shape.name }),
  work: 60,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "issuing-body");

    registerNewZone(state, content);
    emit(events.zoneRegistered({ ...content, by: actor }));
  },
});
