// State of the module `corridors`.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineTable } from "#src/state/table.ts";
import { corridorSchema, flowSchema, participantSchema, revisedSchema, zoneSchema } from "./schemas.ts";

/** The zone of a currency: its calendar, its central bank's limits and kill switch. */
export const zones = defineTable("corridors/zone/{currency}", zoneSchema);

/** A bank that may hold and pay a zone's currency across borders. */
export const participants = defineTable("corridors/participant/{currency}/{account}", participantSchema);

/** Where a bank is at home once its admission takes effect: the zone whose offer it has accepted. */
export const homes = defineTable("corridors/home/{account}", currencySchema);

/** The account of a business identifier code within a zone. */
export const codes = defineTable("corridors/bic/{currency}/{bic}", accountSchema);

/** One corridor, and which revision of its rule book is in force. */
export const corridors = defineTable("corridors/corridor/{corridor}", corridorSchema);

/** One revision of a rule book with its hash: written once and kept, because payments are stamped with it. */
export const ruleBooks = defineTable("corridors/rule-book/{corridor}/{revision}", revisedSchema);

/** A zone that its central bank has joined to a corridor. */
export const joined = defineTable("corridors/joined/{corridor}/{currency}", z.strictObject({}));

/** A bank that the operator has admitted to a corridor. */
export const members = defineTable("corridors/member/{corridor}/{account}", z.strictObject({}));

/** What crossed the border of a zone, over all corridors, in its own currency. */
export const zoneFlows = defineTable("corridors/zone-flow/{currency}", flowSchema);

/** What a participant paid and was paid of a currency, over all corridors. */
export const participantFlows = defineTable("corridors/participant-flow/{currency}/{account}", flowSchema);

/** The worth of both sides of all payments of a corridor. */
export const corridorFlows = defineTable("corridors/corridor-flow/{corridor}", flowSchema);

/** What a zone's banks paid and were paid within a corridor, in worth. */
export const positionFlows = defineTable("corridors/position-flow/{corridor}/{currency}", flowSchema);

/** The worth of the sides of a corridor's payments that were in one currency. */
export const volumeFlows = defineTable("corridors/volume-flow/{corridor}/{currency}", flowSchema);
