// The issuing body names a bidding zone or balancing area.
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { registerNewZone } from "../devices.ts";
import { events } from "../events.ts";
import { newZoneSchema } from "../schemas.ts";

export const registerZone = defineMessage({
  summary: "Registers a bidding zone or balancing area, with the residual mix that is assumed where nothing tells it.",
  actors: ["issuing-body"],
  schema: newZoneSchema,
  work: 60,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "issuing-body");

    registerNewZone(state, content);
    emit(events.zoneRegistered({ ...content, by: actor }));
  },
});
