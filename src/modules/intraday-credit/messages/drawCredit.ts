// A bank draws on its line.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { debtorsLeft, debtsOf, overdueDebt } from "../debts.ts";
import { drawCredit as draw, securityOf } from "../lending.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { creditSchema } from "../schemas.ts";
import { lines } from "../tables.ts";

export const drawCredit = defineMessage({
  summary: "Draws newly lent money on the sender's line, against the collateral that the line asks for.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  result: creditSchema.pick({ draw: true, dueMs: true, collateral: true }),
  work: 300,
  handle({ state, actor: account }, { currency, amount }) {
    const line = lines.get(state, currency, account);
    if (line === undefined) throw refusals.unknownLine({ currency, bank: account });
    const { expiresMs, limit, drawn, isEnded } = line;
    if (isEnded) throw refusals.lineEnded({ currency });
    if (expiresMs <= state.timeMs) throw refusals.lineExpired({ expiresMs, blockTimeMs: state.timeMs });
    const open = debtsOf(state, { currency, account });
    const overdue = overdueDebt(state, { currency, account });
    if (overdue !== undefined) throw refusals.debtOverdue({ draw: overdue.draw });
    if (drawn + amount > limit) throw refusals.limitExceeded({ left: limit - drawn });
    if (open.length >= limits.intradayDrawsMax) throw refusals.tooManyDraws({ most: limits.intradayDrawsMax });
    const most = Number(parameters.debtorsMost.get(state));
    if (open.length === 0 && debtorsLeft(state, currency) === 0) throw refusals.tooManyDebtors({ most });
    const security = securityOf(state, currency, line);
    if (security !== undefined && security.rate === undefined)
      throw refusals.priceUnsound({ lent: currency, held: security.held });

    const { draw: number, dueMs, collateral } = draw(state, { currency, account }, amount);
    return { draw: number, dueMs, ...(collateral && { collateral }) };
  },
});
