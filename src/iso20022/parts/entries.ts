// Entries of statements and advices.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import {
  decimalNumber,
  externalCode4,
  flag,
  isoDateTime,
  max5NumericText,
  max15NumericText,
  max35Text,
  max500Text,
} from "../values.ts";
import { cardEntry4, cardTransaction17 } from "./cards.ts";
import { creditDebitCode } from "./codes.ts";
import { amountAndDirection35, cashAvailability1, transactionInterest4 } from "./interest.ts";
import { partyIdentification135 } from "./parties.ts";
import { charges6, localInstrument2Choice, purpose2Choice } from "./payments.ts";
import { dateAndDateTime2Choice } from "./periods.ts";
import { remittanceInformation16, remittanceLocation7, taxInformation8 } from "./remittance.ts";
import {
  corporateAction9,
  securitiesAccount19,
  securityIdentification19,
  transactionPrice4Choice,
  transactionQuantities3Choice,
} from "./securities.ts";
import {
  amountAndCurrencyExchange3,
  bankTransactionCodeStructure4,
  paymentReturnReason5,
  transactionAgents5,
  transactionDates3,
  transactionParties6,
  transactionReferences6,
} from "./transactions.ts";

export const pagination1 = sequence({
  PgNb: max5NumericText,
  LastPgInd: flag,
});

const originalBusinessQuery1 = sequence({
  MsgId: max35Text,
  MsgNmId: optional(max35Text),
  CreDtTm: optional(isoDateTime),
});

export const groupHeader81 = sequence({
  MsgId: max35Text,
  CreDtTm: isoDateTime,
  MsgRcpt: optional(partyIdentification135),
  MsgPgntn: optional(pagination1),
  OrgnlBizQry: optional(originalBusinessQuery1),
  AddtlInf: optional(max500Text),
});

const sequenceRange1 = sequence({
  FrSeq: max35Text,
  ToSeq: max35Text,
});

export const sequenceRange1Choice = choice({
  FrSeq: max35Text,
  ToSeq: max35Text,
  FrToSeq: many(sequenceRange1),
  EQSeq: many(max35Text),
  NEQSeq: many(max35Text),
});

export const reportingSource1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const numberAndSumOfTransactions4 = sequence({
  NbOfNtries: optional(max15NumericText),
  Sum: optional(decimalNumber),
  TtlNetNtry: optional(amountAndDirection35),
});

const numberAndSumOfTransactions1 = sequence({
  NbOfNtries: optional(max15NumericText),
  Sum: optional(decimalNumber),
});

const totalsPerBankTransactionCode5 = sequence({
  NbOfNtries: optional(max15NumericText),
  Sum: optional(decimalNumber),
  TtlNetNtry: optional(amountAndDirection35),
  CdtNtries: optional(numberAndSumOfTransactions1),
  DbtNtries: optional(numberAndSumOfTransactions1),
  FcstInd: optional(flag),
  BkTxCd: bankTransactionCodeStructure4,
  Avlbty: optional(many(cashAvailability1)),
  Dt: optional(dateAndDateTime2Choice),
});

export const totalTransactions6 = sequence({
  TtlNtries: optional(numberAndSumOfTransactions4),
  TtlCdtNtries: optional(numberAndSumOfTransactions1),
  TtlDbtNtries: optional(numberAndSumOfTransactions1),
  TtlNtriesPerBkTxCd: optional(many(totalsPerBankTransactionCode5)),
});

const entryStatus1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const messageIdentification2 = sequence({
  MsgNmId: optional(max35Text),
  MsgId: optional(max35Text),
});

const technicalInputChannel1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const batchInformation2 = sequence({
  MsgId: optional(max35Text),
  PmtInfId: optional(max35Text),
  NbOfTxs: optional(max15NumericText),
  TtlAmt: optional(currencyAmount),
  CdtDbtInd: optional(creditDebitCode),
});

const cashDeposit1 = sequence({
  NoteDnmtn: currencyAmount,
  NbOfNotes: max15NumericText,
  Amt: currencyAmount,
});

const entryTransaction10 = sequence({
  Refs: optional(transactionReferences6),
  Amt: optional(currencyAmount),
  CdtDbtInd: optional(creditDebitCode),
  AmtDtls: optional(amountAndCurrencyExchange3),
  Avlbty: optional(many(cashAvailability1)),
  BkTxCd: optional(bankTransactionCodeStructure4),
  Chrgs: optional(charges6),
  Intrst: optional(transactionInterest4),
  RltdPties: optional(transactionParties6),
  RltdAgts: optional(transactionAgents5),
  LclInstrm: optional(localInstrument2Choice),
  Purp: optional(purpose2Choice),
  RltdRmtInf: optional(many(remittanceLocation7, 10)),
  RmtInf: optional(remittanceInformation16),
  RltdDts: optional(transactionDates3),
  RltdPric: optional(transactionPrice4Choice),
  RltdQties: optional(many(transactionQuantities3Choice)),
  FinInstrmId: optional(securityIdentification19),
  Tax: optional(taxInformation8),
  RtrInf: optional(paymentReturnReason5),
  CorpActn: optional(corporateAction9),
  SfkpgAcct: optional(securitiesAccount19),
  CshDpst: optional(many(cashDeposit1)),
  CardTx: optional(cardTransaction17),
  AddtlTxInf: optional(max500Text),
});

const entryDetails9 = sequence({
  Btch: optional(batchInformation2),
  TxDtls: optional(many(entryTransaction10)),
});

export const reportEntry10 = sequence({
  NtryRef: optional(max35Text),
  Amt: currencyAmount,
  CdtDbtInd: creditDebitCode,
  RvslInd: optional(flag),
  Sts: entryStatus1Choice,
  BookgDt: optional(dateAndDateTime2Choice),
  ValDt: optional(dateAndDateTime2Choice),
  AcctSvcrRef: optional(max35Text),
  Avlbty: optional(many(cashAvailability1)),
  BkTxCd: bankTransactionCodeStructure4,
  ComssnWvrInd: optional(flag),
  AddtlInfInd: optional(messageIdentification2),
  AmtDtls: optional(amountAndCurrencyExchange3),
  Chrgs: optional(charges6),
  TechInptChanl: optional(technicalInputChannel1Choice),
  Intrst: optional(transactionInterest4),
  CardTx: optional(cardEntry4),
  NtryDtls: optional(many(entryDetails9)),
  AddtlNtryInf: optional(max500Text),
});
