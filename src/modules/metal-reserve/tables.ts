// State of the module `metal-reserve`: every key with the schema of its value.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema, hashSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { defineChain } from "./chains.ts";
import {
  attestationSchema,
  barListSchema,
  barSchema,
  certificateSchema,
  metalSchema,
  metalSettingsSchema,
  totalSchema,
  vaultIdSchema,
  vaultSchema,
} from "./schemas.ts";

/** The rules for one metal. */
export const metalSettings = defineTable("metal-reserve/metal/{metal}", metalSettingsSchema);
/** All metals, so that a handler can visit them. */
export const metalNames = defineTable("metal-reserve/metals", z.array(metalSchema).max(limits.metalsMax));

/** One vault as a governor registered it. */
export const vaults = defineTable("metal-reserve/vault/{vault}", vaultSchema);
/** All vaults, in the order of their registration, so that a handler can visit them. */
export const vaultNames = defineTable("metal-reserve/vaults", z.array(vaultIdSchema).max(limits.vaultsMax));

/** The bar list of one vault: the head of its chain of hashes. */
export const barLists = defineTable("metal-reserve/bar-list/{vault}", barListSchema);

/** One bar or lot ever deposited; its row stays after delivery, so that it never comes twice. */
export const bars = defineTable("metal-reserve/bar/{refiner}/{serial}/{year}", barSchema);

/** One metal certificate ever made, its last state included. */
export const certificates = defineTable("metal-reserve/certificate/{certificateId}", certificateSchema);
/** The number of the newest metal certificate. */
export const lastCertificateIds = defineTable("metal-reserve/last-certificate", countSchema);

const markerSchema = z.strictObject({});
/** A metal certificate that an account owns, withdrawn ones included. */
export const ownedCertificates = defineTable("metal-reserve/owned/{owner}/{certificateId}", markerSchema);
/** A metal certificate whose metal is in the vault. */
export const keptCertificates = defineTable("metal-reserve/kept/{vault}/{certificateId}", markerSchema);

/** What one vault holds of one metal. */
export const vaultTotals = defineTable("metal-reserve/vault-total/{vault}/{metal}", totalSchema);
/** What all vaults hold of one metal. */
export const metalTotals = defineTable("metal-reserve/metal-total/{metal}", totalSchema);

/** The latest attestation of one vault. */
export const attestations = defineTable("metal-reserve/attestation/{vault}", attestationSchema);

export const deliveryRequestSchema = z.strictObject({
  requestedMs: timeMsSchema,
  dueMs: timeMsSchema,
  instructionHash: hashSchema,
});
/** One request for delivery: when it was made and should be served, and the hash of the collection instructions. */
export const deliveryRequests = defineTable("metal-reserve/delivery/{certificateId}", deliveryRequestSchema);

/** The gate of one vault: what left lately, as a backlog on a day, and the gross weight that waits. */
export const loadOuts = defineTable(
  "metal-reserve/load-out/{vault}",
  z.strictObject({ day: countSchema, backlogWeightMg: amountSchema, waitingWeightMg: amountSchema }),
);

/** The load-out queue of each vault. */
export const loadOutQueues = defineChain("metal-reserve/load-out-queue");

/** What the reserve owns in each vault of each metal, in the order in which title passed. */
export const reserveChains = defineChain("metal-reserve/reserve-chain");
export const reserveChainName = (vault: string, metal: string): string => `${vault}:${metal}`;
