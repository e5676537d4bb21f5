// Everything that `import ... from "kedge"` gives, and nothing else: the one list of what others may rely on.

export { isAccount } from "#src/core/account.ts";
export type { CborValue } from "#src/core/cbor/value.ts";
export { maskName } from "#src/core/maskedName.ts";
export { payeeConfirmation, type ShownPayee } from "#src/transaction/payeeConfirmation.ts";
export type { BatchOptions, ItemResult } from "./batches.ts";
export { type ConnectOptions, connect, WrongNetworkError } from "./connect.ts";
export { ContentError } from "./contentCodec.ts";
export type {
  AnswerOf,
  ContentOf,
  EventType,
  ItemOf,
  LedgerEvent,
  MessageType,
  ModuleName,
  PagedName,
  ParamsOf,
  QueryName,
  RefusalCode,
  ResultOf,
} from "./definitions.ts";
export {
  type DeliveryRecord,
  deliveryRecordBytes,
  type SignedDeliveryRecord,
  signDeliveryRecord,
} from "./deliveryRecord.ts";
export {
  isRefused,
  MalformedAnswerError,
  RefusedError,
  SignerError,
  UndecidedError,
  UnknownMessageError,
  UnreachableError,
} from "./errors.ts";
export { type EventOptions, placeOf } from "./events.ts";
export type { HttpOptions } from "./http.ts";
export { KeystoreError, lockedPublicKey, lockKey, unlockKey } from "./keys/keystore.ts";
export { createSigner, devnetSigner, importSigner, type Signer, type SoftwareSigner } from "./keys/signer.ts";
export type { Health, Ledger } from "./ledger.ts";
export { LightError } from "./light/lightError.ts";
export { MemoryTrustedStore, type TrustedStore } from "./light/trustedStore.ts";
export { type Message, messageOf, messages } from "./messages.ts";
export { type MeterRecord, meterRecordBytes, type SignedMeterRecord, signMeterRecord } from "./meterRecord.ts";
export { Currency, Money, MoneyError } from "./money.ts";
export { accountCommitment, type ProxyKind, payeeNameHash, proxyKey } from "./payees.ts";
export type { ProofOptions, ProvedRow, ProvedState, Trust } from "./provedState.ts";
export { type DisclosurePair, disclosurePairOf } from "./sealing/hpke.ts";
export { SealError } from "./sealing/sealError.ts";
export {
  openPayload,
  type Purpose,
  purposeOf,
  type Recipient,
  recipientsOf,
  sealedHash,
  sealPayload,
} from "./sealing/sealedFile.ts";
export type { TravelRulePayload } from "./sealing/travelRule.ts";
export type { Addressed, Draft, Outcome, Signed } from "./transactions.ts";
export { type Party, type SendOptions, soleAccountOf, type Wallet } from "./wallet.ts";
