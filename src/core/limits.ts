// Every bound of the ledger in one place, each with its reason.

export const limits = {
  /** Amounts fit 96 bits: far above any supply in micro-units, and products of two stay cheap to compute. */
  amountMax: 2n ** 96n - 1n,
  /** One transaction, encoded: room for the largest batch, small enough that a block holds several. */
  transactionBytesMax: 512 * 1024,
  /** Messages in one transaction: a many-leg settlement fits; more belongs in a batch. */
  transactionMessagesMax: 64,
  /** Signatures on one transaction: sixty-four actors of one key each, or fewer actors with shared keys. */
  transactionSignaturesMax: 64,
  /** One bundle of envelopes, encoded: what CometBFT's mempool takes by default, less its own frame. */
  bundleBytesMax: 1_000_000,
  /** Envelopes in one bundle: a fifth of a block, so that proposers can fill one closely. */
  bundleEnvelopesMax: 4_096,
  /** Bundles whose envelopes a node remembers between the door and the block: those of several full blocks. */
  rememberedBundlesMax: 10_000,
  rememberedBundleBytesMax: 128 * 1024 * 1024,
  /** Items in one batch: a bank's payment file is cut into pieces of this size. */
  batchItemsMax: 1_000,
  /** Nesting of decoded data: nothing we define is deeper, and a parser's stack must not be the limit. */
  nestingMax: 16,
  /** Free text a user may attach, in UTF-16 units: a legal reference or a purpose, not a document. */
  textLengthMax: 256,
  /** One text part of a state key: keys stay readable and proofs small. */
  keyPartLengthMax: 64,
  /** A state key as a whole, in characters: the name of its table, at most five parts, and their slashes. */
  keyLengthMax: 400,
  /** Elements of a list inside a message, where the message sets no smaller bound. */
  listLengthMax: 256,
  /** Longest life of a transaction: how long its id must be remembered, in milliseconds. */
  validityMsMax: 3_600_000,
  /** Ids remembered against replay at once: bounds memory at about 400 MB in the worst hour. */
  rememberedIdsMax: 4_000_000,
  /** Transactions in one block: bounds the time one block may take when each does little work. */
  blockTransactionsMax: 20_000,
  /** Bytes of transactions in one block: what four validators on small machines still pass around in a second. */
  blockBytesMax: 4 * 1024 * 1024,
  /** Work in one block, in units of about a microsecond of one core. */
  blockWorkMax: 1_000_000,
  /** Due items taken by one queue in one block: the rest waits for the next block. */
  dueItemsPerBlockMax: 1_000,
  /** Rows one page of a list may hold, and its default. */
  pageRowsMax: 1_000,
  pageRowsDefault: 100,
  /** Keys in one account policy: enough for a board, few enough to check on every transaction. */
  policyKeysMax: 16,
  /** Transactions waiting for a block, in number and bytes: several seconds at full speed, bounded memory. */
  poolTransactionsMax: 50_000,
  poolBytesMax: 64 * 1024 * 1024,
  /** Validators of one network: what CometBFT networks run, and what one commit row may hold. */
  validatorsMax: 128,
  /** Currencies on one ledger: a handler may visit them all. */
  currenciesMax: 64,
  /** Vaults ever registered: a handler visits them all to tell what the reserve holds attested. */
  vaultsMax: 64,
  /** Metals on one ledger: the totals of a vault fit one message. */
  metalsMax: 16,
  /** Auditors assigned to one vault: a firm, its deputy, and a change of firm under way. */
  vaultAuditorsMax: 4,
  /** Bars or metal certificates in one message: a lorry's bar list; more takes several messages. */
  certificatesPerMessageMax: 64,
  /** Metal certificates in one bond: a payment out of it looks at each. */
  bondCertificatesMax: 64,
  /** A benchmark's result in thousandths, a power in milliwatts, grams: far above any machine, and products stay small. */
  benchmarkResultMax: 10n ** 15n,
  /** A hundred years. */
  hardwareLifeHoursMax: 876_600,
  /** Devices of one class at a site, and classes: the largest sites have some hundred thousand of a few. */
  hardwareCountMax: 10_000_000,
  hardwareClassesPerSiteMax: 16,
  /** An hour: what takes longer is no request. */
  latencyMsMax: 3_600_000,
  /** Pieces that one commitment of capacity is split into: its settlement visits them all. */
  certificatesPerCommitmentMax: 64,
  /** Commitments settled in one block, each with all of its certificates. */
  settlementsPerBlockMax: 16,
  /** Delivery rights that the reserve holds at once: coverage visits them all, with their bonds. */
  rightsMax: 64,
  /** Certificates of capacity in one right, and rights dealt with in one block. */
  rightCertificatesMax: 16,
  rightsEndedPerBlockMax: 8,
  /** Days that one value-support proof is made of: a month. */
  proofDaysMax: 31,
  /** Pieces cut off a lot by one message. */
  lotPiecesMax: 16,
  /** Certificates of the reserve looked at by one payment in kind: bars too heavy for what is left are passed over. */
  reserveStepsMax: 256,
  /** A device's nameplate, in watts: a load may stand for a whole balancing area, and the largest draw less than this. */
  nameplateWMax: 1_000_000_000_000n,
  /** Grams of CO2 equivalent in a megawatt-hour: several times what the worst lignite makes. */
  carbonGramsPerMwhMax: 5_000_000,
  /** Zones on one ledger: the flow between them is computed anew for every hour. Europe has some sixty, the United States as many. */
  zonesMax: 128,
  /** Interconnectors into one zone, and on one ledger: the arcs of that flow. */
  zoneLinksMax: 64,
  interconnectorsMax: 512,
  /** Storage devices in one zone, and on one ledger: each is looked at for every hour. The United States have some 700 batteries. */
  zoneStoragesMax: 64,
  storagesMax: 1_000,
  /** Round-trip efficiency in millionths that a storage device is held to at the least: hydrogen gives back a third. */
  storageEfficiencyPpmMin: 100_000,
  /** Charged hours that the discharge of one hour draws on: more than ten days of charging. What goes beyond them is not explained. */
  storageDrawsMax: 256,
  /** Layers that a query of a storage device shows, the oldest ones. */
  storageLayersShownMax: 100,
  /** Loads on one ledger: those of a day are looked at for each of its hours. */
  loadsMax: 10_000,
  /** What an interconnector loses, in millionths: a fifth is far above the longest line. */
  lossPpmMax: 200_000,
  /** The intervals that meters know: 15, 30 and 60 minutes. */
  intervalMinutesMin: 15,
  intervalMinutesMax: 60,
  /** Intervals in one record: a day of the shortest. */
  recordIntervalsMax: 96,
  /** The last id of one device's generation certificates: keys hold whole numbers, and a gigawatt takes a thousand years. */
  certificateIdMax: Number.MAX_SAFE_INTEGER,
  /** Bundles of generation certificates that one message touches; each may be split in three. */
  bundlesPerMessageMax: 64,
  /** Bundles that expiry passes in one block: a day's of 1,000 devices takes a block or two, at some milliseconds each. */
  expiryBundlesPerBlockMax: 1_000,
  /** Ranges of certificates that are claimed out of one bundle: one for each interval of the finest record at most. */
  claimedRangesMax: 96,
  /** Claims in one row: a row of some kilobytes, and a few rows for the hour of a large zone. */
  claimsPerPartMax: 256,
  /** Reserved bundles of one day, and those of one holder: each is looked at for every hour. A fleet of a thousand has room twice. */
  supplyPerDayMax: 10_000,
  supplyPerHolderDayMax: 2_000,
  /** Entries that the matching looks at in one block: 0.7 s on a busy core; the hour of a full day is one block's work. */
  matchingEntriesPerBlockMax: 20_000,
  /** Days that one query of a score goes over: a leap year. */
  scoreDaysMax: 366,
  /** A request's body in JSON: the largest transaction takes four times its encoded size in hex and decimal digits. */
  requestBodyBytesMax: 2 * 1024 * 1024,
  /** A request's line and headers: ours need a few hundred bytes, and proxies add some. */
  requestHeaderBytesMax: 16 * 1024,
  /** Time in which one request must have arrived whole: a slow sender must not hold a connection. */
  requestReceiveMsMax: 30_000,
  /** How long an idle connection is kept: longer than the pools of common proxies and clients keep theirs. */
  keepAliveMs: 75_000,
  /** Requests from one remote address in a minute: a busy wallet server, not a flood. */
  requestsPerMinuteMax: 6_000,
  /** Web pages' origins that may use one node: its operator's own few. */
  corsOriginsMax: 16,
  /** How long a request waits for its transaction to be decided: several heartbeats, so only a stalled ledger takes longer. */
  commitWaitMsMax: 15_000,
  /** Requests waiting for a block at once: four seconds of the traffic that the ledger is built for. */
  waitingRequestsMax: 20_000,
  /** Proofs under way at once: each reads the tree beside the blocks. */
  proofsAtOnceMax: 256,
  /** Costly answers being made at once, on the thread that also makes blocks, and those kept: now, and a few heights before. */
  costlyAnswersAtOnceMax: 2,
  costlyAnswersKept: 4,
  /** Event streams open at once: each holds a connection and a buffer. */
  eventStreamsMax: 256,
  /** Silence after which an event stream shows that it is alive: proxies cut connections after a minute or less. */
  eventHeartbeatMs: 15_000,
  /** How long a reader of events may leave a full buffer unread before it is cut off; it can resume where it was. */
  slowReaderMsMax: 10_000,
  /** Places named in the answer to a malformed request: enough to correct it, bounded against hostile input. */
  invalidPlacesMax: 32,
  /** Redemption requests looked at in one block: the rest waits for the next block. */
  redemptionRequestsPerBlockMax: 64,
  /** Metal certificates paid out in one block: the largest redemption takes several blocks. */
  redemptionCertificatesPerBlockMax: 64,
  /** Times one redemption turns to another metal in a block: each turn takes a third of the reserve and more. */
  redemptionTurnsMax: 8,
  /** Partner currencies that the reserve may hold: coverage visits them all. */
  reserveCurrenciesMax: 8,
  /** Certificates of the reserve that one auction names: each is looked at for every bid. */
  auctionLotsMax: 16,
  /** Sealed bids or offers in one auction, and certificates in one offer: clearing visits them all in one block. */
  auctionBidsMax: 32,
  offerCertificatesMax: 8,
  /** Bids of auctions settled in one block; each fill looks at all that covers the supply. */
  auctionBidsSettledPerBlockMax: 8,
  /** Legs that wait in all queues at once: one settlement looks at all of them, in some tenths of a second. */
  nettingLegsMax: 20_000,
  /** Days of which payment queues keep figures: a week and the one under way. */
  nettingDaysKept: 8,
  /** Items in one queue: a row of some kilobytes, written with each of them. */
  queueItemsMax: 1_000,
  /** Legs of one bundle: payment versus payment through several banks, with its fees. */
  bundleLegsMax: 16,
  /** Counterparties that a payer limits in one currency, in one row. */
  bilateralLimitsMax: 64,
  /** Members of one council: a vote reads them all, and a board is smaller. */
  councilMembersMax: 32,
  /** One member's weight: shares in millionths, and their sums times ten thousand stay exact. */
  councilWeightMax: 1_000_000,
  /** A minute, for test networks, and a quarter of a year. */
  votingMsMin: 60_000,
  votingMsMax: 7_776_000_000,
  /** Parameters changed by one proposal: what belongs together; the deciding vote announces them all. */
  changesPerProposalMax: 8,
  /** Open proposals of one member in one council: with 32 members, 128 to read. */
  openProposalsPerMemberMax: 4,
  /** Proposals closed in one block, each with its changes: the rest waits for the next block. */
  proposalsClosedPerBlockMax: 64,
  /** Lines of the issuer's balance sheet: four for each metal, two for each currency and kind of right, and the books. */
  balanceSheetLinesMax: 96,
  /** Series of junior units behind a holder: each one shrinks a holding a billionfold, so none outlives five. */
  juniorSeriesStepsMax: 8,
  /** Observations of prices kept: twice what a covariance may look at, so that a rebalance stays verifiable as long again. */
  observationsKept: 512,
  /** A raw indicator: a million times what any of them counts, and products of two stay far below an amount. */
  indicatorRawMax: 10n ** 12n,
  /** Countries named in one list of shares: twice what the longest published table names. */
  shareCountriesMax: 64,
  /** Holidays announced in one calendar: two years of a generous one. */
  holidaysMax: 64,
  /** Zones that one corridor joins: a payment looks at three, and a region has some ten. */
  corridorZonesMax: 16,
  /** Purposes that one rule book permits: a tenth of ISO 20022's list. */
  purposesMax: 32,
  /** Zones, corridors and banks that a genesis file names. */
  genesisBanksMax: 1_024,
  /** Amount tiers of one rate, and providers of one pair: the search for a route looks at all of them, by every currency between. */
  fxTiersMax: 8,
  fxProvidersMax: 8,
  /** Currencies of one pool: the curve's arithmetic grows with their number, and every one must have a sound price. */
  poolCurrenciesMax: 4,
  /** Pools of one corridor: whoever compares them looks at all. */
  poolsPerCorridorMax: 16,
  /** Reviews, margin calls and ends of graces of swap lines dealt with in one block, each a few rows. */
  swapDuesPerBlockMax: 256,
  /** Members of one reserve pool: the Chiang Mai Initiative has fourteen; each draw looks at all of them. */
  poolMembersMax: 16,
  /** Votes and graces of reserve pools that end in one block, each with a row for every contributor. */
  poolDuesPerBlockMax: 64,
  /** Attestations of one payment: what is checked before money crosses a border, and records behind it. */
  paymentAttestationsMax: 8,
  /** Parts in which one payment is returned, and steps that its row tells: all there can be. */
  paymentReturnsMax: 6,
  paymentStepsMax: 16,
  /** Payments that expire in one block, each with its exchanges: some tens of rows. */
  paymentExpiriesPerBlockMax: 256,
  /** Expiries looked at in one block, most of payments that were decided in time: more than three full blocks prepare. */
  paymentExpiryEntriesPerBlockMax: 2_048,
  /** Payments that are forgotten in one block, a few rows each: faster than they can be settled. */
  paymentRemovalsPerBlockMax: 1_024,
  /** Members of one net settlement scheme: one settlement reads and writes them all. */
  netMembersMax: 64,
  /** Schemes of a currency that are being closed: they take no place, and one member who owes may hold each. */
  netSchemesClosingMax: 64,
  /** Closes and settlements of net windows in one block: each moves the money of 64 members, in some milliseconds. */
  netDuesPerBlockMax: 8,
  /** Classes of customers with holding limits of one currency: published schemes have four or five. */
  gatewayClassesMax: 8,
  /** Requests of a channel that expire, and redemptions that are let through, in one block, each a few rows. */
  gatewayRequestsPerBlockMax: 256,
  /** Customers whose holding is looked at in one block, a payment each; the others wait their turn. */
  gatewaySweepsPerBlockMax: 1_024,
  /** Redemptions of one currency that wait for the throttle: as many as a thousand banks have with one each. */
  gatewayWaitingMax: 1_024,
  /** Banks that a central bank lets draw on one line: a country's large ones. */
  onwardBanksMax: 256,
  /** Lines of credit that a central bank grants: every bank of a large country. */
  intradayLinesMax: 4_096,
  /** Open draws of one bank in one currency: a row of some kilobytes. */
  /** Draws on one line that one bank has open: with more, few banks with little money would take all that there may be. */
  onwardDrawsMax: 4,
  intradayDrawsMax: 16,
  /** Ends of graces of intraday credit dealt with in one block, each a few rows. */
  intradayDuesPerBlockMax: 256,
  /** Figures of one kind that a genesis file states: every indicator of 32 components twice over. */
  genesisIndicatorsMax: 512,
} as const;
