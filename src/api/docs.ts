// The OpenAPI document and a page to read it with, both from this node alone.
import swaggerUi from "@fastify/swagger-ui";
import { z } from "zod";
import type { Api } from "./context.ts";
import { commonProblems, jsonAnswer } from "./routeDocument.ts";

const noQuery = z.strictObject({});

/** Nothing is loaded from elsewhere. The page sets styles on its elements, so inline styles are allowed, scripts are not. */
const contentSecurityPolicy = {
  "default-src": "'self'",
  "img-src": "'self' data:",
  "style-src": "'self' 'unsafe-inline'",
  "frame-ancestors": "'none'",
};

export async function registerDocs(api: Api): Promise<void> {
  await api.register(swaggerUi, {
    routePrefix: "/docs",
    staticCSP: contentSecurityPolicy,
    uiConfig: { layout: "BaseLayout", docExpansion: "none", tryItOutEnabled: true },
  });
  api.get("/openapi.json", {
    schema: { querystring: noQuery },
    config: {
      document: {
        operationId: "openapi",
        summary: "This document.",
        tag: "node",
        answers: { 200: jsonAnswer("An OpenAPI 3.1 document.", z.looseObject({ openapi: z.string() })) },
        problems: commonProblems,
      },
    },
    handler: (_, reply) => reply.send(api.swagger()),
  });
}
