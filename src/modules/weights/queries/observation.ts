// One observation of prices.
import { z } from "zod";
import { countSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { type Observation, observationSchema } from "../schemas.ts";
import { observations } from "../tables.ts";

export const observation = defineQuery({
  summary: "Average prices of one interval, while they are kept.",
  readers: "public",
  params: z.strictObject({ number: countSchema }),
  result: observationSchema,
  proves: ({ number }) => observations.key(number),
  answer({ state }, { number }) {
    const found = observations.get(state, number);
    if (found === undefined) throw refusals.unknownObservation({ number });
    return found as Observation;
  },
});
