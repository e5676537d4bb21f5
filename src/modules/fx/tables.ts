// State of the module `fx`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { accountSchema, amountSchema, countSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineTable } from "#src/state/table.ts";
import { quoteNumberSchema, quoteSchema, rateSchema } from "./schemas.ts";

/** A provider's newest rate for a pair; one whose validity is over stays until it is replaced or withdrawn. */
export const rates = defineTable("fx/rate/{base}/{quote}/{provider}", rateSchema);

/** Who has a rate for a pair, in the order of bytes. */
export const markets = defineTable("fx/market/{base}/{quote}", z.array(accountSchema).max(limits.fxProvidersMax));

/** One open quote; the row goes when it is executed, given up or expired. */
export const quotes = defineTable("fx/quote/{number}", quoteSchema);

/** The number that the next quote gets. */
export const nextQuotes = defineTable("fx/next-quote", quoteNumberSchema);

/** How many open quotes an account has taken; no row while there are none. */
export const takenCounts = defineTable("fx/taken/{account}", countSchema);

/** What providers have set aside of a currency for open quotes; no row while there is nothing. */
export const reservedTotals = defineTable("fx/reserved/{currency}", amountSchema);

/** Quotes by expiry. The entry of one that was closed earlier is skipped when it falls due. */
export const expiries = defineDueQueue("fx/expiry", quoteNumberSchema);
