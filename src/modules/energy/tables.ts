// State of the module `energy`: every key with the schema of its value.
import { z } from "zod";
import { countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineQueue } from "#src/state/queue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  claimsSchema,
  daySchema,
  flowDaySchema,
  generationDaySchema,
  loadDaySchema,
  submeterDaySchema,
  supplySchema,
  zoneDaySchema,
  zoneTotalSchema,
} from "./days/schemas.ts";
import {
  bundleSchema,
  certificateIdSchema,
  deviceIdSchema,
  deviceSchema,
  meterSchema,
  readingsSchema,
  reservationSchema,
  totalSchema,
  zoneLinksSchema,
  zoneNamesSchema,
  zoneSchema,
  zoneStoragesSchema,
} from "./schemas.ts";
import { layerSchema, storageAccountSchema, storageIssueSchema } from "./storage/schemas.ts";

/** One bidding zone or balancing area. */
export const zones = defineTable("energy/zone/{zone}", zoneSchema);

/** The names of all zones, in the order of text: the matching of an hour visits them. */
export const zoneNames = defineTable("energy/zone-names", zoneNamesSchema);

/** One device as the issuing body registered it. */
export const devices = defineTable("energy/device/{device}", deviceSchema);

/** The submeter within a load. */
export const submeters = defineTable("energy/submeter/{load}", z.strictObject({ device: deviceIdSchema }));

/** The interconnectors that lead into a zone, in the order of their names. */
export const zoneLinks = defineTable("energy/zone-links/{zone}", zoneLinksSchema);

/** The storage devices of a zone, in the order of the names of their charging meters. */
export const zoneStorages = defineTable("energy/zone-storages/{zone}", zoneStoragesSchema);

/** How many devices of a kind there are. */
export const deviceCounts = defineTable("energy/device-count/{kind}", countSchema);

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

/** A UTC day that a record touched. */
export const days = defineTable("energy/day/{dayMs}", daySchema);
/** A load in each hour of a day. */
export const loadDays = defineTable("energy/load-day/{load}/{dayMs}", loadDaySchema);
/** A submeter in each hour of a day. */
export const submeterDays = defineTable("energy/submeter-day/{submeter}/{dayMs}", submeterDaySchema);
/** A zone in each hour of a day. */
export const zoneDays = defineTable("energy/zone-day/{zone}/{dayMs}", zoneDaySchema);

/** Energy that meters of a zone disagree about, summed over all matched hours: it is never claimed, and never hidden. */
export const zoneTotals = defineTable("energy/zone-total/{zone}", zoneTotalSchema);

/** When days close. */
export const closings = defineDueQueue("energy/closing", z.strictObject({ dayMs: timeMsSchema }));
/** Closed days that are not matched yet, in the order in which they closed: one queue, `days`. */
export const closedDays = defineQueue("energy/closed", z.strictObject({ dayMs: timeMsSchema }));

/** What the holder of a generator wants the certificates of its future records to be reserved for. */
export const instructions = defineTable("energy/instruction/{device}", reservationSchema);

/** Kept for one day until it is matched: a reserved bundle, by its place in the day's list. */
export const supply = defineTable("energy/supply/{dayMs}/{entry}", supplySchema);
/** The same: how many bundles of the day one holder has reserved. */
export const supplyCounts = defineTable("energy/supply-count/{dayMs}/{holder}", countSchema);
/** The same: a load that consumed on the day. */
export const demand = defineTable("energy/demand/{dayMs}/{entry}", z.strictObject({ load: deviceIdSchema }));
/** The same: what flowed over an interconnector, into a storage device or out of it. */
export const flowDays = defineTable("energy/flow/{device}/{dayMs}", flowDaySchema);
/** The same: what the generation of a zone made. */
export const generationDays = defineTable("energy/generation/{zone}/{dayMs}", generationDaySchema);

/** Certificates generated in a zone in an hour that were claimed, part by part, each part in the order of their ids. */
export const claims = defineTable("energy/claims/{zone}/{hourMs}/{part}", claimsSchema);

/** What a storage device was charged with, gave back, lost and holds, under its charging meter. */
export const storages = defineTable("energy/storage/{charging}", storageAccountSchema);
/** What is left of one charged hour, under its place in the queue: the oldest is drawn first. */
export const layers = defineTable("energy/layer/{charging}/{sequence}", layerSchema);
/** Certificates issued for an hour of discharge, with the charged hours that they were drawn from. */
export const storageIssues = defineTable("energy/storage-issue/{device}/{hourMs}", storageIssueSchema);

/** The first certificate of a device that expiry has not passed, once it has passed any; a bundle begins there, or the next issue. */
export const expiryPointers = defineTable(
  "energy/expiry-pointer/{device}",
  z.strictObject({ nextId: certificateIdSchema }),
);
/** Devices with certificates that expiry has not passed, by the end of the record that the next ones were issued from. */
export const expiries = defineDueQueue("energy/expiry", z.strictObject({ device: deviceIdSchema }));
