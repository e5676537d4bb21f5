// An issuer declares a loss final: surplus is burnt, then junior units are cut, and the rest is the holders'.
import { z } from "zod";
import { maximum } from "#src/core/arithmetic.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { coverageOf, highOf } from "../coverage.ts";
import { distributableOf, readHoldings } from "../holdings.ts";
import { juniorUnits } from "../juniors.ts";
import { absorbFinalLoss } from "../losses.ts";
import { supplyMicroKdg, surplusMicroKdg } from "../money.ts";
import { refusals } from "../refusals.ts";
import { microKdgDown } from "../rules.ts";

export const absorbLoss = defineMessage({
  summary:
    "Burns surplus and cuts junior units by what metal and currency at low prices lack to cover both and the supply.",
  actors: ["issuer"],
  schema: z.strictObject({}),
  result: z.strictObject({
    surplusBurntMicroKdg: amountSchema,
    juniorUnitsCut: amountSchema,
    holdersMicroKdg: amountSchema,
  }),
  work: 300,
  handle({ state, actor }) {
    authority.requireRole(state, actor, "issuer");
    const value = basket.requireValue(state);
    const holdings = readHoldings(state);
    const supply = supplyMicroKdg(state);
    const { zone } = coverageOf(state, holdings, supply, value);
    if (zone !== "red") throw refusals.zoneNotRed({ zone });
    const units = juniorUnits(state);
    const coveredMicroKdg = microKdgDown(distributableOf(holdings), highOf(value));
    const lossMicroKdg = maximum(0n, supply + units - coveredMicroKdg);
    if (lossMicroKdg === 0n || surplusMicroKdg(state) + units === 0n) throw refusals.nothingToAbsorb({});

    return absorbFinalLoss(state, lossMicroKdg, actor);
  },
});
