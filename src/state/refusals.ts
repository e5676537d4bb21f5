// Refusals of reading state (heights no longer kept, or too far back to rebuild) and of taking in a snapshot.
import { defineRefusals, refusal } from "#src/core/refusal.ts";

export const refusals = defineRefusals("state", {
  heightNotKept: refusal<{ height: number; earliest: number; latest: number }>(
    20,
    "unknown",
    "The state at this height is not kept.",
  ),
  historyTooDeep: refusal<{ height: number; most: number }>(
    21,
    "limit",
    "Too many rows changed since this height to rebuild it here.",
  ),
  snapshotMalformed: refusal<{ reason: string }>(22, "invalid", "The snapshot's bytes are not of the expected form."),
  snapshotFormatUnknown: refusal<{ format: number }>(23, "invalid", "This node does not know the snapshot's format."),
  snapshotChunkAltered: refusal<{ chunk: number }>(
    24,
    "invalid",
    "A chunk is not the one that the snapshot's manifest names in this place.",
  ),
  snapshotIncomplete: refusal<{ chunks: number; expected: number }>(
    25,
    "invalid",
    "The snapshot has fewer or more chunks than its manifest names.",
  ),
  snapshotRootMismatch: refusal<{ height: number }>(
    26,
    "invalid",
    "The snapshot's rows do not give the expected root.",
  ),
  storeNotEmpty: refusal<{ height: number }>(
    27,
    "conflict",
    "A snapshot is taken in only where there is no ledger yet.",
  ),
});
