// Events of the module `compute`.
import { z } from "zod";
import {
  accountSchema,
  amountSchema,
  hashSchema,
  positiveAmountSchema,
  publicKeySchema,
  timeMsSchema,
} from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import { schemas as bonds } from "#src/modules/bonds/access.ts";
import {
  certificateNumberSchema,
  commitmentNumberSchema,
  deliveryNumberSchema,
  hardwareSchema,
  nameSchema,
  newSiteShape,
  productShape,
  referenceSchema,
  workloadSchema,
} from "./schemas.ts";

const by = accountSchema;
const site = nameSchema;
const delivery = deliveryNumberSchema;
const certificateId = certificateNumberSchema;
const commitment = commitmentNumberSchema;

export const events = defineEvents("compute", {
  referenceRegistered: z.strictObject({ reference: nameSchema, ...referenceSchema.shape, by }),
  hardwareRegistered: z.strictObject({ hardware: nameSchema, ...hardwareSchema.shape, by }),
  siteRegistered: z.strictObject({ ...newSiteShape, by }),
  consumerRegistered: z.strictObject({ account: accountSchema, key: publicKeySchema }),
  siteBonded: z.strictObject({ site, bond: bonds.bond }),
  deliveryRecorded: z.strictObject({
    delivery,
    site,
    consumer: accountSchema,
    jobHash: hashSchema,
    workload: workloadSchema,
    startMs: timeMsSchema,
    hours: z.int().min(1).max(24),
    microScu: positiveAmountSchema,
  }),
  deliveryChallenged: z.strictObject({ delivery, site, dueMs: timeMsSchema }),
  challengeDoubted: z.strictObject({ delivery, site, verifier: accountSchema }),
  challengeReported: z.strictObject({ delivery, site, verifier: accountSchema, passed: z.boolean() }),
  challengeUnanswered: z.strictObject({ delivery, site }),
  capacityCommitted: z.strictObject({
    commitment,
    certificateId,
    site,
    provider: accountSchema,
    ...productShape,
    microScuHours: positiveAmountSchema,
    bond: bonds.bond,
  }),
  capacityTransferred: z.strictObject({
    certificateId,
    /** The same where all of it passed. */
    splitFrom: certificateId,
    from: accountSchema,
    to: accountSchema,
    microScuHours: positiveAmountSchema,
  }),
  capacityCalled: z.strictObject({ certificateId, site, holder: accountSchema, calledMicroScu: amountSchema }),
  capacityDefaulted: z.strictObject({
    certificateId,
    site,
    holder: accountSchema,
    owedNano: positiveAmountSchema,
    paidNano: amountSchema,
  }),
  commitmentSettled: z.strictObject({ commitment, site }),
});
