// The owner of metal certificates passes title to the reserve and receives KDG and junior units.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { schemas as metalSchemas, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import { reserveAccount } from "../books.ts";
import { events } from "../events.ts";
import { payFee } from "../fees.ts";
import { addUnits } from "../juniors.ts";
import { planMint } from "../minting.ts";
import { mintKdg } from "../money.ts";
import { refusals } from "../refusals.ts";
import { refillBucket, takeFromBucket } from "../throttles.ts";

export const mint = defineMessage({
  summary: "Passes title to metal certificates to the reserve for KDG and junior units.",
  actors: "anyone",
  schema: z.strictObject({
    certificateIds: metalSchemas.certificateIds,
    /** Refused when the sender would receive less, prices having moved. */
    minimumMicroKdg: positiveAmountSchema.optional(),
  }),
  result: z.strictObject({
    /** All that came into being; of it the fee went to the surplus and to provers, the rest to the sender. */
    mintedMicroKdg: positiveAmountSchema,
    feeMicroKdg: amountSchema,
    receivedMicroKdg: positiveAmountSchema,
    juniorUnits: amountSchema,
    totalCoverageBp: amountSchema,
  }),
  work: ({ certificateIds }) => 400 + 60 * certificateIds.length,
  handle({ state, actor, emit }, { certificateIds, minimumMicroKdg }) {
    accounts.requireCanReceive(state, anchoredCurrency, actor);
    const plan = planMint(state, certificateIds, actor);
    const { mintedMicroKdg, feeMicroKdg, receivedMicroKdg, juniorUnits, totalCoverageBp } = plan;
    if (minimumMicroKdg !== undefined && receivedMicroKdg < minimumMicroKdg) {
      throw refusals.belowMinimum({ receivedMicroKdg, minimumMicroKdg });
    }

    moveMetal.passToReserve(state, { certificateIds, from: actor, to: reserveAccount });
    takeFromBucket(state, "issuance", mintedMicroKdg);
    refillBucket(state, "redemption", mintedMicroKdg);
    mintKdg(state, actor, receivedMicroKdg);
    payFee(state, feeMicroKdg);
    addUnits(state, actor, juniorUnits);
    const { worthNano, collateralNano, prices, value } = plan;
    emit(
      events.kdgMinted({
        account: actor,
        certificateIds,
        mintedMicroKdg,
        feeMicroKdg,
        juniorUnits,
        worthNano,
        collateralNano,
        valueHighNano: value.valueNano.high,
        basketKdg: value.basketKdg,
        prices: [...prices],
        totalCoverageBp,
      }),
    );
    return { mintedMicroKdg, feeMicroKdg, receivedMicroKdg, juniorUnits, totalCoverageBp };
  },
});
