// All delivery rights.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { rightNumberSchema, rightSchema } from "../rights/schemas.ts";
import { rights as rows } from "../tables.ts";

export const rights = defineQuery({
  summary: "All delivery rights ever taken, by number, with how each left the reserve.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ number: rightNumberSchema, right: rightSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ number: Number(parts[0]), right: value }),
      ({ parts }) => parts[0] ?? "",
    ),
});
