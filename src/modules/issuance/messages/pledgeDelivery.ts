// A provider pledges future clean energy or compute to the reserve, with a bond, and receives KDG.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, anchoredCurrency } from "#src/modules/accounts/access.ts";
import { schemas as bondSchemas, read as bonds, move as moveBond } from "#src/modules/bonds/access.ts";
import { schemas as compute, move as moveCapacity } from "#src/modules/compute/access.ts";
import { reserveAccount } from "../books.ts";
import { events } from "../events.ts";
import { payFee } from "../fees.ts";
import { mintKdg } from "../money.ts";
import { addRight } from "../rights/book.ts";
import { awaitMonth } from "../rights/leaving.ts";
import { planRight, requireBacked } from "../rights/planning.ts";
import { promiseSchema, rightNumberSchema } from "../rights/schemas.ts";
import { refillBucket, takeFromBucket } from "../throttles.ts";

export const pledgeDelivery = defineMessage({
  summary: "Promises clean energy or compute of a month to come to the reserve, with a bond, for KDG; no junior units.",
  actors: "anyone",
  schema: z.strictObject({
    month: promiseSchema.shape.month,
    /** Of a clean generator of the sender's, or else certificates of capacity of that month. */
    energy: promiseSchema.shape.energy,
    capacityIds: z.array(compute.certificateId).min(1).max(limits.rightCertificatesMax).optional(),
    bond: bondSchemas.stake,
  }),
  result: z.strictObject({
    right: rightNumberSchema,
    mintedMicroKdg: positiveAmountSchema,
    feeMicroKdg: amountSchema,
    receivedMicroKdg: positiveAmountSchema,
    totalCoverageBp: amountSchema,
  }),
  work: ({ bond, capacityIds = [] }) => 800 + 60 * (bond.certificateIds.length + capacityIds.length),
  handle({ state, actor, emit }, { month, energy, capacityIds, bond: stake }) {
    accounts.requireCanReceive(state, anchoredCurrency, actor);
    const plan = planRight(state, actor, { month, energy, certificateIds: capacityIds });
    const { kind, promise, mintedMicroKdg, feeMicroKdg, receivedMicroKdg } = plan;
    const bond = moveBond.openBond(state, actor, "issuance-right", stake);
    const totalCoverageBp = requireBacked(state, plan, bonds.collateralNano(state, bond));

    if (capacityIds !== undefined) {
      moveCapacity.pledgeCapacity(state, { certificateIds: capacityIds, from: actor, to: reserveAccount });
    }
    takeFromBucket(state, "issuance", mintedMicroKdg);
    refillBucket(state, "redemption", mintedMicroKdg);
    mintKdg(state, actor, receivedMicroKdg);
    payFee(state, feeMicroKdg);
    const mintedMs = state.timeMs;
    const right = addRight(state, { kind, ...promise, provider: actor, mintedMicroKdg, bond, state: "held", mintedMs });
    awaitMonth(state, right, month);
    emit(
      events.rightTaken({
        right,
        kind,
        ...promise,
        provider: actor,
        mintedMicroKdg,
        feeMicroKdg,
        bond,
        totalCoverageBp,
      }),
    );
    return { right, mintedMicroKdg, feeMicroKdg, receivedMicroKdg, totalCoverageBp };
  },
});
