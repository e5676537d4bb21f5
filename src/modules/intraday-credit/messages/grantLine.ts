// A central bank grants a bank a line in its own currency, or grants it anew with other terms.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { putLine } from "../debts.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { termsSchema } from "../schemas.ts";
import { lineCounts, lines } from "../tables.ts";

export const grantLine = defineMessage({
  summary: "Grants a bank a line of credit in the sender's currency; what is drawn already keeps the terms it had.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, bank: accountSchema, ...termsSchema.shape }),
  work: 80,
  handle({ state, actor, emit }, { currency, bank, ...terms }) {
    const { issuer } = accounts.requireCurrency(state, currency);
    if (isModuleAccount(issuer)) throw refusals.currencyUnfit({ currency });
    if (issuer !== actor) throw refusals.notCentralBank({ currency });
    if (bank === issuer) throw refusals.bankUnfit({ bank });
    accounts.requireCanHold(state, bank);
    const held = terms.collateral?.currency;
    if (held !== undefined) accounts.requireCurrency(state, held);
    if (held === currency) throw refusals.collateralUnfit({ currency });
    const latestMs = state.timeMs + Number(parameters.lineMsMost.get(state));
    if (terms.expiresMs <= state.timeMs || terms.expiresMs > latestMs) throw refusals.expiryWrong({ latestMs });
    const before = lines.get(state, currency, bank);
    const drawn = before?.drawn ?? 0n;
    if (terms.limit < drawn) throw refusals.limitBelowDrawn({ drawn });
    const most = limits.intradayLinesMax;
    if (before === undefined && (lineCounts.get(state, currency) ?? 0) >= most) throw refusals.tooManyLines({ most });

    const began = before?.freeFromMs === undefined ? {} : { freeFromMs: before.freeFromMs };
    putLine(state, { currency, account: bank }, { ...terms, ...began, drawn, isEnded: false });
    emit(events.lineGranted({ currency, bank, by: actor, ...terms }));
  },
});
