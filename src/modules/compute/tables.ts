// State of the module `compute`.
import { z } from "zod";
import { accountSchema, publicKeySchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineQueue } from "#src/state/queue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  certificateNumberSchema,
  certificateSchema,
  commitmentNumberSchema,
  commitmentSchema,
  deliveryNumberSchema,
  deliverySchema,
  hardwareSchema,
  nameSchema,
  referenceSchema,
  siteDaySchema,
  siteMonthSchema,
  siteSchema,
} from "./schemas.ts";

/** One reference system. */
export const references = defineTable("compute/reference/{reference}", referenceSchema);
/** One class of hardware. */
export const hardwareClasses = defineTable("compute/hardware/{hardware}", hardwareSchema);
/** One site. */
export const sites = defineTable("compute/site/{site}", siteSchema);
/** The site of a load. */
export const loadSites = defineTable("compute/load-site/{load}", z.strictObject({ site: nameSchema }));

/** The key with which a consumer signs for deliveries. */
export const consumers = defineTable("compute/consumer/{account}", z.strictObject({ key: publicKeySchema }));
/** Whose a signing key is, in hexadecimal digits: no key signs for two. */
export const signingKeys = defineTable("compute/signing-key/{key}", z.strictObject({ account: accountSchema }));

/** One delivery record, as it was signed. */
export const deliveries = defineTable("compute/delivery/{delivery}", deliverySchema);
/** The number of the newest delivery. */
export const lastDeliveries = defineTable("compute/last-delivery", deliveryNumberSchema);
/** The delivery of a consumer's job, by its hash: it counts once, for ever, and nobody else's record can take its place. */
export const jobs = defineTable("compute/job/{consumer}/{jobHash}", z.strictObject({ delivery: deliveryNumberSchema }));

/** The sums of a site's deliveries in one day. */
export const siteDays = defineTable("compute/site-day/{site}/{dayMs}", siteDaySchema);

/** What of a site's month is committed. */
export const siteMonths = defineTable("compute/site-month/{site}/{month}", siteMonthSchema);
/** One commitment. */
export const commitments = defineTable("compute/commitment/{commitment}", commitmentSchema);
/** The number of the newest commitment. */
export const lastCommitments = defineTable("compute/last-commitment", commitmentNumberSchema);
/** Commitments by the moment at which their month is settled. */
export const settlements = defineDueQueue("compute/settlement", commitmentNumberSchema);

/** One certificate of capacity. */
export const certificates = defineTable("compute/certificate/{certificateId}", certificateSchema);
/** The number of the newest certificate of capacity. */
export const lastCertificates = defineTable("compute/last-certificate", certificateNumberSchema);
/** One certificate of capacity of a holder. */
export const heldCertificates = defineTable("compute/held/{holder}/{certificateId}", z.strictObject({}));

/** Deliveries that chance has not been asked about yet. */
export const unsampled = defineQueue("compute/unsampled", deliveryNumberSchema);
/** Challenged deliveries by the end of their challenge. */
export const challengeEnds = defineDueQueue("compute/challenge-end", deliveryNumberSchema);
