// Envelopes: a body's bytes with the signatures over them, as they travel, and the ids that follow from the body.
import { z } from "zod";
import { CborWriter } from "#src/core/cbor/writer.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { publicKeySchema, signatureSchema } from "#src/core/schemas.ts";
import { concatBytes } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";

export type EnvelopeKind = "transaction" | "batch";

/** One signature over the domain tag and the body's bytes. */
export const signatureEntrySchema = z.strictObject({ publicKey: publicKeySchema, signature: signatureSchema });
export type SignatureEntry = z.output<typeof signatureEntrySchema>;

export const signaturesSchema = z.array(signatureEntrySchema).min(1).max(limits.transactionSignaturesMax);
export const signaturesCodec = codecOf(signaturesSchema);

const text = new TextEncoder();
/** Domain tags: a signature over one kind of bytes can never be taken for a signature over another. */
const domainTags = {
  transaction: text.encode("kedge/transaction/1\n"),
  batch: text.encode("kedge/batch/1\n"),
} as const;
export const kindBytes = { transaction: 0, batch: 1 } as const;

/** The exact bytes that a key signs. */
export function signingBytes(kind: EnvelopeKind, body: Uint8Array): Uint8Array {
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

/** The bytes that travel: the kind, the body as signed, and the signatures. */
export function encodeEnvelope(
  kind: EnvelopeKind,
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
