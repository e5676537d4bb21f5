// What messages about payments have in common: identifications, types, settlement, charges, what was sent before.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import {
  codes,
  currencyCode,
  decimalNumber,
  externalCode4,
  externalCode35,
  flag,
  isoDate,
  isoDateTime,
  isoTime,
  max15NumericText,
  max35Text,
  max140Text,
  rate,
  uetr,
} from "../values.ts";
import { cashAccount38 } from "./accounts.ts";
import { chargeBearerType1Code, clearingChannel2Code, creditDebitCode } from "./codes.ts";
import { mandateRelatedInformation14 } from "./mandates.ts";
import {
  branchAndFinancialInstitutionIdentification6,
  clearingSystemIdentification3Choice,
  party40Choice,
  partyIdentification135,
} from "./parties.ts";
import { dateAndDateTime2Choice } from "./periods.ts";
import { remittanceInformation16, taxCharges2 } from "./remittance.ts";

const settlementMethod1Code = codes("INDA", "INGA", "COVE", "CLRG");
const priority2Code = codes("HIGH", "NORM");
const instruction3Code = codes("CHQB", "HOLD", "PHOB", "TELB");
const instruction4Code = codes("PHOA", "TELA");
const sequenceType3Code = codes("FRST", "RCUR", "FNAL", "OOFF", "RPRE");
const paymentMethod4Code = codes("CHK", "TRF", "DD", "TRA");

export const settlementInstruction7 = sequence({
  SttlmMtd: settlementMethod1Code,
  SttlmAcct: optional(cashAccount38),
  ClrSys: optional(clearingSystemIdentification3Choice),
  InstgRmbrsmntAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstgRmbrsmntAgtAcct: optional(cashAccount38),
  InstdRmbrsmntAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdRmbrsmntAgtAcct: optional(cashAccount38),
  ThrdRmbrsmntAgt: optional(branchAndFinancialInstitutionIdentification6),
  ThrdRmbrsmntAgtAcct: optional(cashAccount38),
});

const serviceLevel8Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

export const localInstrument2Choice = choice({
  Cd: externalCode35,
  Prtry: max35Text,
});

const categoryPurpose1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

export const paymentTypeInformation28 = sequence({
  InstrPrty: optional(priority2Code),
  ClrChanl: optional(clearingChannel2Code),
  SvcLvl: optional(many(serviceLevel8Choice)),
  LclInstrm: optional(localInstrument2Choice),
  CtgyPurp: optional(categoryPurpose1Choice),
});

export const groupHeader93 = sequence({
  MsgId: max35Text,
  CreDtTm: isoDateTime,
  BtchBookg: optional(flag),
  NbOfTxs: max15NumericText,
  CtrlSum: optional(decimalNumber),
  TtlIntrBkSttlmAmt: optional(currencyAmount),
  IntrBkSttlmDt: optional(isoDate),
  SttlmInf: settlementInstruction7,
  PmtTpInf: optional(paymentTypeInformation28),
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
});

export const paymentIdentification7 = sequence({
  InstrId: optional(max35Text),
  EndToEndId: max35Text,
  TxId: optional(max35Text),
  UETR: optional(uetr),
  ClrSysRef: optional(max35Text),
});

export const settlementDateTimeIndication1 = sequence({
  DbtDtTm: optional(isoDateTime),
  CdtDtTm: optional(isoDateTime),
});

export const settlementTimeRequest2 = sequence({
  CLSTm: optional(isoTime),
  TillTm: optional(isoTime),
  FrTm: optional(isoTime),
  RjctTm: optional(isoTime),
});

export const charges7 = sequence({
  Amt: currencyAmount,
  Agt: branchAndFinancialInstitutionIdentification6,
});

export const instructionForCreditorAgent1 = sequence({
  Cd: optional(instruction3Code),
  InstrInf: optional(max140Text),
});

export const instructionForNextAgent1 = sequence({
  Cd: optional(instruction4Code),
  InstrInf: optional(max140Text),
});

export const purpose2Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

export const originalGroupInformation29 = sequence({
  OrgnlMsgId: max35Text,
  OrgnlMsgNmId: max35Text,
  OrgnlCreDtTm: optional(isoDateTime),
});

const equivalentAmount2 = sequence({
  Amt: currencyAmount,
  CcyOfTrf: currencyCode,
});

const amountType4Choice = choice({
  InstdAmt: currencyAmount,
  EqvtAmt: equivalentAmount2,
});

const paymentTypeInformation27 = sequence({
  InstrPrty: optional(priority2Code),
  ClrChanl: optional(clearingChannel2Code),
  SvcLvl: optional(many(serviceLevel8Choice)),
  LclInstrm: optional(localInstrument2Choice),
  SeqTp: optional(sequenceType3Code),
  CtgyPurp: optional(categoryPurpose1Choice),
});

export const originalTransactionReference28 = sequence({
  IntrBkSttlmAmt: optional(currencyAmount),
  Amt: optional(amountType4Choice),
  IntrBkSttlmDt: optional(isoDate),
  ReqdColltnDt: optional(isoDate),
  ReqdExctnDt: optional(dateAndDateTime2Choice),
  CdtrSchmeId: optional(partyIdentification135),
  SttlmInf: optional(settlementInstruction7),
  PmtTpInf: optional(paymentTypeInformation27),
  PmtMtd: optional(paymentMethod4Code),
  MndtRltdInf: optional(mandateRelatedInformation14),
  RmtInf: optional(remittanceInformation16),
  UltmtDbtr: optional(party40Choice),
  Dbtr: optional(party40Choice),
  DbtrAcct: optional(cashAccount38),
  DbtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  DbtrAgtAcct: optional(cashAccount38),
  CdtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  CdtrAgtAcct: optional(cashAccount38),
  Cdtr: optional(party40Choice),
  CdtrAcct: optional(cashAccount38),
  UltmtCdtr: optional(party40Choice),
  Purp: optional(purpose2Choice),
});

export const returnReason5Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

export const caseAssignment5 = sequence({
  Id: max35Text,
  Assgnr: party40Choice,
  Assgne: party40Choice,
  CreDtTm: isoDateTime,
});

export const case5 = sequence({
  Id: max35Text,
  Cretr: party40Choice,
  ReopCaseIndctn: optional(flag),
});

const genericIdentification3 = sequence({
  Id: max35Text,
  Issr: optional(max35Text),
});

const chargeType3Choice = choice({
  Cd: externalCode4,
  Prtry: genericIdentification3,
});

const chargesRecord3 = sequence({
  Amt: currencyAmount,
  CdtDbtInd: optional(creditDebitCode),
  ChrgInclInd: optional(flag),
  Tp: optional(chargeType3Choice),
  Rate: optional(rate),
  Br: optional(chargeBearerType1Code),
  Agt: optional(branchAndFinancialInstitutionIdentification6),
  Tax: optional(taxCharges2),
});

export const charges6 = sequence({
  TtlChrgsAndTaxAmt: optional(currencyAmount),
  Rcrd: optional(many(chargesRecord3)),
});
