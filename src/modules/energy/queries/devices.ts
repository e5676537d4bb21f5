// All devices.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { deviceIdSchema, deviceSchema } from "../schemas.ts";
import { devices as rows } from "../tables.ts";

export const devices = defineQuery({
  summary: "All devices, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ device: deviceIdSchema, ...deviceSchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, device: parts[0] ?? "" }),
      ({ parts }) => parts[0] ?? "",
    ),
});
