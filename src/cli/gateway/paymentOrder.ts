// What one payment of a message asks of the ledger, or why this gateway does not ask it.

import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { positiveAmountSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { CurrencyDecimals } from "#src/iso20022/currencies.ts";
import type { PaymentMessage } from "#src/iso20022/duplicates.ts";
import { writeElement } from "#src/iso20022/elementWriter.ts";
import { remittanceInformation2, remittanceInformation16 } from "#src/iso20022/parts/remittance.ts";
import type { Abroad, Way } from "./abroad.ts";
import { type Bank, fullBic } from "./bankFile.ts";

/** The content of `settlement/pay` in its JSON form. */
export interface PaymentOrder {
  readonly to: string;
  readonly currency: string;
  /** Whole units of the currency, as a decimal text. */
  readonly amount: string;
  readonly endToEndId: string;
  readonly purpose?: string | undefined;
  readonly remittanceHash?: string | undefined;
}

/** Any other message, in its JSON form. */
export interface OtherOrder {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Of a payment abroad: how the bank's message calls it, for reports that come later. */
  readonly original?: OriginalMessage | undefined;
}

export type LedgerOrder = PaymentOrder | OtherOrder;

export interface OriginalMessage {
  readonly messageId: string;
  readonly messageName: string;
  readonly createdAt: string;
  readonly instructionId?: string | undefined;
}

export interface OrderRefused {
  /** ExternalStatusReason1Code. */
  readonly reason: string;
  readonly text: string;
}

export interface OrderSetting {
  readonly bank: Bank;
  readonly currencies: CurrencyDecimals;
  /** What the ledger's clock shows. */
  readonly ledgerMs: number;
  /** Ways to banks of other zones. */
  readonly abroad?: Abroad | undefined;
}

type Transaction = PaymentMessage["content"]["CdtTrfTxInf"][number];
type Agent = NonNullable<Transaction["InstgAgt"]>;

/** The farthest zone of the world is fourteen hours ahead of UTC: until then a date has begun somewhere. */
const aheadMsMax = 14 * 3_600_000;
/** What every payment system passes on unchanged; the ledger takes nothing else. */
const endToEndForm = /^[0-9A-Za-z/?:().,'+ -]{1,35}$/;
const purposeForm = /^[A-Z][A-Z0-9]{3}$/;

export function isRefused(order: LedgerOrder | OrderRefused): order is OrderRefused {
  return "reason" in order;
}

export function orderOf(message: PaymentMessage, at: number, setting: OrderSetting): LedgerOrder | OrderRefused {
  const transaction = message.content.CdtTrfTxInf[at];
  if (transaction === undefined) throw new RangeError(`the message has no payment ${at}`);
  const refused = refusalOf(message, transaction, setting);
  if (refused !== undefined) return refused;
  const { PmtId, IntrBkSttlmAmt, Purp } = transaction;
  const remittanceHash = remittanceHashOf(message, at, setting.currencies);
  const way = setting.abroad?.wayTo(calledBic(message, at), IntrBkSttlmAmt.currency);
  if (way !== undefined && "reason" in way) return way;
  if (way !== undefined) return preparedOrder(message, at, setting, { ...way, remittanceHash });
  const to = payeeOf(message, at, setting.bank);
  if (typeof to !== "string") return to;
  return {
    to,
    currency: IntrBkSttlmAmt.currency,
    amount: IntrBkSttlmAmt.units.toString(),
    endToEndId: PmtId.EndToEndId,
    ...(Purp?.Cd !== undefined && { purpose: Purp.Cd }),
    ...(remittanceHash !== undefined && { remittanceHash }),
  };
}

function refusalOf(
  message: PaymentMessage,
  { PmtId, IntrBkSttlmAmt, IntrBkSttlmDt, InstgAgt, Purp }: Transaction,
  { bank, ledgerMs }: OrderSetting,
): OrderRefused | undefined {
  const { GrpHdr } = message.content;
  if (PmtId.UETR === undefined) return { reason: "CH21", text: "PmtId/UETR is missing" };
  if (message.name === "pacs.008.001.08" && GrpHdr.SttlmInf.SttlmMtd === "COVE") {
    return { reason: "AG01", text: "settled by its cover (COVE): send the pacs.009 COV" };
  }
  const instructing = bicOf(InstgAgt) ?? bicOf(GrpHdr.InstgAgt);
  if (instructing !== undefined && instructing !== bank.bic) {
    return { reason: "AGNT", text: `${instructing} instructs, and this is the gateway of ${bank.bic}` };
  }
  if (!endToEndForm.test(PmtId.EndToEndId))
    return { reason: "FF08", text: "EndToEndId has other characters than set X" };
  if (Purp?.Cd !== undefined && !purposeForm.test(Purp.Cd))
    return { reason: "FF07", text: "Purp/Cd is no purpose code" };
  if (IntrBkSttlmAmt.units === 0n) return { reason: "AM01", text: "the amount is zero" };
  if (!positiveAmountSchema.safeParse(IntrBkSttlmAmt.units.toString()).success) {
    return { reason: "AM02", text: "the amount is larger than the ledger's largest" };
  }
  const date = IntrBkSttlmDt ?? GrpHdr.IntrBkSttlmDt;
  if (date !== undefined && Date.parse(date.slice(0, 10)) > ledgerMs + aheadMsMax) {
    return { reason: "DT01", text: `${date} has not begun, and payments are not kept here until they are due` };
  }
  return undefined;
}

/** A customer's own account at this bank, else the bank that is instructed, else the one that credits. */
function payeeOf(message: PaymentMessage, at: number, bank: Bank): Account | OrderRefused {
  const { content } = message;
  const instructed = bicOf(content.CdtTrfTxInf[at]?.InstdAgt) ?? bicOf(content.GrpHdr.InstdAgt);
  const creditor =
    message.name === "pacs.008.001.08" ? message.content.CdtTrfTxInf[at]?.CdtrAgt : content.CdtTrfTxInf[at]?.Cdtr;
  const creditorBic = bicOf(creditor as Agent | undefined);
  if (message.name === "pacs.008.001.08" && creditorBic === bank.bic && (instructed ?? bank.bic) === bank.bic) {
    const id = message.content.CdtTrfTxInf[at]?.CdtrAcct?.Id;
    const customer = bank.customers.get(id?.IBAN ?? id?.Othr?.Id ?? "");
    return customer ?? { reason: "AC03", text: "the creditor's account is none that this bank knows" };
  }
  const payee = instructed ?? creditorBic;
  if (payee === undefined) return { reason: "CH21", text: "neither InstdAgt nor the creditor's bank has a BIC" };
  return bank.counterparties.get(payee) ?? { reason: "RC04", text: `${payee} is no counterparty of this bank` };
}

/** The bank that a payment is for: the instructed one, else the one that credits. */
function calledBic({ name, content }: PaymentMessage, at: number): string | undefined {
  const transaction = content.CdtTrfTxInf[at];
  const creditor = name === "pacs.008.001.08" ? content.CdtTrfTxInf[at]?.CdtrAgt : transaction?.Cdtr;
  return bicOf(transaction?.InstdAgt) ?? bicOf(content.GrpHdr.InstdAgt) ?? bicOf(creditor as Agent | undefined);
}

/** Locked until the other bank has decided; the same terms however often it is signed. */
function preparedOrder(
  message: PaymentMessage,
  at: number,
  { ledgerMs, abroad }: OrderSetting,
  { account, corridor, remittanceHash }: Way & { readonly remittanceHash: string | undefined },
): OtherOrder {
  const { GrpHdr, CdtTrfTxInf } = message.content;
  const { PmtId, IntrBkSttlmAmt, Purp } = present(CdtTrfTxInf[at], "a payment that is ordered is in its message");
  const { currency, units } = IntrBkSttlmAmt;
  const { purpose, attestations, preparedForMs } = present(abroad, "a way abroad was asked for").terms;
  return {
    type: "payments/preparePayment",
    content: {
      ...{ uetr: uetrDigits(PmtId.UETR ?? ""), endToEndId: PmtId.EndToEndId, corridor, payee: account },
      kind: message.name === "pacs.008.001.08" ? "customer" : "interbank",
      purpose: Purp?.Cd ?? purpose,
      ...(remittanceHash !== undefined && { remittanceHash }),
      money: { currency, amount: units.toString() },
      attestations,
      expiresMs: ledgerMs + preparedForMs,
    },
    original: {
      ...{ messageId: GrpHdr.MsgId, messageName: message.name, createdAt: GrpHdr.CreDtTm },
      ...(PmtId.InstrId !== undefined && { instructionId: PmtId.InstrId }),
    },
  };
}

/** As the ledger writes it. */
export function uetrDigits(uetr: string): string {
  return uetr.replaceAll("-", "").toLowerCase();
}

function bicOf(agent: Agent | undefined): string | undefined {
  const bic = agent?.FinInstnId.BICFI;
  return bic === undefined ? undefined : fullBic(bic);
}

/** The SHA-256 of RmtInf in its one written form: whoever has the message finds it again. */
function remittanceHashOf(message: PaymentMessage, at: number, currencies: CurrencyDecimals): string | undefined {
  const value = message.content.CdtTrfTxInf[at]?.RmtInf;
  if (value === undefined) return undefined;
  const type = message.name === "pacs.008.001.08" ? remittanceInformation16 : remittanceInformation2;
  return bytesToHex(sha256(new TextEncoder().encode(writeElement("RmtInf", type, value, currencies))));
}
