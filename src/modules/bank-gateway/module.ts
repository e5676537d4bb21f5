// The module `bank-gateway`: reserves at a central bank become its currency on the ledger, and the other way round.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { bookEqualsRedemptions, holdingsKeepLimits, pledgesCoverIssues, requestsEnd } from "./invariants.ts";
import { acceptLink } from "./messages/acceptLink.ts";
import { confirmIssuance } from "./messages/confirmIssuance.ts";
import { confirmPayout } from "./messages/confirmPayout.ts";
import { endLink } from "./messages/endLink.ts";
import { offerLink } from "./messages/offerLink.ts";
import { openChannel } from "./messages/openChannel.ts";
import { pauseChannel } from "./messages/pauseChannel.ts";
import { payWithWaterfall } from "./messages/payWithWaterfall.ts";
import { rejectRequest } from "./messages/rejectRequest.ts";
import { replaceAgent } from "./messages/replaceAgent.ts";
import { requestIssuance } from "./messages/requestIssuance.ts";
import { requestRedemption } from "./messages/requestRedemption.ts";
import { resumeChannel } from "./messages/resumeChannel.ts";
import { setAllowance } from "./messages/setAllowance.ts";
import { setTerms } from "./messages/setTerms.ts";
import { startPayout } from "./messages/startPayout.ts";
import { sweepHolding } from "./messages/sweepHolding.ts";
import { withdrawOffer } from "./messages/withdrawOffer.ts";
import { parameters } from "./parameters.ts";
import { channel } from "./queries/channel.ts";
import { channels } from "./queries/channels.ts";
import { link } from "./queries/link.ts";
import { offers } from "./queries/offers.ts";
import { position } from "./queries/position.ts";
import { receipt } from "./queries/receipt.ts";
import { request } from "./queries/request.ts";
import { requests } from "./queries/requests.ts";
import { throttles } from "./queries/throttles.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const bankGateway = defineModule({
  name: "bank-gateway",
  version: 1,
  summary:
    "Channels between reserves and currencies: attested issuance and redemption, throttles, holding limits and waterfalls.",
  after: ["accounts", "corridors"],
  tables: {
    channels: tables.channels,
    requests: tables.requests,
    receipts: tables.receipts,
    positions: tables.positions,
    flows: tables.flows,
    bankFlows: tables.bankFlows,
    waitingEnds: tables.waiting.tables.ends,
    waitingItems: tables.waiting.tables.items,
    waitingCurrencies: tables.waitingCurrencies,
    offers: tables.offers,
    links: tables.links,
    dueSizes: tables.dues.tables.sizes,
    dueEntries: tables.dues.tables.entries,
  },
  messages: {
    openChannel,
    replaceAgent,
    setTerms,
    pauseChannel,
    resumeChannel,
    requestIssuance,
    confirmIssuance,
    requestRedemption,
    startPayout,
    confirmPayout,
    rejectRequest,
    offerLink,
    withdrawOffer,
    acceptLink,
    endLink,
    setAllowance,
    sweepHolding,
    payWithWaterfall,
  },
  queries: { channel, channels, link, offers, position, receipt, request, requests, throttles },
  events,
  refusals,
  parameters,
  invariants: { pledgesCoverIssues, bookEqualsRedemptions, requestsEnd, holdingsKeepLimits },
  genesis,
  blocks,
});
