// The reserve agent attests a pledge, and the money is made.
import { z } from "zod";
import { currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { create } from "#src/modules/accounts/access.ts";
import { requireAgent, requireNotPaused } from "../channels.ts";
import { refusals } from "../refusals.ts";
import {
  count,
  requireNotExpired,
  requirePasses,
  requireRequest,
  requireSize,
  requireUnused,
  settleRequest,
} from "../requesting.ts";
import { referenceSchema, requestNumberSchema } from "../schemas.ts";

export const confirmIssuance = defineMessage({
  summary: "Attests that a bank's reserves are pledged, under a reference that counts once; issues the money to it.",
  actors: "anyone",
  schema: z.strictObject({ currency: currencySchema, request: requestNumberSchema, reference: referenceSchema }),
  work: 300,
  handle({ state, actor }, { currency, request: number, reference }) {
    requireNotPaused(requireAgent(state, actor, currency));
    const request = requireRequest(state, currency, number);
    const { kind, status, bank, amount } = request;
    if (kind !== "issuance") throw refusals.requestUnfit({ request: number, status });
    requireNotExpired(state, number, request);
    if (request.reference !== reference) throw refusals.referenceOther({ reference });
    requireUnused(state, currency, reference);
    requireSize(state, currency, request);
    for (const whose of ["bank", "all"] as const) requirePasses(state, currency, request, whose);

    create.issue(state, { currency, account: bank, amount });
    for (const whose of ["bank", "all"] as const) count(state, currency, request, whose);
    settleRequest(state, currency, number, reference);
  },
});
