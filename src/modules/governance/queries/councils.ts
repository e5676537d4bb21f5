// All councils.
import { z } from "zod";
import { councilIdSchema } from "#src/core/schemas.ts";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { charterOf } from "../councils.ts";
import { charterSchema, councilSchema } from "../schemas.ts";
import { councils as rows } from "../tables.ts";

export const councils = defineQuery({
  summary: "The councils by name, with the charters in force.",
  readers: "public",
  params: z.strictObject({ ...pageParams }),
  result: pageOf(z.strictObject({ council: councilIdSchema, ...councilSchema.shape, charter: charterSchema })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts: [council = ""], value }) => ({ council, ...value, charter: charterOf(state, council, value.revision) }),
      ({ parts: [council = ""] }) => council,
    ),
});
