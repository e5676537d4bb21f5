// All schemes.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { schemeNumberSchema, schemeSchema } from "../schemas.ts";
import { schemes as table } from "../tables.ts";

export const schemes = defineQuery({
  summary: "All schemes, by number.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: schemeNumberSchema, scheme: schemeSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      table.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), scheme: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
