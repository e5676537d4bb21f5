// The module `issuance`: money made against metal whose title passes to the reserve, and redeemed for it.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  epochsEqualRequests,
  holdingsEqualCertificates,
  juniorHoldingsEqualTotals,
  moneyDoesNotBackItself,
  redeemingEqualsRequests,
  requestsAddUp,
  supplyEqualsMintedLessBurnt,
} from "./invariants.ts";
import { absorbLoss } from "./messages/absorbLoss.ts";
import { bidForRight } from "./messages/bidForRight.ts";
import { buyBackRight } from "./messages/buyBackRight.ts";
import { cancelRedemption } from "./messages/cancelRedemption.ts";
import { claimJuniorDistribution } from "./messages/claimJuniorDistribution.ts";
import { distributeToJuniors } from "./messages/distributeToJuniors.ts";
import { fundReserve } from "./messages/fundReserve.ts";
import { mint } from "./messages/mint.ts";
import { pledgeDelivery } from "./messages/pledgeDelivery.ts";
import { requestRedemption } from "./messages/requestRedemption.ts";
import { setReserveCurrencies } from "./messages/setReserveCurrencies.ts";
import { transferJuniorUnits } from "./messages/transferJuniorUnits.ts";
import { parameters } from "./parameters.ts";
import { balanceSheet } from "./queries/balanceSheet.ts";
import { concentration } from "./queries/concentration.ts";
import { coverage } from "./queries/coverage.ts";
import { epoch } from "./queries/epoch.ts";
import { juniorTotals } from "./queries/juniorTotals.ts";
import { juniorUnits } from "./queries/juniorUnits.ts";
import { latestEpoch } from "./queries/latestEpoch.ts";
import { mintQuote } from "./queries/mintQuote.ts";
import { money } from "./queries/money.ts";
import { redemption } from "./queries/redemption.ts";
import { redemptions } from "./queries/redemptions.ts";
import { reserve } from "./queries/reserve.ts";
import { reserveGap } from "./queries/reserveGap.ts";
import { right } from "./queries/right.ts";
import { rights } from "./queries/rights.ts";
import { surplus } from "./queries/surplus.ts";
import { throttle } from "./queries/throttle.ts";
import { refusals } from "./refusals.ts";
import { bidsAreHeld, rightsAreBondedAndListed } from "./rights/invariants.ts";
import * as tables from "./tables.ts";

export const issuance = defineModule({
  name: "issuance",
  version: 1,
  summary: "KDG minted against metal whose title passes to the reserve, its coverage, and its redemption in epochs.",
  after: ["accounts", "authority", "basket", "bonds", "compute", "energy", "metal-reserve", "oracle", "value-support"],
  tables: {
    moneyTotals: tables.moneyTotals,
    throttles: tables.throttles,
    reserveCurrencies: tables.reserveCurrencies,
    epochs: tables.epochs,
    epochPointers: tables.epochPointers,
    requests: tables.requests,
    lastRequests: tables.lastRequests,
    accountRequests: tables.accountRequests,
    requestQueueEnds: tables.requestQueue.tables.ends,
    requestQueueItems: tables.requestQueue.tables.items,
    redeemingTotals: tables.redeemingTotals,
    juniorTotals: tables.juniorTotals,
    juniorHoldings: tables.juniorHoldings,
    endedSeries: tables.endedSeries,
    rights: tables.rights,
    lastRights: tables.lastRights,
    liveRights: tables.liveRights,
    promisedEnergy: tables.promisedEnergy,
    rightEndSizes: tables.rightEnds.tables.sizes,
    rightEndEntries: tables.rightEnds.tables.entries,
  },
  messages: {
    absorbLoss,
    bidForRight,
    buyBackRight,
    cancelRedemption,
    claimJuniorDistribution,
    distributeToJuniors,
    fundReserve,
    mint,
    pledgeDelivery,
    requestRedemption,
    setReserveCurrencies,
    transferJuniorUnits,
  },
  queries: {
    balanceSheet,
    concentration,
    coverage,
    epoch,
    juniorTotals,
    juniorUnits,
    latestEpoch,
    mintQuote,
    money,
    redemption,
    redemptions,
    reserve,
    reserveGap,
    right,
    rights,
    surplus,
    throttle,
  },
  events,
  refusals,
  parameters,
  invariants: {
    supplyEqualsMintedLessBurnt,
    redeemingEqualsRequests,
    requestsAddUp,
    epochsEqualRequests,
    juniorHoldingsEqualTotals,
    holdingsEqualCertificates,
    moneyDoesNotBackItself,
    rightsAreBondedAndListed,
    bidsAreHeld,
  },
  genesis,
  blocks,
});
