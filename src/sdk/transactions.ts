// Transactions as a client makes them: built, signed by whoever must, sent, and waited for with the same bytes.
import { z } from "zod";
import { type Account, isAccount } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import { countSchema, heightSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import {
  type ContentWriters,
  encodeBatchBody,
  encodeTransactionBody,
  type TransactionHead,
} from "#src/transaction/body.ts";
import { type EnvelopeKind, encodeEnvelope, signingBytes, transactionId } from "#src/transaction/envelope.ts";
import { ContentError } from "./contentCodec.ts";
import type { AnswerOf, LedgerEvent, MessageType } from "./definitions.ts";
import { UndecidedError } from "./errors.ts";
import { type Http, parsed } from "./http.ts";
import { type Signer, signatureBy } from "./keys/signer.ts";
import type { Message } from "./messages.ts";

/** A message with the account in whose name it is sent. */
export interface Addressed<Type extends MessageType = MessageType> {
  readonly actor: string;
  readonly message: Message<Type>;
}

/** Everything that a signer needs to see; nothing of it changes any more. */
export interface Draft {
  readonly kind: EnvelopeKind;
  /** In hex; the same whoever signs. */
  readonly id: string;
  readonly body: Uint8Array;
  /** What each key signs. */
  readonly signingBytes: Uint8Array;
  readonly validUntilMs: number;
}

/** Bytes that may be kept, and sent again as often as needed: they have one effect. */
export interface Signed extends Pick<Draft, "kind" | "id" | "validUntilMs"> {
  readonly bytes: Uint8Array;
}

export interface ValidityOptions {
  /** How long a block may take it, by this machine's clock; two minutes unless said otherwise. */
  readonly validForMs?: number;
}

/** What a block made of a transaction that it did not refuse. */
export interface Outcome<Type extends MessageType = MessageType> {
  readonly id: string;
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
  /** The first message's answer in its JSON form; undefined where a message has none. */
  readonly answer: AnswerOf<Type>;
  /** Those of all messages, in their order; null where one has none. */
  readonly answers: readonly unknown[];
  readonly events: readonly LedgerEvent[];
  readonly workUsed: number;
}

const validForMsDefault = 120_000;
/** How far this machine's clock and the ledger's may be apart before waiting ends. */
const clockDriftMs = 60_000;

const outcomeSchema = z.object({
  id: z.string(),
  height: heightSchema,
  index: countSchema,
  timeMs: timeMsSchema,
  answers: z.array(z.unknown()).max(limits.transactionMessagesMax),
  itemCodes: z.array(countSchema).max(limits.batchItemsMax).default([]),
  itemRefusals: z
    .array(
      z.object({
        index: countSchema,
        refusal: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) }),
      }),
    )
    .max(limits.batchItemsMax)
    .default([]),
  events: z.array(z.custom<LedgerEvent>((value) => typeof value === "object" && value !== null)).default([]),
  workUsed: countSchema,
});
export type ParsedOutcome = z.output<typeof outcomeSchema>;

/** Contents are encoded already. */
const encoded: ContentWriters = () => ({ write: (writer, bytes) => writer.raw(bytes as Uint8Array) });

export function newHead(
  network: string,
  nowMs: number,
  { validForMs = validForMsDefault }: ValidityOptions,
): TransactionHead {
  return { network, validUntilMs: nowMs + validForMs, salt: crypto.getRandomValues(new Uint8Array(16)) };
}

export function draftTransaction(head: TransactionHead, addressed: readonly Addressed[]): Draft {
  if (addressed.length < 1 || addressed.length > limits.transactionMessagesMax) {
    throw new RangeError(`a transaction has one to ${limits.transactionMessagesMax} messages`);
  }
  const list = addressed.map(({ actor, message }) => ({
    type: message.type,
    actor: requireAccount(actor),
    content: message.contentBytes,
  }));
  return draftOf("transaction", head, encodeTransactionBody(encoded, { ...head, messages: list }));
}

/** Throws a ContentError. */
export function requireAccount(text: string): Account {
  if (!isAccount(text)) throw new ContentError(".actor", "not an account");
  return text;
}

export function draftBatch(head: TransactionHead, actor: Account, type: string, items: readonly Uint8Array[]): Draft {
  return draftOf("batch", head, encodeBatchBody(encoded, { ...head, actor, type, items }));
}

function draftOf(kind: EnvelopeKind, { validUntilMs }: TransactionHead, body: Uint8Array): Draft {
  const id = bytesToHex(transactionId(body));
  return { kind, id, body, signingBytes: signingBytes(kind, body), validUntilMs };
}

/** Asks all signers at once; throws a SignerError. */
export async function signDraft(draft: Draft, signers: readonly Signer[]): Promise<Signed> {
  const signatures = await Promise.all(signers.map((signer) => signatureBy(signer, draft.signingBytes)));
  const { kind, id, validUntilMs } = draft;
  return { kind, id, validUntilMs, bytes: encodeEnvelope(kind, draft.body, signatures) };
}

/** Where each kind is sent. */
export const submissionPaths = { transaction: "/v1/transactions", batch: "/v1/batches" } as const;

/** Resolves when the node has taken it. */
export async function submit(http: Http, { kind, bytes }: Signed, signal?: AbortSignal): Promise<void> {
  await http.send({ path: submissionPaths[kind], bytes, signal });
}

/** Sends the same bytes until a block has decided; throws a RefusedError, an UndecidedError, or what `http` throws. */
export async function settle(
  http: Http,
  { kind, id, bytes, validUntilMs }: Signed,
  now: () => number,
  signal?: AbortSignal,
): Promise<ParsedOutcome> {
  const path = `${submissionPaths[kind]}?wait=committed`;
  for (;;) {
    const { status, json } = await http.send({ path, bytes, signal });
    if (status !== 202) return parsed(http.baseUrl + path, outcomeSchema, json);
    if (now() > validUntilMs + clockDriftMs) throw new UndecidedError(id);
  }
}

export function outcomeOf<Type extends MessageType>(decided: ParsedOutcome): Outcome<Type> {
  const { id, height, index, timeMs, answers, events, workUsed } = decided;
  const answer = (answers[0] ?? undefined) as AnswerOf<Type>;
  return { id, height, index, timeMs, answer, answers, events, workUsed };
}
