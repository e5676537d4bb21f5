// From a unit of money to the hour of a generator that supports it.
import { z } from "zod";
import { amountSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { read } from "../access.ts";
import { keysOf, keysShape, supportShape } from "../listing.ts";
import { refusals } from "../refusals.ts";
import { supportOfUnit } from "../walk.ts";

export const supportOf = defineQuery({
  summary: "The generation certificate that supports the n-th micro-KDG in circulation, the first being 0, and how.",
  readers: "public",
  params: z.strictObject({ unitMicroKdg: amountSchema }),
  result: z.strictObject({ ...supportShape, ...keysShape }),
  async answer({ state }, { unitMicroKdg }) {
    const support = await supportOfUnit(state, unitMicroKdg);
    if (support === undefined) throw refusals.unitBeyondRoom({ roomMicroKdg: read.roomMicroKdg(state) });
    return { ...support, keys: await keysOf(state, support) };
  },
});
