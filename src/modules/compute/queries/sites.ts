// All sites.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { nameSchema, siteSchema } from "../schemas.ts";
import { sites as rows } from "../tables.ts";

export const sites = defineQuery({
  summary: "All sites, by name.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(z.strictObject({ site: nameSchema, ...siteSchema.shape })),
  answer: ({ state }, { after, limit }) =>
    readPage(
      rows.scan(state, { after }),
      limit,
      ({ parts, value }) => ({ ...value, site: parts[0] ?? "" }),
      ({ parts }) => parts[0] ?? "",
    ),
});
