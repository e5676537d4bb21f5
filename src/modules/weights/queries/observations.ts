// All observations.
import { z } from "zod";
import { defineQuery, pageOf, pageParams, readPage } from "#src/machine/query.ts";
import { type Observation, observationSchema } from "../schemas.ts";
import { observations as stored } from "../tables.ts";

export const observations = defineQuery({
  summary: "The observations that there are, oldest first.",
  readers: "public",
  params: z.strictObject(pageParams),
  result: pageOf(observationSchema),
  answer: ({ state }, { after, limit }) =>
    readPage(
      stored.scan(state, { after }),
      limit,
      ({ value }) => value as Observation,
      ({ parts }) => parts[0] ?? "",
    ),
});
