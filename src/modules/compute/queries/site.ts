// One site.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { requireSite } from "../registering.ts";
import { nameSchema, siteSchema } from "../schemas.ts";
import { sites } from "../tables.ts";

export const site = defineQuery({
  summary: "One site: its load, provider, hardware, and what it can do in an hour.",
  readers: "public",
  params: z.strictObject({ site: nameSchema }),
  result: siteSchema,
  proves: ({ site: name }) => sites.key(name),
  answer: ({ state }, { site: name }) => requireSite(state, name),
});
