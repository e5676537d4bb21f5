// What only a devnet offers: its clock can be set forward, so that a delivery month or an expiry need not be waited for.
import { z } from "zod";
import { timeMsSchema } from "#src/core/schemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { isFromLoopback } from "./loopback.ts";
import { bodyProblems, jsonAnswer, jsonMediaType } from "./routeDocument.ts";

/** A little more than a year at once: what no rule of the ledger looks further ahead than. */
const advanceMsMax = 366 * 86_400_000;

const bodySchema = z.strictObject({ advanceMs: z.int().min(1).max(advanceMsMax) });
const answerSchema = z.strictObject({ timeMs: timeMsSchema });

export function devnetRoutes({ service }: ApiContext) {
  return async (api: Api): Promise<void> => {
    api.post("/v1/devnet/clock", {
      schema: { body: bodySchema },
      config: {
        document: {
          operationId: "advanceClock",
          summary:
            "Sets a devnet's clock forward, never back; the next block has the new time. From its own machine only.",
          tag: "node",
          bodies: { [jsonMediaType]: bodySchema },
          answers: { 200: jsonAnswer("What the clock shows now.", answerSchema) },
          problems: [...bodyProblems, httpProblems.clockFixed.definition.status],
        },
      },
      async handler(request, reply) {
        const { advanceClock } = service;
        if (advanceClock === undefined || !isFromLoopback(request)) throw httpProblems.clockFixed();
        return reply.send({ timeMs: advanceClock(request.body.advanceMs) });
      },
    });
  };
}
