// The reserve agent begins a payout of reserves: from here on it alone ends the request.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireAgent, requireNotPaused } from "../channels.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { requireNotExpired, requireRequest } from "../requesting.ts";
import { requestNumberSchema } from "../schemas.ts";
import { requests } from "../tables.ts";

export const startPayout = defineMessage({
  summary: "Announces that reserves are about to be paid out: the request expires no more, and only the agent ends it.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, request: requestNumberSchema }),
  work: 100,
  handle({ state, actor, emit }, { currency, request: number }) {
    requireNotPaused(requireAgent(state, actor, currency));
    const request = requireRequest(state, currency, number);
    const { kind, status, bank, amount } = request;
    if (kind !== "redemption" || status !== "open") throw refusals.requestUnfit({ request: number, status });
    requireNotExpired(state, number, request);

    requests.put(state, currency, number, { ...request, status: "paying" });
    emit(events.payoutStarted({ currency, request: number, kind, bank, amount }));
  },
});
