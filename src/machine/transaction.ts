// Transactions and batches: their bytes, their ids, what is signed, and how they are read.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema, bytesSchema, publicKeySchema, signatureSchema, timeMsSchema } from "#src/core/schemas.ts";
import { bytesToHex, concatBytes } from "#src/crypto/hex.ts";
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { workOf } from "./message.ts";
import { refusals } from "./refusals.ts";
import type { Registry, RoutedMessage } from "./registry.ts";

const networkSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{16}$/);
/** `module/message`. */
export const messageTypeSchema = z.string().regex(/^[a-z][a-z-]{0,31}\/[a-z][A-Za-z]{0,31}$/);

/** What both kinds begin with: where, until when, and a salt that makes two alike transactions differ. */
const headShape = {
  network: networkSchema,
  validUntilMs: timeMsSchema,
  salt: bytesSchema(8, 16),
};
export const transactionHeadSchema = z.strictObject(headShape);
export type TransactionHead = z.output<typeof transactionHeadSchema>;

/** One signature over the domain tag and the body's bytes. */
export const signatureEntrySchema = z.strictObject({ publicKey: publicKeySchema, signature: signatureSchema });
export type SignatureEntry = z.output<typeof signatureEntrySchema>;

/** A message in a transaction: its type, in whose name it is sent, and its content. */
export interface AddressedMessage {
  readonly type: string;
  readonly actor: Account;
  readonly content: unknown;
}

export interface TransactionBody extends TransactionHead {
  readonly messages: readonly AddressedMessage[];
}

/** Many independent items of one type by one actor under one signature: a bank's file. */
export interface BatchBody extends TransactionHead {
  readonly actor: Account;
  readonly type: string;
  readonly items: readonly unknown[];
}

interface Prepared extends TransactionHead {
  readonly id: Uint8Array;
  /** The id as it is looked up and shown. */
  readonly idHex: string;
  /** The body's bytes: what is hashed and signed. */
  readonly body: Uint8Array;
  readonly signatures: readonly SignatureEntry[];
  readonly work: number;
  /** Set once a signature check accepted all signatures; a later block need not check again. */
  signaturesAccepted: boolean;
}

export interface PreparedTransaction extends Prepared {
  readonly kind: "transaction";
  readonly messages: readonly { readonly route: RoutedMessage; readonly actor: Account; readonly content: unknown }[];
}

export interface PreparedBatch extends Prepared {
  readonly kind: "batch";
  readonly actor: Account;
  readonly route: RoutedMessage;
  readonly items: readonly unknown[];
}

export type PreparedEnvelope = PreparedTransaction | PreparedBatch;

const headCodec = codecOf(transactionHeadSchema);
const accountCodec = codecOf(accountSchema);
const signaturesCodec = codecOf(z.array(signatureEntrySchema).min(1).max(limits.transactionSignaturesMax));
const text = new TextEncoder();
/** Domain tags: a signature over one kind of bytes can never be taken for a signature over another. */
const domainTags = {
  transaction: text.encode("kedge/transaction/1\n"),
  batch: text.encode("kedge/batch/1\n"),
} as const;
const kindBytes = { transaction: 0, batch: 1 } as const;

/** The exact bytes that a key signs. */
export function signingBytes(kind: "transaction" | "batch", body: Uint8Array): Uint8Array {
  return concatBytes(domainTags[kind], body);
}

/** The id of a transaction or batch, by which it is remembered and looked up. */
export function transactionId(body: Uint8Array): Uint8Array {
  return sha256(body);
}

/** The id of one item of a batch. */
export function batchItemId(batchId: Uint8Array, index: number): Uint8Array {
  return sha256(batchId, Uint8Array.of(index >>> 24, (index >>> 16) & 0xff, (index >>> 8) & 0xff, index & 0xff));
}

export function encodeTransactionBody(registry: Registry, body: TransactionBody): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 2);
  headCodec.write(writer, { network: body.network, validUntilMs: body.validUntilMs, salt: body.salt });
  writer.head(4, body.messages.length);
  for (const message of body.messages) {
    writer.head(4, 3);
    writer.text(message.type);
    accountCodec.write(writer, message.actor);
    requireMessage(registry, message.type).content.write(writer, message.content);
  }
  return writer.finish();
}

export function encodeBatchBody(registry: Registry, body: BatchBody): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 4);
  headCodec.write(writer, { network: body.network, validUntilMs: body.validUntilMs, salt: body.salt });
  accountCodec.write(writer, body.actor);
  writer.text(body.type);
  writer.head(4, body.items.length);
  const { content } = requireMessage(registry, body.type);
  for (const item of body.items) content.write(writer, item);
  return writer.finish();
}

