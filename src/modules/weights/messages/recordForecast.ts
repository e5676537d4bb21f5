// The issuer hands in a forecast's model, which a policy may then adopt by its hash.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { encodeForecastModel, forecastModelSchema, hasAllLeaves } from "#src/weighting/forecast/model.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { forecasts } from "../tables.ts";

export const recordForecast = defineMessage({
  summary: "Keeps a forecast's model under the SHA-256 of its encoding; it changes nothing until a policy adopts it.",
  actors: ["issuer"],
  schema: z.strictObject({ model: forecastModelSchema }),
  result: z.strictObject({ modelHash: hashSchema }),
  work: ({ model }) => 100 + 10 * model.trees.length,
  handle({ state, actor, emit }, { model }) {
    authority.requireRole(state, actor, "issuer");
    if (!hasAllLeaves(model)) throw refusals.forecastMalformed({});
    const modelHash = sha256(encodeForecastModel(model));
    const key = bytesToHex(modelHash);
    if (forecasts.has(state, key)) throw refusals.forecastExists({ modelHash: key });

    forecasts.put(state, key, { by: actor, atMs: state.timeMs, model });
    emit(events.forecastRecorded({ modelHash, trees: model.trees.length, by: actor }));
    return { modelHash };
  },
});
