// A bank hands money in for reserves.
import { z } from "zod";
import { currencySchema, positiveAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { move } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "../books.ts";
import { requireChannel, requireMayRedeem, requireNotPaused } from "../channels.ts";
import { refusals } from "../refusals.ts";
import {
  count,
  isAnyWaiting,
  openRequest,
  passes,
  putInLine,
  requireFewRequests,
  requirePasses,
  requireSize,
  waitingMost,
} from "../requesting.ts";
import { requestNumberSchema, requestSchema } from "../schemas.ts";
import { waiting } from "../tables.ts";

export const requestRedemption = defineMessage({
  summary: "Hands money in for reserves: it is held until the reserve agent has paid out, and returns if it does not.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, amount: positiveAmountSchema }),
  result: z.strictObject({
    request: requestNumberSchema,
    ...requestSchema.pick({ status: true, expiresMs: true }).shape,
  }),
  work: 300,
  handle({ state, actor }, { currency, amount }) {
    const channel = requireChannel(state, currency);
    requireNotPaused(channel);
    requireMayRedeem(state, actor, currency, amount);
    requireFewRequests(state, currency, actor);
    const asked = { kind: "redemption", bank: actor, amount } as const;
    const left = channel.reserves - channel.redeeming;
    if (amount > left) throw refusals.reservesShort({ left });
    requireSize(state, currency, asked);
    requirePasses(state, currency, asked, "bank");
    const mustWait = isAnyWaiting(state, currency) || !passes(state, currency, asked, "all");
    if (mustWait && waiting.size(state, currency) >= waitingMost) throw refusals.queueFull({ most: waitingMost });

    move.transfer(state, { currency, from: actor, to: redemptionsBook, amount });
    count(state, currency, asked, "bank");
    if (!mustWait) count(state, currency, asked, "all");
    const opened = openRequest(state, currency, { ...asked, status: mustWait ? "waiting" : "open" });
    if (mustWait) putInLine(state, currency, opened.request);
    return opened;
  },
});
