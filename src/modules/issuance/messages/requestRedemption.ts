// A holder locks KDG to be redeemed for what backs it, at the one rate of the epoch.
import { z } from "zod";
import { positiveAmountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { countRequest, openEpoch } from "../epochs.ts";
import { events } from "../events.ts";
import { lockKdg } from "../money.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { openRequest } from "../requests.ts";
import { epochNumberSchema, requestNumberSchema, wishShape } from "../schemas.ts";
import { requestQueue } from "../tables.ts";
import { takeFromBucket } from "../throttles.ts";

export const requestRedemption = defineMessage({
  summary: "Locks KDG to be redeemed in the open epoch, for the metal named as far as there is enough of it.",
  actors: "anyone",
  schema: z.strictObject({ amountMicroKdg: positiveAmountSchema, ...wishShape }),
  result: z.strictObject({ request: requestNumberSchema, epoch: epochNumberSchema, closesMs: timeMsSchema }),
  work: 1_000,
  handle({ state, actor, emit }, wish) {
    const { amountMicroKdg, metal } = wish;
    const leastMicroKdg = parameters.redemptionMicroKdgLeast.get(state);
    if (amountMicroKdg < leastMicroKdg) throw refusals.redemptionTooSmall({ leastMicroKdg });
    if (metal !== undefined) {
      const isKept = metalReserve.metal(state, metal) !== undefined && basket.feed(state, metal) !== undefined;
      if (!isKept) throw refusals.metalUnknown({ metal });
    }

    lockKdg(state, actor, amountMicroKdg);
    takeFromBucket(state, "redemption", amountMicroKdg);
    const { number: epoch, epoch: open } = openEpoch(state);
    const request = openRequest(state, { account: actor, epoch, ...wish });
    countRequest(state, epoch, 1, amountMicroKdg);
    requestQueue.push(state, epoch, request);
    const { closesMs } = open;
    emit(events.redemptionRequested({ request, epoch, account: actor, ...wish, closesMs }));
    return { request, epoch, closesMs };
  },
});
