// One bar or lot, found by the marks on it; it stays known after delivery.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { refusals } from "../refusals.ts";
import { barKeyShape, barSchema } from "../schemas.ts";
import { bars } from "../tables.ts";

export const bar = defineQuery({
  summary: "One bar or lot by refiner, serial and year: its weights, its vault, its first metal certificate.",
  readers: "public",
  params: z.strictObject(barKeyShape),
  result: barSchema,
  proves: ({ refiner, serial, year }) => bars.key(refiner, serial, year),
  answer({ state }, { refiner, serial, year }) {
    const row = bars.get(state, refiner, serial, year);
    if (row === undefined) throw refusals.unknownBar({ refiner, serial, year });
    return row;
  },
});
