// The module `payments`: the life of a payment across a corridor, from what is locked for it to its return.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  lockedEqualsPayments,
  paymentsAreListed,
  paymentsFallDue,
  quotesAreBoundOnce,
  returnsStayWithinDelivery,
} from "./invariants.ts";
import { acceptPayment } from "./messages/acceptPayment.ts";
import { answerRecall } from "./messages/answerRecall.ts";
import { cancelPayment } from "./messages/cancelPayment.ts";
import { pendPayment } from "./messages/pendPayment.ts";
import { preparePayment } from "./messages/preparePayment.ts";
import { rejectPayment } from "./messages/rejectPayment.ts";
import { requestRecall } from "./messages/requestRecall.ts";
import { returnPayment } from "./messages/returnPayment.ts";
import { setRequiredAttestations } from "./messages/setRequiredAttestations.ts";
import { setStandingAcceptance } from "./messages/setStandingAcceptance.ts";
import { parameters } from "./parameters.ts";
import { locked } from "./queries/locked.ts";
import { payment } from "./queries/payment.ts";
import { payments as paymentsOf } from "./queries/payments.ts";
import { requiredAttestations } from "./queries/requiredAttestations.ts";
import { standingAcceptance } from "./queries/standingAcceptance.ts";
import { status } from "./queries/status.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const payments = defineModule({
  name: "payments",
  version: 1,
  summary: "Payments abroad from bank to bank: locked, settled or void for all legs together, recalled and returned.",
  after: ["accounts", "corridors", "fx", "settlement"],
  tables: {
    payments: tables.payments,
    payerPayments: tables.payerPayments,
    payeePayments: tables.payeePayments,
    payerCounts: tables.payerCounts,
    rowCounts: tables.rowCounts,
    lockedTotals: tables.lockedTotals,
    standings: tables.standings,
    required: tables.required,
    expirySizes: tables.expiries.tables.sizes,
    expiryEntries: tables.expiries.tables.entries,
    removalSizes: tables.removals.tables.sizes,
    removalEntries: tables.removals.tables.entries,
  },
  messages: {
    ...{ preparePayment, pendPayment, acceptPayment, rejectPayment, cancelPayment },
    ...{ requestRecall, answerRecall, returnPayment, setStandingAcceptance, setRequiredAttestations },
  },
  queries: { payment, payments: paymentsOf, status, locked, standingAcceptance, requiredAttestations },
  events,
  refusals,
  parameters,
  invariants: {
    ...{ lockedEqualsPayments, paymentsAreListed, paymentsFallDue, quotesAreBoundOnce, returnsStayWithinDelivery },
  },
  genesis,
  blocks,
});
