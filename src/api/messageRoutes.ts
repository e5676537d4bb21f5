// One path for each message: it answers with the exact bytes to sign or, for a devnet's own accounts, signs and sends them.
import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema, timeMsSchema } from "#src/core/schemas.ts";
import type { MessageDefinition } from "#src/machine/message.ts";
import type { RoutedMessage } from "#src/machine/registry.ts";
import type { TransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope } from "#src/transaction/envelope.ts";
import { accountNamed } from "./aliases.ts";
import { acceptedSchema, unsignedSchema } from "./answerSchemas.ts";
import type { Api, ApiContext } from "./context.ts";
import { httpProblems } from "./httpProblems.ts";
import { isFromLoopback } from "./loopback.ts";
import { bodyProblems, jsonAnswer, jsonMediaType, refusedStatuses } from "./routeDocument.ts";
import type { DevnetSigner } from "./service.ts";
import { isDecided, partForSender, sendAccepted, sendDecided, submitAndWait } from "./submission.ts";
import { type UnsignedTransaction, unsignedTransaction } from "./transactionForms.ts";
import { invalidPlace, parsePart } from "./validation.ts";

/** Long enough to carry the bytes to a hardware key and back. */
const validForMsDefault = 300_000;
const saltLength = 16;
/** A handful of names: what a person tries out by hand. */
const signAsLengthMax = 256;
const signersPattern = /^[a-z][a-z0-9-]*(,[a-z][a-z0-9-]*)*$/;

const messageQuery = z.strictObject({
  validUntilMs: timeMsSchema.optional(),
  validForMs: z.int().min(1).max(limits.validityMsMax).optional(),
  signAs: z.string().max(signAsLengthMax).regex(signersPattern).optional(),
});
type MessageQuery = z.output<typeof messageQuery>;

const bodySchemas = new WeakMap<MessageDefinition, z.ZodObject>();

/** The message's own members, and beside them the account in whose name it is sent. */
export function messageBodySchema({ type, definition }: RoutedMessage): z.ZodObject {
  const known = bodySchemas.get(definition);
  if (known !== undefined) return known;
  assert(definition.schema instanceof z.ZodObject, `${type}: a message is an object`);
  const { shape } = definition.schema;
  assert(!("actor" in shape), `${type}: the actor stands beside the members of a message`);
  const schema = z.strictObject({ actor: accountSchema.optional(), ...shape });
  bodySchemas.set(definition, schema);
  return schema;
}

export function messageRoutes(context: ApiContext) {
  return async (api: Api): Promise<void> => {
    for (const message of context.service.registry().messages.values()) addMessageRoute(api, context, message);
  };
}

function addMessageRoute(api: Api, context: ApiContext, message: RoutedMessage): void {
  const { type, module, definition } = message;
  const actors = definition.actors === "anyone" ? "anyone who owns an account" : definition.actors.join(", ");
  api.post(`/v1/${type}`, {
    schema: { querystring: messageQuery },
    config: {
      document: {
        operationId: type.replace("/", "."),
        summary: definition.summary,
        description:
          `Sent by ${actors}. Answers with the bytes to sign. With \`signAs\`, on a devnet and from the node's own machine, ` +
          "signs for these accounts, waits until a block has decided, and answers with the result; then `actor` may be left " +
          "out and is the first signer.",
        tag: module.name,
        query: messageQuery,
        bodies: { [jsonMediaType]: messageBodySchema(message) },
        answers: {
          200: jsonAnswer("The bytes to sign, or the result.", answerSchema(context, definition)),
          202: jsonAnswer("Signed and accepted, but not decided in time.", acceptedSchema),
        },
        problems: [...bodyProblems, ...refusedStatuses],
      },
    },
    handler: (request, reply) => answerMessage(context, type, request.query, request, reply),
  });
}

function answerSchema({ shared }: ApiContext, { result }: MessageDefinition): z.ZodType {
  if (result === undefined) return z.union([unsignedSchema, shared.result]);
  return z.union([unsignedSchema, z.intersection(shared.result, z.looseObject({ answer: result }))]);
}

async function answerMessage(
  context: ApiContext,
  type: string,
  query: MessageQuery,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const registry = context.service.registry();
  const message = registry.messages.get(type);
  if (message === undefined) throw httpProblems.notInForce({ details: { type } });
  const signer = query.signAs === undefined ? undefined : requireSigner(context, request);
  const signers = signersOf(context, query);
  const given = parsePart("body", messageBodySchema(message), request.body, context.resolveAlias);
  const { actor = signers[0], ...content } = given as { actor?: Account } & Record<string, unknown>;
  if (actor === undefined) throw invalidPlace("body", "/actor", "Name the account in whose name the message is sent.");

  const body: TransactionBody = {
    network: context.service.network,
    validUntilMs: validUntilOf(context, query),
    salt: new Uint8Array(randomBytes(saltLength)),
    messages: [{ type, actor, content }],
  };
  const unsigned = unsignedTransaction(registry, body);
  if (signer === undefined) return reply.send(unsigned.shown);
  return signAndSubmit(context, { signer, signers, unsigned }, request, reply);
}

function validUntilOf({ service }: ApiContext, { validUntilMs, validForMs }: MessageQuery): number {
  if (validUntilMs === undefined) return service.head().timeMs + (validForMs ?? validForMsDefault);
  if (validForMs !== undefined) throw invalidPlace("query", "/validForMs", "Give either a moment or a duration.");
  return validUntilMs;
}

function requireSigner({ service }: ApiContext, request: FastifyRequest): DevnetSigner {
  const { devnetSigner, genesis } = service;
  if (!genesis.devnet || devnetSigner === undefined || !isFromLoopback(request)) throw httpProblems.signingForbidden();
  return devnetSigner;
}

/** The accounts to sign for, each once. */
function signersOf({ resolveAlias }: ApiContext, { signAs }: MessageQuery): readonly Account[] {
  if (signAs === undefined) return [];
  const accounts = signAs.split(",").map((name) => {
    const account = accountNamed(resolveAlias, name);
    if (account === undefined) throw invalidPlace("query", "/signAs", "One of these is neither an account nor a name.");
    return account;
  });
  const distinct = [...new Set(accounts)];
  if (distinct.length <= limits.transactionSignaturesMax) return distinct;
  throw invalidPlace("query", "/signAs", "These are more signers than a transaction may have.");
}

interface Signing {
  readonly signer: DevnetSigner;
  readonly signers: readonly Account[];
  readonly unsigned: UnsignedTransaction;
}

async function signAndSubmit(
  context: ApiContext,
  { signer, signers, unsigned }: Signing,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const signatures = signers.map((account) => {
    const signature = signer.sign(account, unsigned.signingBytes);
    if (signature === undefined) throw httpProblems.noKey({ details: { account } });
    return signature;
  });
  const bytes = encodeEnvelope("transaction", unsigned.bodyBytes, signatures);
  const outcome = await submitAndWait(context, bytes);
  if (!isDecided(outcome)) return sendAccepted(reply, outcome);
  return sendDecided(context, request, reply, partForSender(context, request, bytes, outcome));
}
