// One path for each query: its answer now or at a kept height, with a proof where it shows one stored value.
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { heightSchema } from "#src/core/schemas.ts";
import type { QueryDefinition } from "#src/machine/query.ts";
import { dependsOnRow } from "#src/machine/readers.ts";
import type { RoutedQuery } from "#src/machine/registry.ts";
import { proofSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { type Json, jsonFormOf } from "./jsonForm.ts";
import { problemMediaType, problemOfRefusal, statusOfKind } from "./problems.ts";
import { proofJson } from "./proofJson.ts";
import { assertFitsQueryString } from "./queryText.ts";
import { commonProblems, jsonAnswer, scopedProblems } from "./routeDocument.ts";
import type { StateProof } from "./service.ts";
import { parsePart } from "./validation.ts";

const heightParameter = { height: heightSchema.optional() } as const;
const proveParameter = { prove: z.boolean().optional() } as const;

interface QueryRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly height: number | undefined;
  readonly prove: boolean;
}

const querySchemas = new WeakMap<QueryDefinition, z.ZodObject>();

/** The query's own parameters, the height, and whether to prove, where there is something to prove. */
export function queryStringSchema({ name, definition }: RoutedQuery): z.ZodObject {
  const known = querySchemas.get(definition);
  if (known !== undefined) return known;
  const { shape } = definition.params;
  assert(!("height" in shape) && !("prove" in shape), `${name}: height and prove stand beside a query's parameters`);
  const schema = z.strictObject({ ...shape, ...heightParameter, ...(definition.proves ? proveParameter : {}) });
  assertFitsQueryString(schema);
  querySchemas.set(definition, schema);
  return schema;
}

export function queryRoutes(context: ApiContext) {
  return async (api: Api): Promise<void> => {
    for (const query of context.service.registry().queries.values()) addQueryRoute(api, context, query);
  };
}

const { unknown: unknownStatus, limit: limitStatus, conflict: conflictStatus } = statusOfKind;

function addQueryRoute(api: Api, context: ApiContext, query: RoutedQuery): void {
  const { name, module, definition } = query;
  api.get(`/v1/${name}`, {
    config: {
      document: {
        operationId: name.replace("/", "."),
        summary: definition.summary,
        tag: module.name,
        query: queryStringSchema(query),
        answers: { 200: jsonAnswer("The answer.", answerSchema(query)) },
        problems: [
          ...commonProblems,
          ...(definition.readers === "public" ? [] : scopedProblems),
          unknownStatus,
          limitStatus,
          conflictStatus,
        ],
      },
    },
    handler: (request, reply) => answerQuery(context, name, request, reply),
  });
}

/** The answer is an object, or a choice of objects, so that a proof can stand beside its members. */
function answerSchema({ name, definition }: RoutedQuery): z.ZodType {
  const { result } = definition;
  const beside = definition.proves ? { proof: proofSchema.optional() } : {};
  if (result instanceof z.ZodObject) return besideMembers(name, result, beside);
  assert(result instanceof z.ZodDiscriminatedUnion, `${name}: a query answers with an object`);
  const options = result.options.map((option) => besideMembers(name, option as unknown as z.ZodObject, beside));
  return z.discriminatedUnion(result.def.discriminator, options as never);
}

function besideMembers(name: string, { shape }: z.ZodObject, beside: z.ZodRawShape): z.ZodObject {
  assert(!("proof" in shape), `${name}: the proof stands beside the members of an answer`);
  return z.strictObject({ ...shape, ...beside });
}

async function answerQuery(context: ApiContext, name: string, request: FastifyRequest, reply: FastifyReply) {
  const query = context.service.registry().queries.get(name);
  if (query === undefined) throw httpProblems.notInForce({ details: { query: name } });
  const asked = readQuery(context, query, request.query);
  const { definition } = query;
  const { scopes } = context;
  const row = (height: number | undefined) => requireOwnRow(context, definition, { ...asked, height }, request);
  const partOf = (whole: Json) => scopes.partOfRow(definition.readers, request, whole);
  if (!asked.prove) return reply.send(partOf(await row(asked.height)));
  // Nobody has a proof made of a row that it could not read; and only the row at the proof's height is shown.
  if (!scopes.mayRead(definition.readers, request, asked.params)) await row(asked.height);
  const proof = await proofOf(context, definition, asked);
  if (!proof.present && !scopes.mayRead("supervisor", request)) throw httpProblems.proofForbidden();
  try {
    // The answer is read at the height of the proof, so that the two never contradict each other.
    const answer = await row(proof.height);
    if (partOf(answer) !== answer) throw httpProblems.proofForbidden();
    return reply.send({ ...(answer as object), proof: proofJson(proof) });
  } catch (reason) {
    if (!(reason instanceof Refusal) || reason.definition.kind !== "unknown" || proof.present) throw reason;
    const problem = problemOfRefusal(reason.definition, reason.details, request.id);
    return reply
      .code(problem.status)
      .type(problemMediaType)
      .send({ ...problem, proof: proofJson(proof) });
  }
}

/**
 * The answer, where this reader may read it. Where only the row says whose it is, that there is none is not said to those
 * who could not read it.
 */
async function requireOwnRow(
  context: ApiContext,
  definition: QueryDefinition,
  asked: QueryRequest,
  request: FastifyRequest,
): Promise<Json> {
  const { scopes } = context;
  const { readers } = definition;
  if (scopes.mayRead(readers, request, asked.params)) return answerOf(context, definition, asked);
  const refusal = scopes.refusal(request);
  if (!scopes.isKnown(request) || !dependsOnRow(readers, Object.keys(definition.params.shape))) throw refusal;
  let row: Json;
  try {
    row = await answerOf(context, definition, asked);
  } catch (reason) {
    throw reason instanceof Refusal ? refusal : reason;
  }
  if (!scopes.mayRead(readers, request, row as Record<string, unknown>)) throw refusal;
  return row;
}

function readQuery({ resolveAlias }: ApiContext, query: RoutedQuery, texts: unknown): QueryRequest {
  if (query.definition.proves === undefined && Object.hasOwn(texts as object, "prove"))
    throw httpProblems.notProvable();
  const parsed = parsePart("query", queryStringSchema(query), texts, resolveAlias);
  const { height, prove = false, ...params } = parsed as { height?: number; prove?: boolean } & Record<string, unknown>;
  return { params, height, prove };
}

async function answerOf(
  { service, costly }: ApiContext,
  definition: QueryDefinition,
  { params, height }: QueryRequest,
): Promise<Json> {
  const state = await service.reader(height);
  const answer = async () => jsonFormOf(await definition.answer({ state }, params));
  return definition.isCostly === undefined ? answer() : costly.answer(definition, state.height, params, answer);
}

async function proofOf(
  { service, proofs }: ApiContext,
  definition: QueryDefinition,
  asked: QueryRequest,
): Promise<StateProof> {
  if (definition.proves === undefined) throw httpProblems.notProvable();
  if (!proofs.take()) throw httpProblems.tooManyProofs({ headers: { "retry-after": "1" } });
  try {
    return await service.prove(definition.proves(asked.params), asked.height);
  } finally {
    proofs.giveBack();
  }
}
