// The module `fx`: providers' rates, quotes that bind them for exactly their life, and exchanges whose legs settle together.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { marketsListRates, openQuotesFallDue, reservedEqualsQuotes } from "./invariants.ts";
import { cancelQuote } from "./messages/cancelQuote.ts";
import { executeQuote } from "./messages/executeQuote.ts";
import { publishRate } from "./messages/publishRate.ts";
import { takeQuote } from "./messages/takeQuote.ts";
import { withdrawRate } from "./messages/withdrawRate.ts";
import { parameters } from "./parameters.ts";
import { bestQuote } from "./queries/bestQuote.ts";
import { quote } from "./queries/quote.ts";
import { quotes } from "./queries/quotes.ts";
import { rate } from "./queries/rate.ts";
import { rates } from "./queries/rates.ts";
import { reserved } from "./queries/reserved.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const fx = defineModule({
  name: "fx",
  version: 1,
  summary:
    "Exchange between currencies: providers' rates, quotes that bind for exactly their life, and all legs together.",
  after: ["accounts", "corridors", "oracle"],
  tables: {
    rates: tables.rates,
    markets: tables.markets,
    quotes: tables.quotes,
    nextQuotes: tables.nextQuotes,
    takenCounts: tables.takenCounts,
    reservedTotals: tables.reservedTotals,
    expirySizes: tables.expiries.tables.sizes,
    expiryEntries: tables.expiries.tables.entries,
  },
  messages: { publishRate, withdrawRate, takeQuote, cancelQuote, executeQuote },
  queries: { rate, rates, quote, quotes, bestQuote, reserved },
  events,
  refusals,
  parameters,
  invariants: { reservedEqualsQuotes, marketsListRates, openQuotesFallDue },
  genesis,
  blocks,
});
