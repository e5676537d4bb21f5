// How much of the directory a bank fills.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { holdingSchema } from "../schemas.ts";
import { holdings } from "../tables.ts";

export const holding = defineQuery({
  summary: "How many proxies and ports a bank has.",
  readers: party("bank"),
  params: z.strictObject({ bank: accountSchema }),
  result: holdingSchema,
  proves: ({ bank }) => holdings.key(bank),
  answer: ({ state }, { bank }) => holdings.get(state, bank) ?? { proxies: 0, ports: 0 },
});
