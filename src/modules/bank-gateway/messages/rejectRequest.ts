// The reserve agent ends a request that came to nothing.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { requireAgent } from "../channels.ts";
import { events } from "../events.ts";
import { endRequest, requireRequest, returnMoney } from "../requesting.ts";
import { reasonSchema, requestNumberSchema } from "../schemas.ts";

export const rejectRequest = defineMessage({
  summary: "Ends a request that came to nothing, at whatever stage; what was handed in goes back to the bank.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, request: requestNumberSchema, reason: reasonSchema }),
  work: 200,
  handle({ state, actor, emit }, { currency, request: number, reason }) {
    requireAgent(state, actor, currency);
    const request = requireRequest(state, currency, number);

    returnMoney(state, currency, request);
    endRequest(state, currency, number);
    const { kind, bank, amount } = request;
    emit(events.requestRejected({ currency, request: number, kind, bank, amount, reason }));
  },
});
