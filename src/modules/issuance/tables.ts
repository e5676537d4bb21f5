// State of the module `issuance`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { amountSchema, countSchema, timeMsSchema } from "#src/core/schemas.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineQueue } from "#src/state/queue.ts";
import { defineTable } from "#src/state/table.ts";
import { rightNumberSchema, rightSchema } from "./rights/schemas.ts";
import {
  epochSchema,
  juniorHoldingSchema,
  juniorTotalsSchema,
  requestNumberSchema,
  requestSchema,
  reserveCurrenciesSchema,
  seriesSchema,
} from "./schemas.ts";

/** All KDG ever minted and ever burnt: their difference is the supply. */
export const moneyTotals = defineTable(
  "issuance/money",
  z.strictObject({ mintedMicroKdg: amountSchema, burntMicroKdg: amountSchema }),
);

/** What one throttle bucket had left at a moment; absent while it is full. */
export const throttles = defineTable(
  "issuance/throttle/{bucket}",
  z.strictObject({ leftMicroKdg: amountSchema, updatedMs: timeMsSchema }),
);

/** The partner currencies that count as cover, with the feeds that price them. */
export const reserveCurrencies = defineTable("issuance/reserve-currencies", reserveCurrenciesSchema);

/** One redemption epoch; it opens with its first request. */
export const epochs = defineTable("issuance/epoch/{epoch}", epochSchema);
/** The newest epoch, and the oldest one that is not done with; one more than the newest when all are. */
export const epochPointers = defineTable(
  "issuance/epochs",
  z.strictObject({ newest: countSchema, oldest: countSchema }),
);

/** One request for redemption; its row stays as the record of what was paid. */
export const requests = defineTable("issuance/request/{request}", requestSchema);
/** The number of the newest request. */
export const lastRequests = defineTable("issuance/last-request", countSchema);
/** One request of an account. */
export const accountRequests = defineTable("issuance/account-request/{account}/{request}", z.strictObject({}));
/** The requests of each epoch in the order in which they came; cancelled ones are skipped when they are taken. */
export const requestQueue = defineQueue("issuance/queue", requestNumberSchema);
/** KDG locked by all requests: what the book of redemptions holds. */
export const redeemingTotals = defineTable("issuance/redeeming-total", amountSchema);

/** All junior units, and the series that they are in. */
export const juniorTotals = defineTable("issuance/junior-totals", juniorTotalsSchema);
/** The junior units of one account. */
export const juniorHoldings = defineTable("issuance/junior-holding/{account}", juniorHoldingSchema);
/** Where an ended series stood when it ended. */
export const endedSeries = defineTable("issuance/junior-series/{series}", seriesSchema);

/** One delivery right; its row stays as the record of how it left. */
export const rights = defineTable("issuance/right/{right}", rightSchema);
/** The number of the newest right. */
export const lastRights = defineTable("issuance/last-right", rightNumberSchema);
/** The rights that the reserve holds; no row while it holds none. */
export const liveRights = defineTable("issuance/live-rights", z.array(rightNumberSchema).max(limits.rightsMax));
/** Watt-hours of a device that rights on a month promise, or promised until they were sold or defaulted. */
export const promisedEnergy = defineTable("issuance/promised-energy/{device}/{month}", amountSchema);
/** Rights by the start of their months. */
export const rightEnds = defineDueQueue("issuance/right-end", rightNumberSchema);
