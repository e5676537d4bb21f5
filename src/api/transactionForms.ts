// Transactions and batches in JSON: the schema of the body, and the way from there to the bytes that were signed.

import { z } from "zod";
import { present } from "#src/core/assert.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { Registry, RoutedMessage } from "#src/machine/registry.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import {
  type BatchBody,
  encodeBatchBody,
  encodeTransactionBody,
  type TransactionBody,
  transactionHeadSchema,
} from "#src/transaction/body.ts";
import {
  encodeEnvelope,
  type SignatureEntry,
  signaturesSchema,
  signingBytes,
  transactionId,
} from "#src/transaction/envelope.ts";
import { jsonFormOf } from "./jsonForm.ts";

export interface SignedTransaction {
  readonly body: TransactionBody;
  readonly signatures: readonly SignatureEntry[];
}

export interface SignedBatch {
  readonly body: BatchBody;
  readonly signatures: readonly SignatureEntry[];
}

const transactionSchemas = new WeakMap<Registry, z.ZodType<SignedTransaction>>();
const batchSchemas = new WeakMap<Registry, z.ZodType<SignedBatch>>();

/** A signed transaction of any messages of these modules. */
export function signedTransactionSchema(registry: Registry): z.ZodType<SignedTransaction> {
  return remembered(transactionSchemas, registry, () => {
    const messages = z.array(addressedMessageSchema(registry)).min(1).max(limits.transactionMessagesMax);
    const body = z.strictObject({ ...transactionHeadSchema.shape, messages });
    return z.strictObject({ body, signatures: signaturesSchema }) as unknown as z.ZodType<SignedTransaction>;
  });
}

/** A signed batch of items of any one message of these modules. */
export function signedBatchSchema(registry: Registry): z.ZodType<SignedBatch> {
  return remembered(batchSchemas, registry, () => {
    const body = unionByType(registry, ({ type, definition }) => ({
      ...transactionHeadSchema.shape,
      actor: accountSchema,
      type: z.literal(type),
      items: z.array(definition.schema).min(1).max(limits.batchItemsMax),
    }));
    return z.strictObject({ body, signatures: signaturesSchema }) as unknown as z.ZodType<SignedBatch>;
  });
}

/** A message with its type and actor, as it stands in a transaction. */
function addressedMessageSchema(registry: Registry) {
  return unionByType(registry, ({ type, definition }) => ({
    type: z.literal(type),
    actor: accountSchema,
    content: definition.schema,
  }));
}

function unionByType(registry: Registry, shapeOf: (message: RoutedMessage) => z.ZodRawShape) {
  const [first, ...others] = [...registry.messages.values()].map((message) => z.strictObject(shapeOf(message)));
  return z.discriminatedUnion("type", [present(first, "some module has a message"), ...others] as never);
}

function remembered<Schema extends object>(
  schemas: WeakMap<Registry, Schema>,
  registry: Registry,
  make: () => Schema,
): Schema {
  const known = schemas.get(registry) ?? make();
  schemas.set(registry, known);
  return known;
}

export function transactionBytes(registry: Registry, { body, signatures }: SignedTransaction): Uint8Array {
  return encodeEnvelope("transaction", encodeTransactionBody(contentWriters(registry), body), signatures);
}

export function batchBytes(registry: Registry, { body, signatures }: SignedBatch): Uint8Array {
  return encodeEnvelope("batch", encodeBatchBody(contentWriters(registry), body), signatures);
}

/** A transaction of one message that nobody has signed yet, with everything that a signer needs. */
export interface UnsignedTransaction {
  readonly bodyBytes: Uint8Array;
  readonly signingBytes: Uint8Array;
  readonly shown: ReturnType<typeof showUnsigned>;
}

export function unsignedTransaction(registry: Registry, body: TransactionBody): UnsignedTransaction {
  const bodyBytes = encodeTransactionBody(contentWriters(registry), body);
  const toSign = signingBytes("transaction", bodyBytes);
  return { bodyBytes, signingBytes: toSign, shown: showUnsigned(body, bodyBytes, toSign) };
}

function showUnsigned(body: TransactionBody, bodyBytes: Uint8Array, toSign: Uint8Array) {
  return {
    id: bytesToHex(transactionId(bodyBytes)),
    network: body.network,
    kind: "transaction",
    validUntilMs: body.validUntilMs,
    salt: bytesToHex(body.salt),
    bodyHex: bytesToHex(bodyBytes),
    signingBytesHex: bytesToHex(toSign),
    body: jsonFormOf(body),
  } as const;
}
