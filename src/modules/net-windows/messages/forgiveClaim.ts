// Who bore a loss gives up its claim.
import { z } from "zod";
import { accountSchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { putClaims, reinstate } from "../debts.ts";
import { events } from "../events.ts";
import { requireScheme } from "../membership.ts";
import { refusals } from "../refusals.ts";
import { schemeNumberSchema } from "../schemas.ts";
import { debts } from "../tables.ts";

export const forgiveClaim = defineMessage({
  summary: "Gives up the sender's claim on a suspended member; when nobody has one any more the suspension ends.",
  actors: "anyone",
  schema: z.strictObject({ scheme: schemeNumberSchema, debtor: accountSchema }),
  result: z.strictObject({ amount: positiveAmountSchema }),
  work: 200,
  handle({ state, actor, emit }, { scheme, debtor }) {
    requireScheme(state, scheme);
    const debt = debts.get(state, scheme, debtor);
    if (debt === undefined) throw refusals.noDebt({ account: debtor });
    const claim = debt.claims.find(({ creditor }) => creditor === actor);
    if (claim === undefined) throw refusals.noClaim({ debtor });

    const { amount } = claim;
    putClaims(
      state,
      { scheme, debtor },
      debt.claims.map((one) => (one.creditor === actor ? { ...one, amount: 0n } : one)),
    );
    emit(events.claimWaived({ scheme, debtor, creditor: actor, amount }));
    if (debt.claims.length === 1) reinstate(state, scheme, debtor);
    return { amount };
  },
});
