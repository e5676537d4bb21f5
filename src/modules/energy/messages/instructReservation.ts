// The holder of a generator wants the certificates of its future records reserved for the matching.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { requireGeneratorOf, requireLoadIn } from "../reservations.ts";
import { deviceIdSchema, reservationSchema } from "../schemas.ts";
import { instructions } from "../tables.ts";

export const instructReservation = defineMessage({
  summary:
    "Reserves the certificates of a device's future records for one load of its zone, or for any load where none is named, as far as they are clean and their day has not closed.",
  actors: "anyone",
  schema: z.strictObject({ device: deviceIdSchema, ...reservationSchema.shape }),
  work: 60,
  handle({ state, actor, emit }, { device, ...reservation }) {
    const { zone } = requireGeneratorOf(state, device, actor);
    requireLoadIn(state, zone, reservation.load);

    instructions.put(state, device, reservation);
    emit(events.reservationInstructed({ device, ...reservation, by: actor }));
  },
});
