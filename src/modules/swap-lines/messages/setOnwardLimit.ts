// A central bank lets a bank draw on a line of its own, up to a limit, or ends that.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { putOnwardLimit, requireLine, requireSide } from "../lending.ts";
import { refusals } from "../refusals.ts";
import { limitSchema, lineNumberSchema } from "../schemas.ts";
import { onwardCounts, onwardLimits } from "../tables.ts";

export const setOnwardLimit = defineMessage({
  summary: "Sets how much of the other currency a bank may have drawn on a line of the sender's; zero ends it.",
  actors: "anyone",
  schema: z.strictObject({
    line: lineNumberSchema,
    /** What the bank gets. */
    currency: currencySchema,
    bank: accountSchema,
    limit: limitSchema,
  }),
  work: 80,
  handle({ state, actor, emit }, { line, currency, bank, limit }) {
    const before = onwardLimits.get(state, line, currency, bank);
    if (limit === 0n) {
      // It can be ended when the line is over too, whose row says nothing any more.
      if (before === undefined) throw refusals.unknownOnwardLimit({ bank });
      if (before.centralBank !== actor) throw refusals.notParty({ line });
      putOnwardLimit(state, { line, currency, bank }, { ...before, isEnded: true });
      emit(events.onwardLimitSet({ line, by: actor, currency, bank, limit }));
      return;
    }
    const row = requireLine(state, line);
    const other = requireSide(line, row, actor) === "proposer" ? row.acceptor : row.proposer;
    if (other.currency !== currency) throw refusals.currencyNotLent({ currency });
    if (row.terms.intradayFreeMs === undefined) throw refusals.onwardNotAgreed({ line });
    if (row.status === "closing") throw refusals.lineClosing({ line });
    if (row.status !== "open") throw refusals.lineNotOpen({ line });
    if (bank === actor || bank === other.centralBank) throw refusals.bankUnfit({ bank });
    accounts.requireCanHold(state, bank);
    const drawn = before?.drawn ?? 0n;
    if (limit < drawn) throw refusals.limitBelowDrawn({ drawn });
    const most = limits.onwardBanksMax;
    if (before === undefined && (onwardCounts.get(state, line, currency) ?? 0) >= most)
      throw refusals.tooManyBanks({ most });

    const kept = before ?? { centralBank: actor, draws: 0 };
    putOnwardLimit(state, { line, currency, bank }, { ...kept, limit, drawn, isEnded: false });
    emit(events.onwardLimitSet({ line, by: actor, currency, bank, limit }));
  },
});
