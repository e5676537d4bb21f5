// State of the module `bank-gateway`.
import { z } from "zod";
import { limits } from "#src/core/limits.ts";
import { currencySchema } from "#src/core/schemas.ts";
import { flowSchema } from "#src/modules/corridors/access.ts";
import { defineDueQueue } from "#src/state/dueQueue.ts";
import { defineQueue } from "#src/state/queue.ts";
import { defineTable } from "#src/state/table.ts";
import {
  channelSchema,
  dueSchema,
  linkSchema,
  offerSchema,
  positionSchema,
  receiptSchema,
  requestNumberSchema,
  requestSchema,
} from "./schemas.ts";

/** The channel of a currency: one for each. */
export const channels = defineTable("bank-gateway/channel/{currency}", channelSchema);

/** One request that has not ended. */
export const requests = defineTable("bank-gateway/request/{currency}/{request}", requestSchema);

/** What a reference was used for; kept for ever, so that it counts once. */
export const receipts = defineTable("bank-gateway/receipt/{currency}/{reference}", receiptSchema);

/** What a bank has pledged and was paid out, and how much of the module's state is its own. */
export const positions = defineTable("bank-gateway/position/{currency}/{bank}", positionSchema);

/** Amounts issued and redeemed by all banks, in rolling windows. */
export const flows = defineTable("bank-gateway/flow/{currency}", flowSchema);

/** Amounts issued to and redeemed by one bank. */
export const bankFlows = defineTable("bank-gateway/bank-flow/{currency}/{bank}", flowSchema);

/** Redemptions of a currency that wait for its throttle, in the order in which they came. */
export const waiting = defineQueue("bank-gateway/waiting", requestNumberSchema);

/** The currencies with redemptions that wait, in the order in which they began to. */
export const waitingCurrencies = defineTable(
  "bank-gateway/waiting-currencies",
  z.array(currencySchema).max(limits.currenciesMax),
);

/** A bank's offer to a customer. */
export const offers = defineTable("bank-gateway/offer/{currency}/{customer}/{bank}", offerSchema);

/** The bank of a customer in a currency: one at most. */
export const links = defineTable("bank-gateway/link/{currency}/{customer}", linkSchema);

/** Ends of requests; what is over by then is skipped. */
export const dues = defineDueQueue("bank-gateway/due", dueSchema);
