// The issuing body registers a device with its meter.
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { registerNewDevice } from "../devices.ts";
import { events } from "../events.ts";
import { newDeviceSchema } from "../schemas.ts";

export const registerDevice = defineMessage({
  summary:
    "Registers a device: a generator, a load, a submeter, an interconnector, or one of the two meters of a storage device, with its zone, nameplate, holder and meter.",
  actors: ["issuing-body"],
  schema: newDeviceSchema,
  // Most of it is the check of the meter's key.
  work: 600,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "issuing-body");

    registerNewDevice(state, content);
    emit(events.deviceRegistered({ ...content, by: actor }));
  },
});
