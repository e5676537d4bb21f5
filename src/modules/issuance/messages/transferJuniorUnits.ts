// A holder of junior units passes some of them on; what was distributed on them before stays with the sender.
import { z } from "zod";
import { accountSchema, amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { moveUnits, readHolding } from "../juniors.ts";
import { refusals } from "../refusals.ts";

export const transferJuniorUnits = defineMessage({
  summary: "Transfers junior units to another account.",
  actors: "anyone",
  schema: z.strictObject({ to: accountSchema, units: positiveAmountSchema }),
  result: z.strictObject({ unitsLeft: amountSchema }),
  work: 60,
  handle({ state, actor, emit }, { to, units }) {
    if (to === actor) throw refusals.receiverIsSender({});
    accounts.requireCanHold(state, to);
    const { units: held } = readHolding(state, actor);
    if (held < units) throw refusals.tooFewUnits({ units: held });

    moveUnits(state, actor, to, units);
    emit(events.juniorUnitsTransferred({ from: actor, to, units }));
    return { unitsLeft: held - units };
  },
});
