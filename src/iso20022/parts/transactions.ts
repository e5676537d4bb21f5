// Transactions behind an entry: references, parties, agents, dates, exchange.
import { currencyAmount } from "../amounts.ts";
import { many, optional, sequence } from "../description.ts";
import { currencyCode, externalCode4, isoDate, isoDateTime, max35Text, max105Text, rate, uetr } from "../values.ts";
import { cashAccount38 } from "./accounts.ts";
import { branchAndFinancialInstitutionIdentification6, party40Choice, partyIdentification135 } from "./parties.ts";
import { returnReason5Choice } from "./payments.ts";
import { dateAndDateTime2Choice } from "./periods.ts";

const bankTransactionCodeStructure6 = sequence({
  Cd: externalCode4,
  SubFmlyCd: externalCode4,
});

const bankTransactionCodeStructure5 = sequence({
  Cd: externalCode4,
  Fmly: bankTransactionCodeStructure6,
});

const proprietaryBankTransactionCodeStructure1 = sequence({
  Cd: max35Text,
  Issr: optional(max35Text),
});

export const bankTransactionCodeStructure4 = sequence({
  Domn: optional(bankTransactionCodeStructure5),
  Prtry: optional(proprietaryBankTransactionCodeStructure1),
});

const currencyExchange5 = sequence({
  SrcCcy: currencyCode,
  TrgtCcy: optional(currencyCode),
  UnitCcy: optional(currencyCode),
  XchgRate: rate,
  CtrctId: optional(max35Text),
  QtnDt: optional(isoDateTime),
});

const amountAndCurrencyExchangeDetails3 = sequence({
  Amt: currencyAmount,
  CcyXchg: optional(currencyExchange5),
});

const amountAndCurrencyExchangeDetails4 = sequence({
  Tp: max35Text,
  Amt: currencyAmount,
  CcyXchg: optional(currencyExchange5),
});

export const amountAndCurrencyExchange3 = sequence({
  InstdAmt: optional(amountAndCurrencyExchangeDetails3),
  TxAmt: optional(amountAndCurrencyExchangeDetails3),
  CntrValAmt: optional(amountAndCurrencyExchangeDetails3),
  AnncdPstngAmt: optional(amountAndCurrencyExchangeDetails3),
  PrtryAmt: optional(many(amountAndCurrencyExchangeDetails4)),
});

const proprietaryReference1 = sequence({
  Tp: max35Text,
  Ref: max35Text,
});

export const transactionReferences6 = sequence({
  MsgId: optional(max35Text),
  AcctSvcrRef: optional(max35Text),
  PmtInfId: optional(max35Text),
  InstrId: optional(max35Text),
  EndToEndId: optional(max35Text),
  UETR: optional(uetr),
  TxId: optional(max35Text),
  MndtId: optional(max35Text),
  ChqNb: optional(max35Text),
  ClrSysRef: optional(max35Text),
  AcctOwnrTxId: optional(max35Text),
  AcctSvcrTxId: optional(max35Text),
  MktInfrstrctrTxId: optional(max35Text),
  PrcgId: optional(max35Text),
  Prtry: optional(many(proprietaryReference1)),
});

const proprietaryParty5 = sequence({
  Tp: max35Text,
  Pty: party40Choice,
});

export const transactionParties6 = sequence({
  InitgPty: optional(party40Choice),
  Dbtr: optional(party40Choice),
  DbtrAcct: optional(cashAccount38),
  UltmtDbtr: optional(party40Choice),
  Cdtr: optional(party40Choice),
  CdtrAcct: optional(cashAccount38),
  UltmtCdtr: optional(party40Choice),
  TradgPty: optional(party40Choice),
  Prtry: optional(many(proprietaryParty5)),
});

const proprietaryAgent4 = sequence({
  Tp: max35Text,
  Agt: branchAndFinancialInstitutionIdentification6,
});

export const transactionAgents5 = sequence({
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
  DbtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  CdtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt1: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt2: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt3: optional(branchAndFinancialInstitutionIdentification6),
  RcvgAgt: optional(branchAndFinancialInstitutionIdentification6),
  DlvrgAgt: optional(branchAndFinancialInstitutionIdentification6),
  IssgAgt: optional(branchAndFinancialInstitutionIdentification6),
  SttlmPlc: optional(branchAndFinancialInstitutionIdentification6),
  Prtry: optional(many(proprietaryAgent4)),
});

const proprietaryDate3 = sequence({
  Tp: max35Text,
  Dt: dateAndDateTime2Choice,
});

export const transactionDates3 = sequence({
  AccptncDtTm: optional(isoDateTime),
  TradActvtyCtrctlSttlmDt: optional(isoDate),
  TradDt: optional(isoDate),
  IntrBkSttlmDt: optional(isoDate),
  StartDt: optional(isoDate),
  EndDt: optional(isoDate),
  TxDtTm: optional(isoDateTime),
  Prtry: optional(many(proprietaryDate3)),
});

export const paymentReturnReason5 = sequence({
  OrgnlBkTxCd: optional(bankTransactionCodeStructure4),
  Orgtr: optional(partyIdentification135),
  Rsn: optional(returnReason5Choice),
  AddtlInf: optional(many(max105Text)),
});
