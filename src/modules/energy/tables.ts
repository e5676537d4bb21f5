// State of the module `energy`: every key with the schema of its value.
import { z } from "zod";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  bundleSchema,
  certificateIdSchema,
  deviceIdSchema,
  deviceSchema,
  meterSchema,
  readingsSchema,
  totalSchema,
  zoneSchema,
} from "./schemas.ts";

/** One bidding zone or balancing area. */
export const zones = defineTable("energy/zone/{zone}", zoneSchema);

/** One device as the issuing body registered it. */
export const devices = defineTable("energy/device/{device}", deviceSchema);

/** The meter of one device: whose signature counts next, from when on, and what its register shows then. */
export const meters = defineTable("energy/meter/{device}", meterSchema);

/** One meter key ever used, in hexadecimal digits, with its device: no meter counts for two. */
export const meterKeys = defineTable("energy/meter-key/{meterKey}", z.strictObject({ device: deviceIdSchema }));

/** One record of readings, which never changes. */
export const readings = defineTable("energy/readings/{device}/{startMs}", readingsSchema);

/** One bundle of certificates, under its first id. The bundles of a device tile its ids: the next begins after the last. */
export const bundles = defineTable("energy/bundle/{device}/{firstId}", bundleSchema);

/** A bundle that an account holds, or held when it was cancelled or withdrawn. */
export const heldBundles = defineTable("energy/held/{holder}/{device}/{firstId}", z.strictObject({}));

/** What one device metered, and what became of it. */
export const deviceTotals = defineTable("energy/device-total/{device}", totalSchema);
/** The same of all devices of a kind. */
export const kindTotals = defineTable("energy/kind-total/{kind}", totalSchema);

/** The first certificate of a device that expiry has not passed, once it has passed any; a bundle begins there, or the next issue. */
export const expiryPointers = defineTable(
  "energy/expiry-pointer/{device}",
  z.strictObject({ nextId: certificateIdSchema }),
);
/** Devices with certificates that expiry has not passed, by the end of the record that the next ones were issued from. */
export const expiries = defineDueQueue("energy/expiry", z.strictObject({ device: deviceIdSchema }));
