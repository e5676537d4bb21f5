// Signed transactions and batches, in JSON or in the bytes that travel, and their results by id.
import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { hashSchema } from "#src/core/schemas.ts";
import type { Registry } from "#src/machine/registry.ts";
import { acceptedSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import type { Json } from "./jsonForm.ts";
import {
  bodyProblems,
  cborMediaType,
  commonProblems,
  jsonAnswer,
  jsonMediaType,
  refusedStatuses,
  scopedProblems,
} from "./routeDocument.ts";
import type { DecidedTransaction } from "./service.ts";
import {
  decidedJson,
  isDecided,
  outcomeJson,
  partForSender,
  sendAccepted,
  sendDecided,
  submit,
  submitAndWait,
} from "./submission.ts";
import { batchBytes, signedBatchSchema, signedTransactionSchema, transactionBytes } from "./transactionForms.ts";
import { invalidPlace, parsePart } from "./validation.ts";

const submissionQuery = z.strictObject({ wait: z.literal("committed").optional() });

/** How the two kinds of envelope differ. */
interface EnvelopeKind {
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  /** The second byte of an envelope tells its kind. */
  readonly kindByte: number;
  readonly bodySchema: (registry: Registry) => z.ZodType;
  readonly bytesOf: (context: ApiContext, body: unknown) => Uint8Array;
  readonly resultSchema: (context: ApiContext) => z.ZodType;
  readonly show: (decided: DecidedTransaction) => Json & object;
}

const transactions: EnvelopeKind = {
  path: "/v1/transactions",
  operationId: "submitTransaction",
  summary: "Submits a signed transaction.",
  kindByte: 0,
  bodySchema: signedTransactionSchema,
  bytesOf({ service, resolveAlias }, body) {
    const registry = service.registry();
    return transactionBytes(registry, parsePart("body", signedTransactionSchema(registry), body, resolveAlias));
  },
  resultSchema: ({ shared }) => shared.result,
  show: decidedJson,
};

const batches: EnvelopeKind = {
  path: "/v1/batches",
  operationId: "submitBatch",
  summary: "Submits a signed batch: many independent items of one kind by one actor.",
  kindByte: 1,
  bodySchema: signedBatchSchema,
  bytesOf({ service, resolveAlias }, body) {
    const registry = service.registry();
    return batchBytes(registry, parsePart("body", signedBatchSchema(registry), body, resolveAlias));
  },
  resultSchema: ({ shared }) => shared.result.omit({ events: true }),
  show: outcomeJson,
};

/** Alone among the routes these take CBOR, so they have a scope of their own. */
export function submissionRoutes(context: ApiContext) {
  return async (api: Api): Promise<void> => {
    api.addContentTypeParser(
      cborMediaType,
      { parseAs: "buffer", bodyLimit: limits.transactionBytesMax },
      (_request, body: Buffer, done) => done(null, new Uint8Array(body.buffer, body.byteOffset, body.length)),
    );
    addSubmissionRoute(api, context, transactions);
    addSubmissionRoute(api, context, batches);
    addResultRoute(api, context);
  };
}

function addSubmissionRoute(api: Api, context: ApiContext, kind: EnvelopeKind): void {
  const { path, operationId, summary } = kind;
  api.post(path, {
    schema: { querystring: submissionQuery },
    config: {
      isBusy: true,
      document: {
        operationId,
        summary,
        description:
          "Sending the same bytes again is safe and answers with the first result. With `wait=committed` the answer is the " +
          "result; a refused transaction then answers with the status of its refusal, a problem that carries the result. " +
          "If the decision takes too long the answer is 202, as without waiting, and the result is found under the id later. " +
          "The result of a batch comes without its events; `GET /v1/transactions/{id}` has them.",
        tag: "ledger",
        query: submissionQuery,
        bodies: { [jsonMediaType]: kind.bodySchema(context.service.registry()), [cborMediaType]: "bytes" },
        answers: {
          200: jsonAnswer("Decided: the result.", kind.resultSchema(context)),
          202: jsonAnswer("Accepted: a block will decide it.", acceptedSchema),
        },
        problems: [...bodyProblems, ...refusedStatuses],
      },
    },
    async handler(request, reply) {
      const bytes = envelopeBytes(context, kind, request.body);
      if (request.query.wait === undefined) return sendAccepted(reply, await submit(context, bytes));
      const outcome = await submitAndWait(context, bytes);
      return isDecided(outcome)
        ? sendDecided(context, request, reply, partForSender(context, request, bytes, outcome), kind.show)
        : sendAccepted(reply, outcome);
    },
  });
}

function envelopeBytes(context: ApiContext, kind: EnvelopeKind, body: unknown): Uint8Array {
  if (!(body instanceof Uint8Array)) return kind.bytesOf(context, body);
  if (body[1] !== kind.kindByte) throw invalidPlace("body", "", `These bytes are not what ${kind.path} takes.`);
  return body;
}

const transactionPath = z.strictObject({ id: hashSchema });

function addResultRoute(api: Api, context: ApiContext): void {
  api.get("/v1/transactions/:id", {
    schema: { params: transactionPath },
    config: {
      document: {
        operationId: "transaction",
        summary: "The result of a decided transaction or batch, with code 0 for success.",
        tag: "ledger",
        path: transactionPath,
        answers: { 200: jsonAnswer("The result, also of a refused transaction.", context.shared.result) },
        problems: [...commonProblems, ...scopedProblems, httpProblems.unknownTransaction.definition.status],
      },
    },
    async handler(request, reply) {
      const decided = await context.service.transaction(request.params.id);
      // One that still waits has no result: it is unknown here, and worth asking for again.
      if (decided === undefined) throw httpProblems.unknownTransaction({ headers: { "retry-after": "1" } });
      return reply.send(decidedJson(partFor(context, request, decided)));
    },
  });
}

/**
 * The part of a result that a reader may see. Whoever sent the bytes has all of it by sending them again; others whom
 * the events name see those events, and no answers, which may be meant for the sender.
 */
function partFor({ scopes }: ApiContext, request: FastifyRequest, decided: DecidedTransaction): DecidedTransaction {
  if (scopes.mayRead("supervisor", request)) return decided;
  const hearing = scopes.hearing(request);
  const events = decided.events.map(hearing).filter((event) => event !== undefined);
  if (events.length === 0) throw scopes.refusal(request);
  const { itemCodes: _, itemRefusals: __, refusal: ___, ...rest } = decided;
  return { ...rest, answers: [], events };
}
