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
  /** Currencies on one ledger: a handler may visit them all. */
  currenciesMax: 64,
} as const;
