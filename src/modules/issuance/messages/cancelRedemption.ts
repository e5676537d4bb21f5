// A redeemer has its KDG back while the epoch is open, or when its account was closed at settlement.
import { z } from "zod";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { countRequest, readOpenEpoch } from "../epochs.ts";
import { events } from "../events.ts";
import { returnKdg } from "../money.ts";
import { refusals } from "../refusals.ts";
import { giveUpRequest, requireRequest } from "../requests.ts";
import { requestNumberSchema } from "../schemas.ts";
import { refillBucket } from "../throttles.ts";

export const cancelRedemption = defineMessage({
  summary: "Cancels a request for redemption while its epoch is open.",
  actors: "anyone",
  schema: z.strictObject({ request: requestNumberSchema }),
  result: z.strictObject({ returnedMicroKdg: positiveAmountSchema }),
  work: 100,
  handle({ state, actor, emit }, { request }) {
    const row = requireRequest(state, request);
    const { account, epoch, leftMicroKdg } = row;
    if (account !== actor) throw refusals.notRedeemer({ request });
    if (row.state === "settled") throw refusals.redemptionClosed({ request });
    const isOpen = readOpenEpoch(state)?.number === epoch;
    if (row.state === "queued" && !isOpen) throw refusals.redemptionBinding({ request, epoch });

    returnKdg(state, actor, leftMicroKdg);
    refillBucket(state, "redemption", leftMicroKdg);
    giveUpRequest(state, request, row);
    if (row.state === "queued") countRequest(state, epoch, -1, leftMicroKdg);
    emit(events.redemptionCancelled({ request, epoch, account, amountMicroKdg: leftMicroKdg }));
    return { returnedMicroKdg: leftMicroKdg };
  },
});
