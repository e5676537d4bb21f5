// Handing a transaction to the ledger, and answering with what came of it.
import type { FastifyReply, FastifyRequest } from "fastify";
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { RefusalShown } from "#src/machine/block.ts";
import { actorsOf, prepareEnvelope } from "#src/machine/transaction.ts";
import type { ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { type Json, jsonFormOf } from "./jsonForm.ts";
import { problemMediaType, problemOfRefusal } from "./problems.ts";
import type { DecidedTransaction, PlacedEvent, Submission } from "./service.ts";

/** Submits and waits until the transaction is decided, or answers with the submission alone when that takes too long. */
export async function submitAndWait(context: ApiContext, bytes: Uint8Array): Promise<DecidedTransaction | Submission> {
  if (!context.waiting.take()) throw httpProblems.tooManyWaiting({ headers: { "retry-after": "1" } });
  try {
    const submission = await context.service.submit(bytes);
    return (await decidedWithin(submission, context.bounds.commitWaitMs)) ?? submission;
  } finally {
    context.waiting.giveBack();
  }
}

export function isDecided(outcome: DecidedTransaction | Submission): outcome is DecidedTransaction {
  return "height" in outcome;
}

function decidedWithin({ decided }: Submission, ms: number): Promise<DecidedTransaction | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), ms);
    decided.then(
      (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      },
      (reason) => {
        clearTimeout(timer);
        reject(reason);
      },
    );
  });
}

/** Submits without waiting. */
export async function submit(context: ApiContext, bytes: Uint8Array): Promise<Submission> {
  const submission = await context.service.submit(bytes);
  // Nobody waits for this one, and an expiry that nobody hears of must not end the process.
  submission.decided.catch(() => undefined);
  return submission;
}

/** Where reading is restricted, a result tells its sender no figures of others. */
export function partForSender(
  { service, scopes }: ApiContext,
  request: FastifyRequest,
  bytes: Uint8Array,
  decided: DecidedTransaction,
): DecidedTransaction {
  if (!scopes.areEnforced) return decided;
  return scopes.partForSender(request, actorsOf(prepareEnvelope(service.registry(), bytes)), decided);
}

/** The transaction is taken, and its result will be found under its id. */
export function sendAccepted(reply: FastifyReply, { id }: Submission): FastifyReply {
  const text = bytesToHex(id);
  return reply.code(202).header("location", `/v1/transactions/${text}`).send({ id: text, status: "accepted" });
}

/** A refused transaction answers with the status of its refusal, and still carries the whole result. */
export function sendDecided(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  decided: DecidedTransaction,
  show: (decided: DecidedTransaction) => Json & object = decidedJson,
): FastifyReply {
  if (decided.code === 0) return reply.send(show(decided));
  const definition = present(context.service.registry().refusals.get(decided.code), "a code is that of a refusal");
  const problem = problemOfRefusal(definition, decided.refusal?.details ?? {}, request.id);
  return reply
    .code(problem.status)
    .type(problemMediaType)
    .send({ ...problem, result: decidedJson(decided) });
}

/** A result as it stands under its id. */
export function decidedJson(decided: DecidedTransaction): Json & object {
  return { ...outcomeJson(decided), events: decided.events.map(eventJson) };
}

/** A result without its events, which for a large batch take longer to write than all the rest. */
export function outcomeJson(decided: DecidedTransaction): Json & object {
  const { id, kind, height, index, timeMs, code, refusal, answers, itemCodes, itemRefusals, workUsed } = decided;
  return {
    id: bytesToHex(id),
    status: "committed",
    kind,
    height,
    index,
    timeMs,
    code,
    ...(refusal && { refusal: refusalJson(refusal) }),
    answers: answers as readonly Json[],
    ...(answers.length === 1 && answers[0] !== null && { answer: answers[0] as Json }),
    ...(itemCodes && { itemCodes }),
    ...(itemRefusals && {
      itemRefusals: itemRefusals.map((item) => ({ index: item.index, refusal: refusalJson(item.refusal) })),
    }),
    workUsed,
  };
}

export function eventJson({ height, index, transactionId, type, content }: PlacedEvent): Json & object {
  const place =
    transactionId === undefined ? { height, index } : { height, index, transactionId: bytesToHex(transactionId) };
  return { ...place, type, content: content as Json };
}

function refusalJson({ code, details }: RefusalShown): Json {
  return { code, details: jsonFormOf(details) };
}
