// One request for redemption.
import { z } from "zod";
import { defineQuery } from "#src/machine/query.ts";
import { party } from "#src/machine/readers.ts";
import { requireRequest } from "../requests.ts";
import { requestNumberSchema, requestSchema } from "../schemas.ts";
import { requests } from "../tables.ts";

export const redemption = defineQuery({
  summary: "One request for redemption and what became of it; a cancelled one leaves only its event.",
  readers: party("account"),
  params: z.strictObject({ request: requestNumberSchema }),
  result: z.strictObject({ request: requestNumberSchema, ...requestSchema.shape }),
  proves: ({ request }) => requests.key(request),
  answer: ({ state }, { request }) => ({ request, ...requireRequest(state, request) }),
});
