// The OpenAPI document, made from what each route says about itself.
import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import type { Registry } from "#src/machine/registry.ts";
import {
  commitSchema,
  eventSchemaOf,
  headerSchema,
  problemSchemaOf,
  proofSchema,
  resultSchemaOf,
  unsignedSchema,
} from "./answerSchemas.ts";
import { problemMediaType } from "./problems.ts";
import type { DocumentedAnswer, DocumentedBody, RouteDocument } from "./routeDocument.ts";
import { type JsonSchema, SchemaBook, type SchemaUse } from "./schemaBook.ts";

/** The schemas that many answers share. */
export interface SharedSchemas {
  readonly event: z.ZodType;
  readonly result: ReturnType<typeof resultSchemaOf>;
  readonly problem: z.ZodType;
}

export function sharedSchemasOf(registry: Registry): SharedSchemas {
  const event = eventSchemaOf(registry);
  const result = resultSchemaOf(event);
  return { event, result, problem: problemSchemaOf(result) };
}

const apiVersion = "1";

/** Must be registered before the routes, which it then watches being added. */
export async function registerOpenApi(app: FastifyInstance, registry: Registry, shared: SharedSchemas): Promise<void> {
  const book = bookOf(registry, shared);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Kedge",
        version: apiVersion,
        description:
          "A ledger for a digital currency anchored to clean electricity, strategic metals and compute. " +
          "Integers of any size are decimal texts, bytes are lower-case hex, accounts are bech32m.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" } as never,
      },
      tags: tagsOf(registry),
    },
    transform: ({ route, url }) => {
      const document = route.config?.document;
      return { url, schema: document === undefined ? { hide: true } : documentedSchema(book, document) };
    },
    transformObject: (document) => {
      if (!("openapiObject" in document)) throw new Error("only OpenAPI documents are made here");
      return finish(document.openapiObject as unknown as OpenApiObject, book, shared.problem) as never;
    },
  });
}

function bookOf(registry: Registry, shared: SharedSchemas): SchemaBook {
  const book = new SchemaBook();
  for (const { type, definition } of registry.messages.values()) {
    book.name("request", definition.schema, { id: type.replace("/", "."), description: definition.summary });
  }
  const named = { Event: shared.event, Result: shared.result, Problem: shared.problem } as const;
  const comet = { Header: headerSchema, Commit: commitSchema, Proof: proofSchema, Unsigned: unsignedSchema } as const;
  for (const [id, schema] of Object.entries({ ...named, ...comet })) book.name("answer", schema, { id });
  return book;
}

function tagsOf(registry: Registry) {
  const general = [
    { name: "ledger", description: "Transactions, blocks and events." },
    { name: "node", description: "The node itself: health, metrics, catalogue, backup." },
  ];
  return [...general, ...registry.modules.map(({ name, summary }) => ({ name, description: summary }))];
}

/** A route's description in the shape that the swagger plugin reads. */
function documentedSchema(book: SchemaBook, document: RouteDocument) {
  const { operationId, summary, description, tag, path, query, headers, bodies, answers, problems } = document;
  const inRequest = (schema: z.ZodType) => book.schema("request", schema);
  return {
    operationId,
    summary,
    tags: [tag],
    ...(description !== undefined && { description }),
    ...(path && { params: inRequest(path) }),
    ...(query && { querystring: inRequest(query) }),
    ...(headers && { headers: inRequest(headers) }),
    ...(bodies && { body: { content: contentOf(book, "request", bodies) } }),
    response: Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, answerOf(book, answer)])),
    "x-problems": [...new Set(problems)].sort((left, right) => left - right),
  };
}

function answerOf(book: SchemaBook, { description, content }: DocumentedAnswer) {
  if (Object.keys(content).length === 0) return { description, type: "null" };
  return { description, content: contentOf(book, "answer", content) };
}

function contentOf(book: SchemaBook, use: SchemaUse, bodies: Readonly<Record<string, DocumentedBody>>) {
  const schemaOf = (body: DocumentedBody): JsonSchema => {
    if (body === "text") return { type: "string" };
    return body === "bytes" ? { type: "string", format: "binary" } : book.schema(use, body);
  };
  return Object.fromEntries(Object.entries(bodies).map(([mediaType, body]) => [mediaType, { schema: schemaOf(body) }]));
}

interface Operation {
  responses: Record<string, unknown>;
  "x-problems"?: readonly number[];
}

interface OpenApiObject {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const securitySchemes = {
  token: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "From the operator of the node." },
  certificate: { type: "mutualTLS", description: "A client certificate that the node's operator knows." },
};

/** Adds what operations share: the problems, each once, and the named schemas. */
function finish(openapi: OpenApiObject, book: SchemaBook, problem: z.ZodType): object {
  const problemSchema = book.schema("answer", problem);
  const statuses = new Set<number>();
  for (const path of Object.values(openapi.paths)) {
    for (const operation of Object.values(path)) {
      for (const status of operation["x-problems"] ?? []) {
        statuses.add(status);
        operation.responses[status] ??= { $ref: `#/components/responses/Problem${status}` };
      }
      delete operation["x-problems"];
    }
  }
  const responses = [...statuses].sort().map((status) => {
    const content = { [problemMediaType]: { schema: problemSchema } };
    return [`Problem${status}`, { description: `A problem with status ${status}.`, content }];
  });
  return {
    ...openapi,
    components: { responses: Object.fromEntries(responses), schemas: book.components(), securitySchemes },
    // A node that is open asks for neither.
    security: [{}, { token: [] }, { certificate: [] }],
  };
}
