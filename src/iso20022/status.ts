// What a payment's state on the ledger is called in a status report (pacs.002), and why, in codes of the standard.
import type { ContentOf } from "./message.ts";

/** States of a payment as banks see it; `refused` is for a reason that is given with it. */
export type PaymentState =
  | "reserved"
  | "queued"
  | "acceptedNotPosted"
  | "settled"
  | "credited"
  | "blocked"
  | "refused"
  | "expired"
  | "aborted"
  | "duplicate";

export interface PaymentStatus {
  /** ExternalPaymentTransactionStatus1Code. */
  readonly TxSts: string;
  /** ExternalStatusReason1Code; absent when none is needed, or when it must be given. */
  readonly reason?: string;
  /** Nothing comes after it. */
  readonly isFinal: boolean;
}

export const paymentStatuses: { readonly [State in PaymentState]: PaymentStatus } = {
  // Money is locked; the payment can still fail, so it is not called settled.
  reserved: { TxSts: "ACSP", isFinal: false },
  queued: { TxSts: "PDNG", isFinal: false },
  acceptedNotPosted: { TxSts: "ACWP", isFinal: false },
  // The payer's account is debited for good; `credited` says that the payee's has the money too.
  settled: { TxSts: "ACSC", isFinal: false },
  credited: { TxSts: "ACCC", isFinal: true },
  blocked: { TxSts: "BLCK", isFinal: true },
  refused: { TxSts: "RJCT", isFinal: true },
  // Its time ran out before it was settled; TM01 would say that it came too late.
  expired: { TxSts: "RJCT", reason: "AB03", isFinal: true },
  aborted: { TxSts: "RJCT", reason: "ED05", isFinal: true },
  duplicate: { TxSts: "RJCT", reason: "DUPL", isFinal: true },
};

type TransactionStatus = NonNullable<ContentOf<"pacs.002.001.10">["TxInfAndSts"]>[number];
export type OriginalPayment = Pick<
  TransactionStatus,
  "OrgnlGrpInf" | "OrgnlInstrId" | "OrgnlEndToEndId" | "OrgnlTxId" | "OrgnlUETR"
>;

/** One payment's part of a status report. A refusal needs a reason: banks act on it. */
export function transactionStatus(
  original: OriginalPayment,
  state: Exclude<PaymentState, "refused"> | { readonly refused: string },
): TransactionStatus {
  const isRefused = typeof state === "object";
  const { TxSts, reason } = paymentStatuses[isRefused ? "refused" : state];
  const code = isRefused ? state.refused : reason;
  const { OrgnlGrpInf, OrgnlInstrId, OrgnlEndToEndId, OrgnlTxId, OrgnlUETR } = original;
  return {
    ...(OrgnlGrpInf && { OrgnlGrpInf }),
    ...(OrgnlInstrId !== undefined && { OrgnlInstrId }),
    ...(OrgnlEndToEndId !== undefined && { OrgnlEndToEndId }),
    ...(OrgnlTxId !== undefined && { OrgnlTxId }),
    ...(OrgnlUETR !== undefined && { OrgnlUETR }),
    TxSts,
    ...(code !== undefined && { StsRsnInf: [{ Rsn: { Cd: code } }] }),
  };
}
