// Events of the module `energy`.
import { z } from "zod";
import { accountSchema, amountSchema, countSchema, noteSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineEvents } from "#src/machine/event.ts";
import {
  cancellationShape,
  certificateIdSchema,
  deviceIdSchema,
  meterStartShape,
  newDeviceSchema,
  newZoneSchema,
  reservationSchema,
} from "./schemas.ts";

const device = deviceIdSchema;
const by = accountSchema;

/** Certificates of one device, both ends included. */
const certificatesShape = { device, firstId: certificateIdSchema, lastId: certificateIdSchema } as const;

export const events = defineEvents("energy", {
  zoneRegistered: z.strictObject({ ...newZoneSchema.shape, by }),
  deviceRegistered: z.strictObject({ ...newDeviceSchema.shape, by }),
  meterReplaced: z.strictObject({ device, ...meterStartShape, by }),
  readingsRecorded: z.strictObject({
    device,
    startMs: timeMsSchema,
    endMs: timeMsSchema,
    intervals: countSchema,
    meteredMilliWh: amountSchema,
  }),
  certificatesIssued: z.strictObject({ ...certificatesShape, holder: accountSchema, startMs: timeMsSchema }),
  dayOpened: z.strictObject({ dayMs: timeMsSchema, closesMs: timeMsSchema }),
  dayClosed: z.strictObject({ dayMs: timeMsSchema }),
  hourMatched: z.strictObject({
    hourMs: timeMsSchema,
    demandWh: amountSchema,
    matchedWh: amountSchema,
    /** Used up on the way between zones. */
    lostWh: amountSchema,
  }),
  storageCharged: z.strictObject({
    charging: device,
    hourMs: timeMsSchema,
    chargedWh: amountSchema,
    /** Of these, what certificates were cancelled for. */
    cleanWh: amountSchema,
  }),
  storageDischarged: z.strictObject({
    device,
    hourMs: timeMsSchema,
    dischargedWh: amountSchema,
    /** Certificates that were issued for the clean part. */
    issuedWh: amountSchema,
    lostWh: amountSchema,
    /** Discharged beyond what is known to have been charged. */
    unexplainedWh: amountSchema,
  }),
  dayMatched: z.strictObject({ dayMs: timeMsSchema }),
  reservationInstructed: z.strictObject({ device, ...reservationSchema.shape, by }),
  instructionRevoked: z.strictObject({ device, by }),
  certificatesReserved: z.strictObject({
    ...certificatesShape,
    holder: accountSchema,
    dayMs: timeMsSchema,
    ...reservationSchema.shape,
  }),
  certificatesTransferred: z.strictObject({ ...certificatesShape, from: accountSchema, to: accountSchema }),
  certificatesCancelled: z.strictObject({ ...certificatesShape, holder: accountSchema, ...cancellationShape }),
  certificatesLocked: z.strictObject({ ...certificatesShape, holder: accountSchema, by, reference: noteSchema }),
  certificatesUnlocked: z.strictObject({ ...certificatesShape, holder: accountSchema, by, reference: noteSchema }),
  certificatesExpired: z.strictObject({ ...certificatesShape, holder: accountSchema }),
  certificatesWithdrawn: z.strictObject({ ...certificatesShape, holder: accountSchema, by, reference: noteSchema }),
});
