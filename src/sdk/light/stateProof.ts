// An answer to `?prove=true`, checked against a verified header: what is stored under a key, or that nothing is.
import { base64 } from "@scure/base";
import { z } from "zod";
import { type Header, headerHash } from "#src/comet/header.ts";
import { parseCommitJson, parseHeaderJson } from "#src/comet/rpcJsonReader.ts";
import { limits } from "#src/core/limits.ts";
import { bytesSchema, hashSchema, heightSchema } from "#src/core/schemas.ts";
import { bytesEqual } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { verifyAbsence, verifyPresence } from "#src/proofs/verify.ts";
import { refusingMalformed } from "./lightBlock.ts";
import { LightError } from "./lightError.ts";

/** What the caller asked for: a node might answer with a good proof of something else. */
export interface ProofExpectation {
  /** The readable key, such as `accounts/balance/USD/kdg1...`. */
  readonly key: string;
}

export type ProvedState =
  | { readonly height: number; readonly present: true; readonly value: Uint8Array }
  | { readonly height: number; readonly present: false };

/** A stored value comes from a transaction and is no larger; an absence shows two of them. */
const valueBytesMax = limits.transactionBytesMax;
/** Two values, and two paths of 256 steps of less than a hundred bytes. */
const proofBytesMax = 2 * valueBytesMax + 2 * 256 * 100;

const proofSchema = z.strictObject({
  height: heightSchema,
  present: z.boolean(),
  key: z.string().max(limits.keyLengthMax),
  keyHex: hashSchema,
  valueHex: bytesSchema(0, valueBytesMax),
  rootHex: hashSchema,
  ics23Base64: z
    .string()
    .max(4 * Math.ceil(proofBytesMax / 3))
    .regex(/^[A-Za-z0-9+/]*={0,2}$/)
    .transform((text, context) => {
      try {
        return base64.decode(text);
      } catch {
        context.addIssue({ code: "custom", message: "not base64" });
        return z.NEVER;
      }
    }),
  header: z.unknown().transform(parseHeaderJson),
  commit: z.unknown().transform(parseCommitJson),
});
export type StateProofAnswer = z.output<typeof proofSchema>;

/** Throws a LightError. */
export function parseStateProof(json: unknown): StateProofAnswer {
  return refusingMalformed(() => proofSchema.parse(json));
}

/** The header is one that the light client verified: it carries the root after the height before it. */
export function verifyStateProof(trusted: Header, proofJson: unknown, expected: ProofExpectation): ProvedState {
  const { height, present, key, keyHex, valueHex, rootHex, ics23Base64, header } = parseStateProof(proofJson);
  if (trusted.height !== height + 1 || !bytesEqual(headerHash(header), headerHash(trusted))) {
    throw new LightError("light/wrongProofHeader", { height, trustedHeight: trusted.height });
  }
  const keyHash = sha256(new TextEncoder().encode(expected.key));
  if (key !== expected.key || !bytesEqual(keyHex, keyHash)) throw new LightError("light/wrongKey", { height });
  if (!bytesEqual(rootHex, trusted.appHash)) throw new LightError("light/wrongRoot", { height });
  const claim = { root: trusted.appHash, keyHash, proof: ics23Base64 };
  if (!present) {
    if (valueHex.length > 0 || !verifyAbsence(claim)) throw new LightError("light/absenceNotProved", { height });
    return { height, present };
  }
  if (!verifyPresence({ ...claim, value: valueHex })) throw new LightError("light/presenceNotProved", { height });
  return { height, present, value: valueHex };
}
