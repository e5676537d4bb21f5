// The module `netting`: payment queues and the resolution of gridlock.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { daysAddUp, heldQueuesAreListed, queuesEqualItems, totalsEqualItems, whatWaitsFallsDue } from "./invariants.ts";
import { cancelItem } from "./messages/cancelItem.ts";
import { changePriority } from "./messages/changePriority.ts";
import { confirmBundle } from "./messages/confirmBundle.ts";
import { proposeBundle } from "./messages/proposeBundle.ts";
import { queuePayment } from "./messages/queuePayment.ts";
import { removeLimit } from "./messages/removeLimit.ts";
import { setEarmarks } from "./messages/setEarmarks.ts";
import { setLimit } from "./messages/setLimit.ts";
import { withdrawBundle } from "./messages/withdrawBundle.ts";
import { parameters } from "./parameters.ts";
import { bankDay } from "./queries/bankDay.ts";
import { bundle } from "./queries/bundle.ts";
import { bundles } from "./queries/bundles.ts";
import { cockpit } from "./queries/cockpit.ts";
import { earmarked } from "./queries/earmarked.ts";
import { item } from "./queries/item.ts";
import { payerLimits } from "./queries/payerLimits.ts";
import { position } from "./queries/position.ts";
import { queue } from "./queries/queue.ts";
import { queuedTotal } from "./queries/queuedTotal.ts";
import { settledTotal } from "./queries/settledTotal.ts";
import { settledTotals } from "./queries/settledTotals.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const netting = defineModule({
  name: "netting",
  version: 1,
  summary: "Payment queues, whose items settle together as soon as all payers can afford them as one.",
  after: ["accounts", "authority", "settlement", "intraday-credit"],
  tables: {
    items: tables.items,
    nextItems: tables.nextItems,
    proposals: tables.proposals,
    proposalCounts: tables.proposalCounts,
    openCounts: tables.openCounts,
    accountLegCounts: tables.accountLegCounts,
    queues: tables.queues,
    heldQueues: tables.heldQueues,
    heldQueueCounts: tables.heldQueueCounts,
    heldQueuePlaces: tables.heldQueuePlaces,
    flows: tables.flows,
    queuedTotals: tables.queuedTotals,
    settledTotals: tables.settledTotals,
    currencyDays: tables.currencyDays,
    bankDays: tables.bankDays,
    earmarks: tables.earmarks,
    payerLimits: tables.payerLimits,
    rests: tables.rests,
    itemExpirySizes: tables.itemExpiries.tables.sizes,
    itemExpiryEntries: tables.itemExpiries.tables.entries,
    proposalExpirySizes: tables.proposalExpiries.tables.sizes,
    proposalExpiryEntries: tables.proposalExpiries.tables.entries,
  },
  messages: {
    queuePayment,
    proposeBundle,
    confirmBundle,
    withdrawBundle,
    cancelItem,
    changePriority,
    setEarmarks,
    setLimit,
    removeLimit,
  },
  queries: {
    item,
    bundle,
    bundles,
    queue,
    position,
    earmarked,
    payerLimits,
    queuedTotal,
    settledTotal,
    settledTotals,
    cockpit,
    bankDay,
  },
  events,
  refusals,
  parameters,
  invariants: { queuesEqualItems, heldQueuesAreListed, totalsEqualItems, whatWaitsFallsDue, daysAddUp },
  blocks,
});