/** The bytes that travel: the kind, the body as signed, and the signatures. */
export function encodeEnvelope(
  kind: "transaction" | "batch",
  body: Uint8Array,
  signatures: readonly SignatureEntry[],
): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 3);
  writer.integer(kindBytes[kind]);
  writer.bytes(body);
  signaturesCodec.write(writer, [...signatures]);
  return writer.finish();
}

/** Reads an envelope whole; refuses what no active module understands. Signatures are not checked here. */
export function prepareEnvelope(registry: Registry, bytes: Uint8Array, hash: Sha256 = sha256): PreparedEnvelope {
  if (bytes.length > limits.transactionBytesMax) throw refusals.malformedTransaction({ reason: "it is too large" });
  const reader = new CborReader(bytes);
  if (reader.arrayLength() !== 3) throw refusals.malformedTransaction({ reason: "an envelope has three parts" });
  const kind = reader.integer();
  const body = reader.bytes();
  const signatures = signaturesCodec.read(reader);
  reader.finish();
  requireDistinctKeys(signatures);
  if (kind === kindBytes.transaction) return prepareTransaction(registry, body, signatures, hash(body));
  if (kind === kindBytes.batch) return prepareBatch(registry, body, signatures, hash(body));
  throw refusals.malformedTransaction({ reason: "an envelope of unknown kind" });
}

function prepareTransaction(
  registry: Registry,
  body: Uint8Array,
  signatures: readonly SignatureEntry[],
  id: Uint8Array,
): PreparedTransaction {
  const reader = new CborReader(body);
  if (reader.arrayLength() !== 2) throw refusals.malformedTransaction({ reason: "a transaction has two parts" });
  const head = headCodec.read(reader);
  const count = reader.arrayLength();
  if (count < 1 || count > limits.transactionMessagesMax) {
    throw refusals.malformedTransaction({ reason: "too few or too many messages" });
  }
  const messages: PreparedTransaction["messages"][number][] = [];
  let work = 0;
  for (let at = 0; at < count; at += 1) {
    if (reader.arrayLength() !== 3) throw refusals.malformedTransaction({ reason: "a message has three parts" });
    const route = requireMessage(registry, reader.text());
    const actor = accountCodec.read(reader);
    const content = route.content.read(reader);
    work += workOf(route.definition, content);
    messages.push({ route, actor, content });
  }
  reader.finish();
  const idHex = bytesToHex(id);
  return { kind: "transaction", ...head, id, idHex, body, signatures, work, messages, signaturesAccepted: false };
}

function prepareBatch(
  registry: Registry,
  body: Uint8Array,
  signatures: readonly SignatureEntry[],
  id: Uint8Array,
): PreparedBatch {
  const reader = new CborReader(body);
  if (reader.arrayLength() !== 4) throw refusals.malformedTransaction({ reason: "a batch has four parts" });
  const head = headCodec.read(reader);
  const actor = accountCodec.read(reader);
  const route = requireMessage(registry, reader.text());
  const count = reader.arrayLength();
  if (count < 1 || count > limits.batchItemsMax) {
    throw refusals.malformedTransaction({ reason: "too few or too many items" });
  }
  const items: unknown[] = [];
  let work = 0;
  for (let at = 0; at < count; at += 1) {
    const content = route.content.read(reader);
    work += workOf(route.definition, content);
    items.push(content);
  }
  reader.finish();
  const idHex = bytesToHex(id);
  return { kind: "batch", ...head, id, idHex, body, signatures, work, actor, route, items, signaturesAccepted: false };
}

/** The accounts in whose names it acts, each once, in order of appearance; the first one pays for the work. */
export function actorsOf(envelope: PreparedEnvelope): readonly Account[] {
  if (envelope.kind === "batch") return [envelope.actor];
  const [first, ...others] = envelope.messages;
  if (first !== undefined && others.length === 0) return [first.actor];
  return [...new Set(envelope.messages.map((message) => message.actor))];
}

/** The account whose quota the work is taken from. */
export function payerOf(envelope: PreparedEnvelope): Account {
  return present(actorsOf(envelope)[0], "an envelope has an actor");
}

function requireMessage(registry: Registry, type: string): RoutedMessage {
  const route = registry.messages.get(type);
  if (route === undefined) throw refusals.unknownMessage({ type: type.slice(0, 80) });
  return route;
}

function requireDistinctKeys(signatures: readonly SignatureEntry[]): void {
  if (signatures.length === 1) return;
  const keys = new Set<string>();
  for (const { publicKey } of signatures) {
    const key = bytesToHex(publicKey);
    if (keys.has(key)) throw refusals.unusedSignature({ publicKey: key });
    keys.add(key);
  }
}
