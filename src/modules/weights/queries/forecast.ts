// One forecast's model.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { type ForecastRecord, forecastRecordSchema } from "../schemas.ts";
import { forecasts } from "../tables.ts";

export const forecast = defineQuery({
  summary: "A forecast's model by its hash in hexadecimal: trees that a policy may have adopted.",
  readers: "public",
  params: z.strictObject({ modelHash: z.string().regex(/^[0-9a-f]{64}$/) }),
  result: forecastRecordSchema,
  proves: ({ modelHash }) => forecasts.key(modelHash),
  answer({ state }, { modelHash }) {
    const found = forecasts.get(state, modelHash);
    if (found === undefined) throw refusals.unknownForecast({ modelHash });
    return found as ForecastRecord;
  },
});
