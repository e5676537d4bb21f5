// Anyone has what exceeds green coverage and its buffer paid to junior units, in KDG minted against the excess.
import { z } from "zod";
import { minimum } from "#src/core/arithmetic.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { juniorsAccount } from "../books.ts";
import { distributableToJuniors } from "../distribution.ts";
import { events } from "../events.ts";
import { juniorUnits, payUnits, readTotals } from "../juniors.ts";
import { mintKdg } from "../money.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { availableMicroKdg, refillBucket, takeFromBucket } from "../throttles.ts";

export const distributeToJuniors = defineMessage({
  summary: "Pays junior units pro rata from what exceeds green coverage and its buffer.",
  actors: "anyone",
  schema: z.strictObject({}),
  result: z.strictObject({ distributedMicroKdg: positiveAmountSchema, unitsLeft: amountSchema }),
  work: 300,
  handle({ state, actor, emit }) {
    const { distributedMs } = readTotals(state);
    const earliestMs = distributedMs === 0 ? 0 : distributedMs + Number(parameters.distributionIntervalMs.get(state));
    if (state.timeMs < earliestMs) throw refusals.distributionTooSoon({ earliestMs });
    const microKdg = minimum(distributableToJuniors(state), availableMicroKdg(state, "issuance"));
    if (microKdg === 0n) throw refusals.nothingToDistribute({});

    takeFromBucket(state, "issuance", microKdg);
    refillBucket(state, "redemption", microKdg);
    mintKdg(state, juniorsAccount, microKdg);
    payUnits(state, microKdg);
    const unitsLeft = juniorUnits(state);
    emit(events.excessDistributed({ microKdg, unitsLeft, by: actor }));
    return { distributedMicroKdg: microKdg, unitsLeft };
  },
});
