// What this network is made of: its genesis file, its modules, and the catalogue of errors.
import { z } from "zod";
import { hashSchema } from "#src/core/schemas.ts";
import { messageTypeSchema } from "#src/transaction/body.ts";
import { catalogueEntrySchema } from "./answerSchemas.ts";
import { clientContract } from "./clientContract.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { jsonFormOf } from "./jsonForm.ts";
import { describeModules, moduleDescriptionSchema } from "./moduleDescription.ts";
import { errorCatalogue } from "./problems.ts";
import { commonProblems, jsonAnswer } from "./routeDocument.ts";

const noQuery = z.strictObject({});
const errorPath = z.strictObject({
  module: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  condition: z.string().regex(/^[a-z][A-Za-z]{0,63}$/),
});
const genesisSchema = z.looseObject({ name: z.string(), devnet: z.boolean(), timeMs: z.int() });
const catalogueSchema = z.strictObject({ errors: z.array(catalogueEntrySchema) });
const messagesSchema = z.strictObject({
  messages: z.array(z.strictObject({ type: messageTypeSchema, schemaHash: hashSchema })),
});
const modulesSchema = z.strictObject({ modules: z.array(moduleDescriptionSchema) });

export function catalogueRoutes({ service }: ApiContext) {
  return async (api: Api): Promise<void> => {
    api.get("/v1/errors", {
      schema: { querystring: noQuery },
      config: {
        document: {
          operationId: "errors",
          summary: "Every way in which this node can say no, by number.",
          tag: "node",
          answers: { 200: jsonAnswer("The catalogue.", catalogueSchema) },
          problems: commonProblems,
        },
      },
      handler: (_, reply) => reply.send({ errors: errorCatalogue(service.registry()) }),
    });
    addErrorRoute(api, { service });
    api.get("/v1/genesis", {
      schema: { querystring: noQuery },
      config: {
        document: {
          operationId: "genesis",
          summary: "The genesis file of this network, as another node would read it.",
          tag: "node",
          answers: { 200: jsonAnswer("The file.", genesisSchema) },
          problems: commonProblems,
        },
      },
      handler: (_, reply) => reply.send(jsonFormOf(service.genesis)),
    });
    api.get("/v1/modules", {
      schema: { querystring: noQuery },
      config: {
        document: {
          operationId: "modules",
          summary: "The modules in force, with the schemas of their messages, queries and events.",
          tag: "node",
          answers: { 200: jsonAnswer("The modules, in their order.", modulesSchema) },
          problems: commonProblems,
        },
      },
      handler: (_, reply) => reply.send({ modules: describeModules(service.registry()) }),
    });
    addMessagesRoute(api, { service });
  };
}

function addMessagesRoute(api: Api, { service }: Pick<ApiContext, "service">): void {
  api.get("/v1/messages", {
    schema: { querystring: noQuery },
    config: {
      document: {
        operationId: "messages",
        summary: "The messages in force and the hashes of their schemas, which clients compare with their own.",
        tag: "node",
        answers: { 200: jsonAnswer("The messages.", messagesSchema) },
        problems: commonProblems,
      },
    },
    handler(_, reply) {
      const { messages } = clientContract(service.registry());
      const shown = Object.entries(messages).map(([type, { schemaHash }]) => ({ type, schemaHash }));
      return reply.send({ messages: shown });
    },
  });
}

function addErrorRoute(api: Api, { service }: Pick<ApiContext, "service">): void {
  api.get("/v1/errors/:module/:condition", {
    schema: { querystring: noQuery, params: errorPath },
    config: {
      document: {
        operationId: "error",
        summary: "One entry of the catalogue of errors: where the `type` of a problem leads.",
        tag: "node",
        path: errorPath,
        answers: { 200: jsonAnswer("The entry.", catalogueEntrySchema) },
        problems: [...commonProblems, httpProblems.unknownCode.definition.status],
      },
    },
    handler(request, reply) {
      const code = `${request.params.module}/${request.params.condition}`;
      const entry = errorCatalogue(service.registry()).find((candidate) => candidate.code === code);
      if (entry === undefined) throw httpProblems.unknownCode({ details: { code } });
      return reply.send(entry);
    },
  });
}
