// Refusals of the machine itself: before, around and instead of a handler's own.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("machine", {
  fault: refusal(
    1,
    "conflict",
    "A defect in Kedge stopped this transaction; it changed nothing and an alarm was raised.",
  ),
  breach: refusal<{ tally: string }>(
    2,
    "conflict",
    "The transaction would have broken double entry; it changed nothing.",
  ),
  malformedTransaction: refusal<{ reason: string }>(30, "invalid", "The bytes are not a transaction or batch."),
  wrongNetwork: refusal<{ expected: string }>(31, "invalid", "The transaction was made for another network."),
  expired: refusal<{ validUntilMs: number; blockTimeMs: number }>(
    32,
    "conflict",
    "The transaction's validity has ended.",
  ),
  validTooLong: refusal<{ latestMs: number }>(33, "invalid", "The transaction would stay valid for too long."),
  alreadySeen: refusal<{ id: string }>(
    34,
    "conflict",
    "This transaction was already decided, or was voided by its actor.",
  ),
  badSignature: refusal<{ publicKey: string }>(
    35,
    "unauthorised",
    "A signature does not match its key and these bytes.",
  ),
  unknownMessage: refusal<{ type: string }>(36, "unknown", "No active module has a message of this type."),
  tooMuchWork: refusal<{ work: number; most: number }>(
    37,
    "limit",
    "The transaction asks for more work than a block may do.",
  ),
  tooManyRemembered: refusal(
    38,
    "limit",
    "The ledger remembers as many recent transactions as it can; try again in a minute.",
  ),
  breakerTripped: refusal<{ module: string }>(39, "conflict", "The module is stopped since a breach of its books."),
  unusedSignature: refusal<{ publicKey: string }>(40, "invalid", "A key signed twice, or belongs to no actor."),
  poolFull: refusal<{ waiting: number }>(41, "limit", "Too many transactions wait for a block; try again in a moment."),
  stopping: refusal(42, "limit", "The node is stopping; nothing was taken."),
  eventsNotKept: refusal<{ height: number }>(
    43,
    "unknown",
    "No events are kept there: the place is before the first block that this node has, or after the newest.",
  ),
  headerNotAvailable: refusal<{ height: number }>(
    44,
    "limit",
    "The consensus engine did not give the header of this block; try again in a moment.",
  ),
  malformedBundle: refusal<{ reason: string }>(45, "invalid", "The consensus engine's transaction is not a bundle."),
});
