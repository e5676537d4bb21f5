// What became of each payment, one file for each: it is written before anything is sent, and never forgotten.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "#src/cli/jsonText.ts";
import type { SealedEnvelope } from "#src/cli/ledger/link.ts";
import { bytesToHex, hexToBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { saveFile } from "#src/node/durableFiles.ts";
import type { OriginalMessage } from "./paymentOrder.ts";

const hexSchema = z.string().regex(/^([0-9a-f]{2})*$/);

const attemptSchema = z.strictObject({
  id: hexSchema,
  validUntilMs: z.int(),
  sinceHeight: z.int(),
  /** The signed transaction, to the byte. */
  bytesHex: hexSchema,
});

const answerSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("settled"), transaction: hexSchema, height: z.int(), timeMs: z.int() }),
  /** Locked for a bank of another zone, which has yet to decide. */
  z.strictObject({ state: z.literal("prepared"), transaction: hexSchema, height: z.int(), timeMs: z.int() }),
  /** Nothing that the ledger must be told. */
  z.strictObject({ state: z.literal("noted"), text: z.string(), timeMs: z.int() }),
  z.strictObject({ state: z.literal("refused"), reason: z.string(), text: z.string(), timeMs: z.int() }),
]);
export type PaymentAnswer = z.output<typeof answerSchema>;

const orderSchema = z.strictObject({
  to: z.string(),
  currency: z.string(),
  amount: z.string(),
  endToEndId: z.string(),
  purpose: z.string().optional(),
  remittanceHash: z.string().optional(),
});

const otherOrderSchema = z.strictObject({
  type: z.string(),
  content: z.record(z.string(), z.json()),
  original: z
    .strictObject({
      messageId: z.string(),
      messageName: z.string(),
      createdAt: z.string(),
      instructionId: z.string().optional(),
    })
    .optional(),
});

const recordSchema = z.strictObject({
  kind: z.literal("kedge payment 1"),
  /** The kind of message with its UETR. */
  key: z.string(),
  contentHash: hexSchema,
  /** What is paid, also by a second transaction when the first has expired. */
  order: z.union([otherOrderSchema, orderSchema]).optional(),
  attempt: attemptSchema.optional(),
  answer: answerSchema.optional(),
});
export type PaymentRecord = z.output<typeof recordSchema>;

/** Of which a payment abroad is known by its UETR. */
const paymentKinds = ["pacs.008.001.08", "pacs.009.001.08", "pacs.009.001.08/cover"];

/** Folders of a journal, so that no folder has millions of files. */
const shards = Array.from({ length: 256 }, (_, at) => at.toString(16).padStart(2, "0"));

export class PaymentJournal {
  readonly #payments: string;
  readonly #transactions: string;

  constructor(folder: string) {
    this.#payments = join(folder, "payments");
    this.#transactions = join(folder, "transactions");
    for (const parent of [this.#payments, this.#transactions]) {
      for (const shard of shards) mkdirSync(join(parent, shard), { recursive: true });
      // Saving a file there makes the folders themselves last.
      if (!existsSync(join(parent, "version"))) saveFile(join(parent, "version"), "1\n");
    }
  }

  read(key: string): PaymentRecord | undefined {
    const path = this.#pathOf(key);
    return existsSync(path) ? recordSchema.parse(parseJson(readFileSync(path, "utf8"), path)) : undefined;
  }

  /** How the bank's own message calls a payment abroad that was made here. */
  originalOf(uetr: string): OriginalMessage | undefined {
    for (const kind of paymentKinds) {
      const order = this.read(`${kind}/${uetr}`)?.order;
      if (order !== undefined && "type" in order) return order.original;
    }
    return undefined;
  }

  /** On disk when it returns. */
  write(record: PaymentRecord): void {
    const { attempt, key } = record;
    if (attempt !== undefined && record.answer === undefined) {
      saveFile(this.#transactionPath(attempt.id), key.slice(key.lastIndexOf("/") + 1));
    }
    saveFile(this.#pathOf(record.key), `${JSON.stringify(record)}\n`);
  }

  /** The UETR of a payment that was made here. */
  uetrOf(transactionId: string): string | undefined {
    const path = this.#transactionPath(transactionId);
    return existsSync(path) ? readFileSync(path, "utf8") : undefined;
  }

  #pathOf(key: string): string {
    const name = bytesToHex(sha256(new TextEncoder().encode(key)));
    return join(this.#payments, name.slice(0, 2), `${name}.json`);
  }

  #transactionPath(id: string): string {
    return join(this.#transactions, id.slice(0, 2), id);
  }
}

export function sealedOf({ bytesHex, ...attempt }: NonNullable<PaymentRecord["attempt"]>): SealedEnvelope {
  return { kind: "transaction", ...attempt, bytes: hexToBytes(bytesHex) };
}

export function attemptOf({ id, validUntilMs, sinceHeight, bytes }: SealedEnvelope) {
  return { id, validUntilMs, sinceHeight, bytesHex: bytesToHex(bytes) };
}
