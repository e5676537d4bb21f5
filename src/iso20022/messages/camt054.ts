// camt.054.001.08: the advice of debits and credits.
import { many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { cashAccount38, cashAccount39 } from "../parts/accounts.ts";
import { copyDuplicate1Code } from "../parts/codes.ts";
import {
  groupHeader81,
  pagination1,
  reportEntry10,
  reportingSource1Choice,
  sequenceRange1Choice,
  totalTransactions6,
} from "../parts/entries.ts";
import { accountInterest4 } from "../parts/interest.ts";
import { dateTimePeriod1 } from "../parts/periods.ts";
import { isoDateTime, max35Text, max500Text, wholeNumber } from "../values.ts";

const accountNotification17 = sequence({
  Id: max35Text,
  NtfctnPgntn: optional(pagination1),
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
  TxsSummry: optional(totalTransactions6),
  Ntry: optional(many(reportEntry10)),
  AddtlNtfctnInf: optional(max500Text),
});

export const camt054 = defineMessage(
  "camt.054.001.08",
  "BkToCstmrDbtCdtNtfctn",
  sequence({
    GrpHdr: groupHeader81,
    Ntfctn: many(accountNotification17),
  }),
);
