// Checks every signature of an envelope in the verifier threads, and remembers that they are good.
import { present } from "#src/core/assert.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { refusals } from "#src/machine/refusals.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import { signingBytes } from "#src/transaction/envelope.ts";
import type { VerifierThreads } from "./verifierThreads.ts";

/** Refuses when any signature is wrong. */
export async function requireGoodSignatures(verifier: VerifierThreads, envelope: PreparedEnvelope): Promise<void> {
  const message = signingBytes(envelope.kind, envelope.body);
  const accepted = await Promise.all(envelope.signatures.map((entry) => verifier.verify({ message, ...entry })));
  const wrongAt = accepted.indexOf(false);
  if (wrongAt >= 0) {
    const publicKey = bytesToHex(present(envelope.signatures[wrongAt], "one answer a signature").publicKey);
    throw refusals.badSignature({ publicKey });
  }
  envelope.signaturesAccepted = true;
}
