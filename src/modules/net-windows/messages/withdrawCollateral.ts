// A member takes back collateral that nothing needs.
import { z } from "zod";
import { amountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { payOutOfBook, putMembers, requireActive, requireCover, requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";

export const withdrawCollateral = defineMessage({
  summary: "Takes back collateral, as far as the debits of all stay covered.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, amount: positiveAmountSchema }),
  result: z.strictObject({ collateral: amountSchema }),
  work: 80,
  handle({ state, actor, emit }, { scheme, amount }) {
    const row = requireScheme(state, scheme);
    const before = requireActive(state, scheme, actor);
    // What a settlement during a pause credited came from others, who may not pay now either.
    accounts.requireNotPaused(state, row.currency);
    const collateral = before.collateral - amount;
    if (collateral < 0n) throw refusals.collateralTooSmall({ collateral: before.collateral });
    const changes = [{ account: actor, before, after: { ...before, collateral } }];
    requireCover(row, changes);

    putMembers(state, scheme, changes);
    payOutOfBook(state, { currency: row.currency, account: actor, amount });
    emit(events.collateralWithdrawn({ scheme, account: actor, amount, collateral }));
    return { collateral };
  },
});
