// What was frozen is released by the same authority.
import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { accountSchema, currencySchema, noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read } from "../access.ts";
import { events } from "../events.ts";
import { requireCurrencyAuthority, requireFreezable, unfreezeBalance } from "../freezes.ts";
import { refusals } from "../refusals.ts";
import { accountRecords, balances, releases } from "../tables.ts";

export const unfreezeAccount = defineMessage({
  summary: "Releases a frozen account (regulator), or its balance in one currency (that currency's authority).",
  actors: ["regulator", "issuer", "currency issuer"],
  schema: z.strictObject({ account: accountSchema, currency: currencySchema.optional(), reference: noteSchema.min(1) }),
  work: 400,
  handle({ state, actor, emit }, { account, currency, reference }) {
    if (currency === undefined) authority.requireRole(state, actor, "regulator");
    else requireCurrencyAuthority(state, actor, currency);
    requireFreezable(state, account);
    const { frozenReference, ...record } = present(accountRecords.get(state, account), "checked above");
    const ground = currency === undefined ? frozenReference : balances.get(state, currency, account)?.frozenReference;
    if (ground === undefined) throw refusals.notFrozen({ account });
    // While the whole account is frozen, one currency alone cannot let it move again.
    if (currency !== undefined && frozenReference !== undefined) {
      throw refusals.accountFrozen({ account, reference: frozenReference });
    }

    if (currency === undefined) {
      accountRecords.put(state, account, { ...record, unfrozenMs: state.timeMs });
      for (const code of read.currencyCodes(state)) {
        if (balances.get(state, code, account)?.frozenWith === "account") unfreezeBalance(state, code, account);
      }
    } else {
      unfreezeBalance(state, currency, account);
      releases.put(state, currency, account, state.timeMs);
    }
    emit(events.accountUnfrozen({ account, currency, by: actor, reference }));
  },
});
