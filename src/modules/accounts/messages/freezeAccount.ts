// The regulator freezes an account, or a currency's authority freezes one balance.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema, currencySchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { freezeBalance, requireCurrencyAuthority, requireFreezable } from "../freezes.ts";
import { refusals } from "../refusals.ts";
import { accountRecords, balances } from "../tables.ts";

export const freezeAccount = defineMessage({
  summary: "Freezes an account (regulator), or its balance in one currency (that currency's authority).",
  actors: ["regulator", "issuer", "currency issuer"],
  schema: z.strictObject({ account: accountSchema, currency: currencySchema.optional(), reference: noteSchema.min(1) }),
  work: 400,
  handle({ state, actor, emit }, { account, currency, reference }) {
    if (currency === undefined) authority.requireRole(state, actor, "regulator");
    else requireCurrencyAuthority(state, actor, currency);
    requireFreezable(state, account);
    const record = present(accountRecords.get(state, account), "checked above");
    const isFrozen =
      currency === undefined
        ? record.frozenReference !== undefined
        : balances.get(state, currency, account)?.frozenWith === "currency";
    if (isFrozen) throw refusals.alreadyFrozen({ account });

    if (currency === undefined) {
      accountRecords.put(state, account, { ...record, frozenReference: reference });
      for (const code of read.currencyCodes(state)) {
        // A balance that its own currency froze keeps that ground.
        const balance = balances.get(state, code, account);
        if (balance !== undefined && balance.frozenReference === undefined)
          freezeBalance(state, code, account, { frozenReference: reference, frozenWith: "account" });
      }
    } else freezeBalance(state, currency, account, { frozenReference: reference, frozenWith: "currency" });
    emit(events.accountFrozen({ account, currency, by: actor, reference }));
  },
});
