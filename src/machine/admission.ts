// Admission: everything that must hold before a transaction's messages are handled.

import type { Account } from "#src/core/account.ts";
import { accountToBytes } from "#src/core/account.ts";
import { limits } from "#src/core/limits.ts";
import type { SignatureVerifier } from "#src/crypto/ed25519.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { StateReader } from "#src/state/view.ts";
import { signingBytes } from "#src/transaction/envelope.ts";
import type { Gate } from "./module.ts";
import { defineParameters } from "./parameter.ts";
import { refusals } from "./refusals.ts";
import type { ReplayGuard } from "./replayGuard.ts";
import { actorsOf, type PreparedEnvelope } from "./transaction.ts";

export const machineParameters = defineParameters("machine", {
  validityMs: {
    summary: "How far ahead of block time a transaction may stay valid.",
    unit: "ms",
    default: 600_000n,
    least: 60_000n,
    most: BigInt(limits.validityMsMax),
    owner: "governor",
    noticeBlocks: 10,
  },
});

/** The right network, not expired, not valid for too long, and neither seen nor voided before. */
export function requireAcceptable(
  envelope: PreparedEnvelope,
  state: StateReader,
  network: string,
  guard: ReplayGuard,
): void {
  if (envelope.network !== network) throw refusals.wrongNetwork({ expected: network });
  const { validUntilMs, id, work } = envelope;
  if (work > limits.blockWorkMax) throw refusals.tooMuchWork({ work, most: limits.blockWorkMax });
  if (validUntilMs <= state.timeMs) throw refusals.expired({ validUntilMs, blockTimeMs: state.timeMs });
  const latestMs = latestValidUntilMs(state);
  if (validUntilMs > latestMs) throw refusals.validTooLong({ latestMs });
  if (guard.has(id, validUntilMs)) throw refusals.alreadySeen({ id: bytesToHex(id) });
  for (const actor of guard.mayHoldVoided(validUntilMs) ? actorsOf(envelope) : []) {
    if (guard.has(voidedId(actor, id), validUntilMs)) throw refusals.alreadySeen({ id: bytesToHex(id) });
  }
  if (guard.full) throw refusals.tooManyRemembered({});
}

/** The latest expiry that a transaction may name now. */
export function latestValidUntilMs(state: StateReader): number {
  return state.timeMs + Number(machineParameters.validityMs.get(state));
}

/** What is remembered when an actor voids a transaction: nobody else's transaction can be voided by it. */
export function voidedId(actor: Account, transactionId: Uint8Array): Uint8Array {
  return sha256(accountToBytes(actor), transactionId);
}

/** Refuses when any signature is wrong; what was accepted once, at the door or in a block, is not checked again. */
export function requireSignatures(envelope: PreparedEnvelope, verify: SignatureVerifier): void {
  if (envelope.signaturesAccepted) return;
  const bytes = signingBytes(envelope.kind, envelope.body);
  for (const { publicKey, signature } of envelope.signatures) {
    if (!verify(bytes, signature, publicKey)) throw refusals.badSignature({ publicKey: bytesToHex(publicKey) });
  }
  envelope.signaturesAccepted = true;
}

/**
 * Every actor must be allowed to act and be satisfied by the keys that signed, and every key must be some actor's: the
 * payer would bear the check of signatures that a stranger added.
 */
export function authorise(envelope: PreparedEnvelope, state: StateReader, gate: Gate): void {
  const signers = envelope.signatures.map((entry) => entry.publicKey);
  const used = new Set(actorsOf(envelope).flatMap((actor) => gate.authorise(state, actor, signers)));
  const unused = signers.find((signer) => !used.has(signer));
  if (unused !== undefined) throw refusals.unusedSignature({ publicKey: bytesToHex(unused) });
}
