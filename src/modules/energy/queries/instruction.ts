// What a generator's future certificates are reserved for.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireDevice } from "../devices.ts";
import { refusals } from "../refusals.ts";
import { deviceIdSchema, reservationSchema } from "../schemas.ts";
import { instructions } from "../tables.ts";

export const instruction = defineQuery({
  summary: "What the certificates of a device's future records are reserved for: one load, or any where none is named.",
  readers: "public",
  params: z.strictObject({ device: deviceIdSchema }),
  result: reservationSchema,
  proves: ({ device }) => instructions.key(device),
  answer({ state }, { device }) {
    requireDevice(state, device);
    const row = instructions.get(state, device);
    if (row === undefined) throw refusals.unknownInstruction({ device });
    return row;
  },
});
