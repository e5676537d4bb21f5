// camt.053.001.08: the statement of an account.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { cashAccount38, cashAccount39 } from "../parts/accounts.ts";
import { copyDuplicate1Code, creditDebitCode } from "../parts/codes.ts";
import {
  groupHeader81,
  pagination1,
  reportEntry10,
  reportingSource1Choice,
  sequenceRange1Choice,
  totalTransactions6,
} from "../parts/entries.ts";
import { accountInterest4, cashAvailability1 } from "../parts/interest.ts";
import { dateAndDateTime2Choice, dateTimePeriod1 } from "../parts/periods.ts";
import { externalCode4, flag, isoDateTime, max35Text, max500Text, wholeNumber } from "../values.ts";

const balanceType10Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const balanceSubType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const balanceType13 = sequence({
  CdOrPrtry: balanceType10Choice,
  SubTp: optional(balanceSubType1Choice),
});

const creditLineType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const creditLine3 = sequence({
  Incl: flag,
  Tp: optional(creditLineType1Choice),
  Amt: optional(currencyAmount),
  Dt: optional(dateAndDateTime2Choice),
});

const cashBalance8 = sequence({
  Tp: balanceType13,
  CdtLine: optional(many(creditLine3)),
  Amt: currencyAmount,
  CdtDbtInd: creditDebitCode,
  Dt: dateAndDateTime2Choice,
  Avlbty: optional(many(cashAvailability1)),
});

const accountStatement9 = sequence({
  Id: max35Text,
  StmtPgntn: optional(pagination1),
  ElctrncSeqNb: optional(wholeNumber),
  RptgSeq: optional(sequenceRange1Choice),
  LglSeqNb: optional(wholeNumber),
  CreDtTm: optional(isoDateTime),
  FrToDt: optional(dateTimePeriod1),
  CpyDplctInd: optional(copyDuplicate1Code),
  RptgSrc: optional(reportingSource1Choice),
  Acct: cashAccount39,
  RltdAcct: optional(cashAccount38),
  Intrst: optional(many(accountInterest4)),
  Bal: many(cashBalance8),
  TxsSummry: optional(totalTransactions6),
  Ntry: optional(many(reportEntry10)),
  AddtlStmtInf: optional(max500Text),
});

export const camt053 = defineMessage(
  "camt.053.001.08",
  "BkToCstmrStmt",
  sequence({
    GrpHdr: groupHeader81,
    Stmt: many(accountStatement9),
  }),
);
