// Values of parameters with which a simulation begins, and to which they return.

/** How long a month is, to which averages of prices belong. */
export const monthMs = 30 * 86_400_000;

/** Waits that a run of a few hundred blocks can sit out. */
export const overrides = [
  // The clock jumps by weeks: months are observed all the same.
  { parameter: "weights.observationIntervalMs", value: BigInt(monthMs) },
  { parameter: "weights.rebalanceIntervalMs", value: 14_400_000n },
  { parameter: "weights.noticeMs", value: 600_000n },
  { parameter: "weights.executionWindowMs", value: 86_400_000n },
  { parameter: "weights.observationsLeast", value: 3n },
  { parameter: "weights.observationsMost", value: 24n },
  { parameter: "parameters.moduleNoticeBlocks", value: 5n },
  // Long enough for generators and loads to record the same day in time.
  { parameter: "energy.closingDelayMs", value: 43_200_000n },
  { parameter: "compute.challengeBp", value: 3_000n },
  // The clock jumps by weeks: a challenge is still open when its verifier comes.
  { parameter: "compute.challengeWindowMs", value: 15_552_000_000n },
  { parameter: "compute.siteBondNano", value: 1_000_000n },
  { parameter: "compute.penaltyNanoPerScuHour", value: 1_000_000n },
  { parameter: "compute.slashNano", value: 2_000_000n },
  { parameter: "value-support.roomMicroKdgPerMwh", value: 10n ** 12n },
  { parameter: "value-support.feeMicroKdgPerMwhMax", value: 10_000_000n },
  { parameter: "issuance.auctionMs", value: 31_622_400_000n },
  { parameter: "issuance.rightMicroKdgLeast", value: 3_000_000n },
  { parameter: "issuance.rightLeadMs", value: 86_400_000n },
  { parameter: "reserve-auctions.commitMs", value: 1_800_000n },
  { parameter: "reserve-auctions.revealMs", value: 21_600_000n },
  { parameter: "reserve-auctions.programmeBp", value: 10_000n },
  { parameter: "reserve-auctions.lockMicroKdgLeast", value: 1_000_000n },
  // Small enough to be reached.
  { parameter: "netting.legsMost", value: 80n },
  { parameter: "netting.accountLegsMost", value: 20n },
  { parameter: "netting.creditDrawsMost", value: 2n },
  { parameter: "intraday-credit.graceMs", value: 3_600_000n },
  { parameter: "intraday-credit.debtorsMost", value: 2n },
  { parameter: "netting.queueItemsMost", value: 10n },
  { parameter: "netting.proposalsMost", value: 5n },
  { parameter: "netting.bypassItemsMost", value: 6n },
  { parameter: "netting.retryBlocks", value: 3n },
  { parameter: "corridors.noticeBlocks", value: 3n },
  { parameter: "fx.retailMs", value: 3_600_000n },
  { parameter: "fx.quotesMost", value: 8n },
  { parameter: "payments.expiryMsMost", value: 14_400_000n },
  { parameter: "payments.keptMs", value: 43_200_000n },
  { parameter: "payments.openMost", value: 4n },
  { parameter: "payments.rowsMost", value: 12n },
  { parameter: "payments.totalRowsMost", value: 40n },
  // So that reviews find sound prices, and lines run full.
  { parameter: "swap-lines.reviewIntervalMs", value: 3_600_000n },
  { parameter: "swap-lines.drawsMost", value: 8n },
  // So that banks fill the directory, and ports come due between two jumps of the clock.
  { parameter: "directory.bankProxiesMost", value: 6n },
  { parameter: "directory.proxiesMost", value: 20n },
  { parameter: "directory.portWaitMs", value: 3_600_000n },
  // So that windows are forgotten, pauses end in settlement within collateral, and schemes run out.
  { parameter: "net-windows.schemesMost", value: 2n },
  { parameter: "net-windows.windowsKept", value: 3n },
  { parameter: "net-windows.waitMsMost", value: 1_000n },
  { parameter: "net-windows.retryMs", value: 20_000n },
  // So that requests expire, and banks have as many as they may.
  { parameter: "bank-gateway.noticeBlocks", value: 3n },
  { parameter: "bank-gateway.requestMs", value: 7_200_000n },
  { parameter: "bank-gateway.requestsMost", value: 4n },
  { parameter: "bank-gateway.customersMost", value: 4n },
  { parameter: "validators.noticeBlocks", value: 3n },
  { parameter: "validators.downtimeWindowBlocks", value: 12n },
  { parameter: "validators.downtimeMissesMax", value: 2n },
];
