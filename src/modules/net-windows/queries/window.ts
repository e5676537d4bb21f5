// One window of a scheme.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema, windowNumberSchema, windowSchema } from "../schemas.ts";
import { windows } from "../tables.ts";

export const window = defineQuery({
  summary: "A window: its times, what was paid in it, and once it is closed the net positions.",
  readers: party("positions.account"),
  params: z.strictObject({ scheme: schemeNumberSchema, window: windowNumberSchema }),
  result: windowSchema,
  proves: (params) => windows.key(params.scheme, params.window),
  answer({ state }, { scheme, window: number }) {
    requireScheme(state, scheme);
    const row = windows.get(state, scheme, number);
    if (row === undefined) throw refusals.unknownWindow({ scheme, window: number });
    return row;
  },
});
