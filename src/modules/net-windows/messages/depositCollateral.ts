// A member leaves collateral.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { events } from "../events.ts";
import { payIntoBook, putMembers, requireActive, requireOpenScheme } from "../membership.ts";
import { schemeNumberSchema } from "../schemas.ts";

export const depositCollateral = defineMessage({
  summary: "Leaves money of the scheme's currency as collateral.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, amount: positiveAmountSchema }),
  result: z.strictObject({ collateral: amountSchema }),
  work: 80,
  handle({ state, actor, emit }, { scheme, amount }) {
    const { currency } = requireOpenScheme(state, scheme);
    const before = requireActive(state, scheme, actor);

    payIntoBook(state, { currency, account: actor, amount });
    const collateral = before.collateral + amount;
    putMembers(state, scheme, [{ account: actor, before, after: { ...before, collateral } }]);
    emit(events.collateralDeposited({ scheme, account: actor, amount, collateral }));
    return { collateral };
  },
});
