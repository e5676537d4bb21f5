// A proof of any row of the state by its readable key, for those who check rows that no query shows alone.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { heightSchema } from "#src/core/schemas.ts";
import { proofSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { statusOfKind } from "./problems.ts";
import { proofJson } from "./proofJson.ts";
import { commonProblems, jsonAnswer, scopedProblems } from "./routeDocument.ts";

const proofQuery = z.strictObject({
  key: z
    .string()
    .min(1)
    .max(limits.keyLengthMax)
    .regex(/^[\x21-\x7e]+$/),
  height: heightSchema.optional(),
});
const answer = z.strictObject({ proof: proofSchema });

export function proofRoutes({ service, proofs, scopes }: ApiContext) {
  return async (api: Api): Promise<void> => {
    api.get("/v1/proof", {
      schema: { querystring: proofQuery },
      config: {
        document: {
          operationId: "proof",
          summary: "Proves what the state says under one key, or that it says nothing.",
          tag: "ledger",
          query: proofQuery,
          answers: { 200: jsonAnswer("The proof, with the header that carries its root.", answer) },
          problems: [
            ...commonProblems,
            ...scopedProblems,
            statusOfKind.unknown,
            statusOfKind.limit,
            statusOfKind.conflict,
          ],
        },
      },
      async handler(request, reply) {
        // A key alone does not tell whose row it is.
        scopes.requireMayRead("supervisor", request);
        const { key, height } = request.query;
        if (!proofs.take()) throw httpProblems.tooManyProofs({ headers: { "retry-after": "1" } });
        try {
          return reply.send({ proof: proofJson(await service.prove(key, height)) });
        } finally {
          proofs.giveBack();
        }
      },
    });
  };
}
