// pacs.004.001.09: a payment is returned.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { chargeBearerType1Code, priority3Code } from "../parts/codes.ts";
import {
  branchAndFinancialInstitutionIdentification6,
  party40Choice,
  partyIdentification135,
} from "../parts/parties.ts";
import {
  charges7,
  originalGroupInformation29,
  originalTransactionReference28,
  returnReason5Choice,
  settlementDateTimeIndication1,
  settlementInstruction7,
} from "../parts/payments.ts";
import {
  codes,
  decimalNumber,
  flag,
  isoDate,
  isoDateTime,
  max15NumericText,
  max35Text,
  max105Text,
  max128Text,
  rate,
  uetr,
} from "../values.ts";

const authorisation1Code = codes("AUTH", "FDET", "FSUM", "ILEV");

const authorisation1Choice = choice({
  Cd: authorisation1Code,
  Prtry: max128Text,
});

const groupHeader90 = sequence({
  MsgId: max35Text,
  CreDtTm: isoDateTime,
  Authstn: optional(many(authorisation1Choice, 2)),
  BtchBookg: optional(flag),
  NbOfTxs: max15NumericText,
  CtrlSum: optional(decimalNumber),
  GrpRtr: optional(flag),
  TtlRtrdIntrBkSttlmAmt: optional(currencyAmount),
  IntrBkSttlmDt: optional(isoDate),
  SttlmInf: settlementInstruction7,
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
});

const paymentReturnReason6 = sequence({
  Orgtr: optional(partyIdentification135),
  Rsn: optional(returnReason5Choice),
  AddtlInf: optional(many(max105Text)),
});

const originalGroupHeader18 = sequence({
  OrgnlMsgId: max35Text,
  OrgnlMsgNmId: max35Text,
  OrgnlCreDtTm: optional(isoDateTime),
  RtrRsnInf: optional(many(paymentReturnReason6)),
});

const transactionParties7 = sequence({
  UltmtDbtr: optional(party40Choice),
  Dbtr: party40Choice,
  InitgPty: optional(party40Choice),
  DbtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt1: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt2: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt3: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt1: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt2: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt3: optional(branchAndFinancialInstitutionIdentification6),
  CdtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  Cdtr: party40Choice,
  UltmtCdtr: optional(party40Choice),
});

const paymentTransaction112 = sequence({
  RtrId: optional(max35Text),
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  OrgnlTxId: optional(max35Text),
  OrgnlUETR: optional(uetr),
  OrgnlClrSysRef: optional(max35Text),
  OrgnlIntrBkSttlmAmt: optional(currencyAmount),
  OrgnlIntrBkSttlmDt: optional(isoDate),
  RtrdIntrBkSttlmAmt: currencyAmount,
  IntrBkSttlmDt: optional(isoDate),
  SttlmPrty: optional(priority3Code),
  SttlmTmIndctn: optional(settlementDateTimeIndication1),
  RtrdInstdAmt: optional(currencyAmount),
  XchgRate: optional(rate),
  CompstnAmt: optional(currencyAmount),
  ChrgBr: optional(chargeBearerType1Code),
  ChrgsInf: optional(many(charges7)),
  ClrSysRef: optional(max35Text),
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
  RtrChain: optional(transactionParties7),
  RtrRsnInf: optional(many(paymentReturnReason6)),
  OrgnlTxRef: optional(originalTransactionReference28),
});

export const pacs004 = defineMessage(
  "pacs.004.001.09",
  "PmtRtr",
  sequence({
    GrpHdr: groupHeader90,
    OrgnlGrpInf: optional(originalGroupHeader18),
    TxInf: optional(many(paymentTransaction112)),
  }),
);
