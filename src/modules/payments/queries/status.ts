// How a payment stands, in the codes that banks report to each other.
import { z } from "zod";
import { amountSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineQuery } from "#src/machine/query.ts";
import { requireKept } from "../deciding.ts";
import { recallCodes, statuses } from "../rules.ts";
import { reasonCodeSchema, stateSchema, uetrTextSchema } from "../schemas.ts";

export const status = defineQuery({
  summary: "How a payment stands in ISO 20022's codes: its status and reason (pacs.002), and the answer to a recall.",
  /** Whoever was given the UETR, which nobody guesses, may follow the payment. */
  readers: "public",
  params: z.strictObject({ uetr: uetrTextSchema }),
  result: z.strictObject({
    state: stateSchema,
    code: reasonCodeSchema,
    reason: reasonCodeSchema.optional(),
    isFinal: z.boolean(),
    /** When the payment came to this state. */
    sinceMs: timeMsSchema,
    expiresMs: timeMsSchema,
    returned: amountSchema,
    recallCode: reasonCodeSchema.optional(),
  }),
  answer({ state: view }, { uetr }) {
    const { state, terms, history, returned, recall } = requireKept(view, uetr);
    const { code, isFinal } = statuses[state];
    // The reason of a return is not one of the payment, which is settled.
    const reached = history.findLast(({ step }) => step === (state === "returned" ? "settled" : state));
    const recallCode = recall && recallCodes[recall.state];
    return {
      ...{ state, code, isFinal, expiresMs: terms.expiresMs, returned },
      sinceMs: reached?.timeMs ?? 0,
      ...(reached?.reason !== undefined && { reason: reached.reason }),
      ...(recallCode !== undefined && { recallCode }),
    };
  },
});
