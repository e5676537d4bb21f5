// The bodies of transactions and batches: what is hashed and signed, byte for byte.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { codecOf } from "#src/core/form.ts";
import { accountSchema, bytesSchema, timeMsSchema } from "#src/core/schemas.ts";

const networkSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{16}$/);
/** `module/message`. */
export const messageTypeSchema = z.string().regex(/^[a-z][a-z-]{0,31}\/[a-z][A-Za-z]{0,31}$/);

/** What both kinds begin with: where, until when, and a salt that makes two alike transactions differ. */
export const transactionHeadSchema = z.strictObject({
  network: networkSchema,
  validUntilMs: timeMsSchema,
  salt: bytesSchema(8, 16),
});
export type TransactionHead = z.output<typeof transactionHeadSchema>;
export const transactionHeadCodec = codecOf(transactionHeadSchema);

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

/** Finds what writes the contents of a type of message: a ledger's own codecs, or a client's. Throws for others. */
export type ContentWriters = (type: string) => { write(writer: CborWriter, content: unknown): void };

const accountCodec = codecOf(accountSchema);

export function encodeTransactionBody(contents: ContentWriters, body: TransactionBody): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 2);
  writeHead(writer, body);
  writer.head(4, body.messages.length);
  for (const message of body.messages) {
    writer.head(4, 3);
    writer.text(message.type);
    accountCodec.write(writer, message.actor);
    contents(message.type).write(writer, message.content);
  }
  return writer.finish();
}

export function encodeBatchBody(contents: ContentWriters, body: BatchBody): Uint8Array {
  const writer = new CborWriter();
  writer.head(4, 4);
  writeHead(writer, body);
  accountCodec.write(writer, body.actor);
  writer.text(body.type);
  writer.head(4, body.items.length);
  const content = contents(body.type);
  for (const item of body.items) content.write(writer, item);
  return writer.finish();
}

function writeHead(writer: CborWriter, { network, validUntilMs, salt }: TransactionHead): void {
  transactionHeadCodec.write(writer, { network, validUntilMs, salt });
}
