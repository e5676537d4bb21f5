// The issuing body replaces a device's meter, or takes note of a reset: what a register lost is never guessed.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { putMeter, requireFreshMeter, requireMeter } from "../devices.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { deviceIdSchema, meterStartShape } from "../schemas.ts";

export const replaceMeter = defineMessage({
  summary: "Replaces a device's meter from an interval on: a new key and a new register.",
  actors: ["issuing-body"],
  schema: z.strictObject({ device: deviceIdSchema, ...meterStartShape }),
  work: 600,
  handle({ state, actor, emit }, { device, ...start }) {
    authority.requireRole(state, actor, "issuing-body");
    const { recordedUntilMs } = requireMeter(state, device);
    requireFreshMeter(state, start);
    if (start.startMs < recordedUntilMs) throw refusals.meterStartTooEarly({ device, recordedUntilMs });

    putMeter(state, device, start, recordedUntilMs);
    emit(events.meterReplaced({ device, ...start, by: actor }));
  },
});
