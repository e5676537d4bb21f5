// A provider buys its right back before its month: all that was minted on it is burnt, and the bond goes back.
import { z } from "zod";
import { monthStartMs } from "#src/core/month.ts";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move as moveBond } from "#src/modules/bonds/access.ts";
import { move as moveCapacity } from "#src/modules/compute/access.ts";
import { events } from "../events.ts";
import { burnKdg } from "../money.ts";
import { refusals } from "../refusals.ts";
import { closeRight, requireHeld } from "../rights/book.ts";
import { rightNumberSchema } from "../rights/schemas.ts";

export const buyBackRight = defineMessage({
  summary:
    "Burns what was minted on a delivery right of the sender's, before its month and while nobody has bid for it.",
  actors: "anyone",
  schema: z.strictObject({ right: rightNumberSchema }),
  result: z.strictObject({ burntMicroKdg: positiveAmountSchema }),
  work: 400,
  handle({ state, actor, emit }, { right }) {
    const row = requireHeld(state, right);
    if (row.provider !== actor) throw refusals.notRightProvider({ right });
    if (state.timeMs >= monthStartMs(row.month)) throw refusals.monthTooNear({ month: row.month });
    if (row.bid !== undefined) throw refusals.rightBidFor({ right, bidMicroKdg: row.bid.bidMicroKdg });

    burnKdg(state, actor, row.mintedMicroKdg);
    moveBond.releaseBond(state, row.bond);
    if (row.capacity !== undefined) {
      const { certificateIds } = row.capacity;
      moveCapacity.releaseCapacity(state, { certificateIds, to: actor, stillBacked: false });
    }
    closeRight(state, right, { ...row, state: "boughtBack" });
    emit(events.rightReturned({ right, provider: actor, burntMicroKdg: row.mintedMicroKdg }));
    return { burntMicroKdg: row.mintedMicroKdg };
  },
});
