// An issuer declares a loss final: surplus is burnt, then junior units are cut, and the rest is the holders'.
import { z } from "zod";
import { maximum } from "#src/core/arithmetic.ts";
import { amountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { coverageOf } from "../coverage.ts";
import { midOf, readHoldings } from "../holdings.ts";
import { juniorUnits } from "../juniors.ts";
import { absorbFinalLoss } from "../losses.ts";
import { supplyMicroKdg, surplusMicroKdg } from "../money.ts";
import { refusals } from "../refusals.ts";
import { countedRights } from "../rights/valuing.ts";
import { microKdgDown } from "../rules.ts";

export const absorbLoss = defineMessage({
  summary:
    "Burns surplus and cuts junior units by what metal and currency at middle prices lack for the supply and the units.",
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
    const { zone } = coverageOf(state, holdings, supply, value, countedRights(state));
    if (zone !== "red") throw refusals.zoneNotRed({ zone });
    const units = juniorUnits(state);
    // At middle prices on both sides: a wider spread alone is no loss, and declaring one twice cuts nothing twice.
    const middle = { basketKdg: value.basketKdg, valueNano: value.valueNano.mid };
    const coveredMicroKdg = microKdgDown(midOf(holdings), middle);
    const lossMicroKdg = maximum(0n, supply + units - coveredMicroKdg);
    if (lossMicroKdg === 0n || surplusMicroKdg(state) + units === 0n) throw refusals.nothingToAbsorb({});

    return absorbFinalLoss(state, lossMicroKdg, actor);
  },
});
