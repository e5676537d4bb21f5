// Events of the module `metal-reserve`. From those with a `listHash` anyone can recompute a vault's bar list.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import {
  accountSchema,
  countSchema,
  hashSchema,
  noteSchema,
  positiveAmountSchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  barKeyShape,
  certificateIdSchema,
  countsSchema,
  finenessPpmSchema,
  metalSchema,
  vaultIdSchema,
  vaultSettingsShape,
} from "./schemas.ts";

const vault = vaultIdSchema;
const certificateId = certificateIdSchema;

/** One entry of a vault's bar list, with the hash of the list after it. */
const listEntryShape = {
  vault,
  certificateId,
  metal: metalSchema,
  ...barKeyShape,
  grossWeightMg: positiveAmountSchema,
  fineWeightMg: positiveAmountSchema,
  listHash: hashSchema,
} as const;

const titleShape = { certificateId, metal: metalSchema, vault, fineWeightMg: positiveAmountSchema } as const;

export const events = defineEvents("metal-reserve", {
  vaultRegistered: z.strictObject({ vault, ...vaultSettingsShape, by: accountSchema }),
  vaultChanged: z.strictObject({ vault, ...vaultSettingsShape, acceptsDeposits: z.boolean(), by: accountSchema }),
  barDeposited: z.strictObject({
    ...listEntryShape,
    assayPpm: finenessPpmSchema,
    depositor: accountSchema,
    deposit: countSchema,
  }),
  vaultAttested: z.strictObject({
    vault,
    auditor: accountSchema,
    deposits: countSchema,
    listHash: hashSchema,
    documentHash: hashSchema,
    counts: countsSchema,
    untilMs: timeMsSchema,
  }),
  attestationWithdrawn: z.strictObject({ vault, auditor: accountSchema, by: accountSchema, reason: noteSchema }),
  certificateTransferred: z.strictObject({ ...titleShape, from: accountSchema, to: accountSchema }),
  certificateSplit: z.strictObject({
    certificateId,
    owner: accountSchema,
    restFineWeightMg: positiveAmountSchema,
    pieces: z
      .array(z.strictObject({ certificateId, fineWeightMg: positiveAmountSchema, grossWeightMg: positiveAmountSchema }))
      .max(limits.lotPiecesMax),
  }),
  titlePassedToReserve: z.strictObject({ ...titleShape, from: accountSchema, to: accountSchema }),
  titleReleasedFromReserve: z.strictObject({ ...titleShape, from: accountSchema, to: accountSchema }),
  certificatePledged: z.strictObject({ ...titleShape, owner: accountSchema, pledgee: accountSchema }),
  pledgeReleased: z.strictObject({ ...titleShape, owner: accountSchema, pledgee: accountSchema }),
  pledgeSeized: z.strictObject({ ...titleShape, from: accountSchema, pledgee: accountSchema, to: accountSchema }),
  deliveryRequested: z.strictObject({
    ...titleShape,
    owner: accountSchema,
    dueMs: timeMsSchema,
    instructionHash: hashSchema,
  }),
  deliveryCancelled: z.strictObject({ ...titleShape, owner: accountSchema, by: accountSchema }),
  certificateDelivered: z.strictObject({ ...listEntryShape, owner: accountSchema, documentHash: hashSchema }),
  certificateWithdrawn: z.strictObject({
    ...listEntryShape,
    owner: accountSchema,
    by: accountSchema,
    documentHash: hashSchema,
    reason: noteSchema,
  }),
  certificateReinstated: z.strictObject({
    ...listEntryShape,
    owner: accountSchema,
    by: accountSchema,
    documentHash: hashSchema,
  }),
});
