// How critical a component is, step by step.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { read as basket, componentIdSchema } from "#src/modules/basket/access.ts";
import { nothingKnown } from "#src/weighting/scarcity/score.ts";
import { figuresOf, volatilityOf } from "../proposing.ts";
import { refusals } from "../refusals.ts";
import { score } from "../rules.ts";
import { figuresSchema, scoreSchema } from "../schemas.ts";

export const criticality = defineQuery({
  summary:
    "A component's criticality: figures with their records, supply risk, growth and volatility, at least and at most.",
  readers: "public",
  params: z.strictObject({ component: componentIdSchema }),
  result: z.strictObject({ figures: figuresSchema, score: scoreSchema }),
  answer({ state }, { component }) {
    if (basket.feed(state, component) === undefined) throw refusals.unknownComponent({ component });
    const figures = figuresOf(state, component);
    return { figures, score: score(figures, volatilityOf(state, component) ?? nothingKnown) };
  },
});
