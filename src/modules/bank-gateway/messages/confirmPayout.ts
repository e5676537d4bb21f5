// The reserve agent attests a payout, and the money is destroyed.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { create } from "#src/modules/accounts/access.ts";
import { redemptionsBook } from "../books.ts";
import { requireAgent } from "../channels.ts";
import { refusals } from "../refusals.ts";
import { requireRequest, requireUnused, settleRequest } from "../requesting.ts";
import { referenceSchema, requestNumberSchema } from "../schemas.ts";

export const confirmPayout = defineMessage({
  summary: "Attests that reserves were paid out, under a reference that counts once; destroys what was handed in.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, request: requestNumberSchema, reference: referenceSchema }),
  work: 250,
  handle({ state, actor }, { currency, request: number, reference }) {
    requireAgent(state, actor, currency);
    const { status, amount } = requireRequest(state, currency, number);
    if (status !== "paying") throw refusals.requestUnfit({ request: number, status });
    requireUnused(state, currency, reference);

    create.burn(state, { currency, account: redemptionsBook, amount });
    settleRequest(state, currency, number, reference);
  },
});
