// One zone.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireZone } from "../devices.ts";
import { zoneIdSchema, zoneSchema } from "../schemas.ts";
import { zones } from "../tables.ts";

export const zone = defineQuery({
  summary: "One bidding zone or balancing area.",
  readers: "public",
  params: z.strictObject({ zone: zoneIdSchema }),
  result: zoneSchema,
  proves: ({ zone: name }) => zones.key(name),
  answer: ({ state }, { zone: name }) => requireZone(state, name),
});
