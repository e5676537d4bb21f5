// Transactions and batches as the machine takes them: read whole, or refused.
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { CborReader } from "#src/core/cbor/reader.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { type ContentWriters, type TransactionHead, transactionHeadCodec } from "#src/transaction/body.ts";
import { kindBytes, type SignatureEntry, signaturesCodec } from "#src/transaction/envelope.ts";
import { workOf } from "./message.ts";
import { refusals } from "./refusals.ts";
import type { Registry, RoutedMessage } from "./registry.ts";

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

const accountCodec = codecOf(accountSchema);

/** How the ledger's own modules write the contents of their messages. */
export function contentWriters(registry: Registry): ContentWriters {
  return (type) => requireMessage(registry, type).content;
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
  const head = transactionHeadCodec.read(reader);
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
  const head = transactionHeadCodec.read(reader);
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
