// A holder of junior units takes what was distributed on them.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { readHolding, takeOwed } from "../juniors.ts";
import { payJunior } from "../money.ts";
import { refusals } from "../refusals.ts";

export const claimJuniorDistribution = defineMessage({
  summary: "Pays the sender what was distributed on its junior units.",
  actors: "anyone",
  schema: z.strictObject({}),
  result: z.strictObject({ claimedMicroKdg: positiveAmountSchema }),
  work: 60,
  handle({ state, actor, emit }) {
    const { owedMicroKdg } = readHolding(state, actor);
    if (owedMicroKdg === 0n) throw refusals.nothingToClaim({});

    payJunior(state, actor, owedMicroKdg);
    takeOwed(state, actor);
    emit(events.distributionClaimed({ account: actor, microKdg: owedMicroKdg }));
    return { claimedMicroKdg: owedMicroKdg };
  },
});
