// Whether the node lives and is ready, for people and for what watches over it.
import { z } from "zod";
import { bytesToHex } from "#src/crypto/hex.ts";
import { healthSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { commonProblems, jsonAnswer, type RouteDocument } from "./routeDocument.ts";

const noQuery = z.strictObject({});
const livenessSchema = z.strictObject({ status: z.literal("live") });

const readiness = (operationId: string): RouteDocument => ({
  operationId,
  summary: "Whether the node takes transactions, and the newest block.",
  tag: "node",
  answers: { 200: jsonAnswer("Ready.", healthSchema), 503: jsonAnswer("Starting, stopping or broken.", healthSchema) },
  problems: commonProblems.filter((status) => status !== 503),
});

const liveness: RouteDocument = {
  operationId: "live",
  summary: "Answers as long as the process does.",
  tag: "node",
  answers: { 200: jsonAnswer("Alive.", livenessSchema) },
  problems: commonProblems,
};

export function healthRoutes({ service }: ApiContext) {
  const health = () => {
    const { height, root } = service.head();
    const status = service.isReady() ? "ready" : "unready";
    return { status, network: service.network, engine: service.engine, height, root: bytesToHex(root) } as const;
  };
  return async (api: Api): Promise<void> => {
    for (const [path, operationId] of [
      ["/health", "health"],
      ["/health/ready", "ready"],
    ] as const) {
      api.get(path, {
        schema: { querystring: noQuery },
        config: { isBusy: true, document: readiness(operationId) },
        handler(_, reply) {
          const answer = health();
          return reply.code(answer.status === "ready" ? 200 : 503).send(answer);
        },
      });
    }
    api.get("/health/live", {
      schema: { querystring: noQuery },
      config: { isBusy: true, document: liveness },
      handler: (_, reply) => reply.send({ status: "live" }),
    });
  };
}
