// pacs.008.001.08: a credit transfer for customers, from one institution to another.
import { currencyAmount } from "../amounts.ts";
import { many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { cashAccount38 } from "../parts/accounts.ts";
import { chargeBearerType1Code, priority3Code } from "../parts/codes.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "../parts/parties.ts";
import {
  charges7,
  groupHeader93,
  instructionForCreditorAgent1,
  instructionForNextAgent1,
  paymentIdentification7,
  paymentTypeInformation28,
  purpose2Choice,
  settlementDateTimeIndication1,
  settlementTimeRequest2,
} from "../parts/payments.ts";
import { remittanceInformation16, remittanceLocation7, taxInformation8 } from "../parts/remittance.ts";
import { codes, countryCode, isoDate, isoDateTime, max10Text, max35Text, max140Text, rate } from "../values.ts";

const regulatoryReportingType1Code = codes("CRED", "DEBT", "BOTH");

const regulatoryAuthority2 = sequence({
  Nm: optional(max140Text),
  Ctry: optional(countryCode),
});

const structuredRegulatoryReporting3 = sequence({
  Tp: optional(max35Text),
  Dt: optional(isoDate),
  Ctry: optional(countryCode),
  Cd: optional(max10Text),
  Amt: optional(currencyAmount),
  Inf: optional(many(max35Text)),
});

const regulatoryReporting3 = sequence({
  DbtCdtRptgInd: optional(regulatoryReportingType1Code),
  Authrty: optional(regulatoryAuthority2),
  Dtls: optional(many(structuredRegulatoryReporting3)),
});

const creditTransferTransaction39 = sequence({
  PmtId: paymentIdentification7,
  PmtTpInf: optional(paymentTypeInformation28),
  IntrBkSttlmAmt: currencyAmount,
  IntrBkSttlmDt: optional(isoDate),
  SttlmPrty: optional(priority3Code),
  SttlmTmIndctn: optional(settlementDateTimeIndication1),
  SttlmTmReq: optional(settlementTimeRequest2),
  AccptncDtTm: optional(isoDateTime),
  PoolgAdjstmntDt: optional(isoDate),
  InstdAmt: optional(currencyAmount),
  XchgRate: optional(rate),
  ChrgBr: chargeBearerType1Code,
  ChrgsInf: optional(many(charges7)),
  PrvsInstgAgt1: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt1Acct: optional(cashAccount38),
  PrvsInstgAgt2: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt2Acct: optional(cashAccount38),
  PrvsInstgAgt3: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt3Acct: optional(cashAccount38),
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt1: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt1Acct: optional(cashAccount38),
  IntrmyAgt2: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt2Acct: optional(cashAccount38),
  IntrmyAgt3: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt3Acct: optional(cashAccount38),
  UltmtDbtr: optional(partyIdentification135),
  InitgPty: optional(partyIdentification135),
  Dbtr: partyIdentification135,
  DbtrAcct: optional(cashAccount38),
  DbtrAgt: branchAndFinancialInstitutionIdentification6,
  DbtrAgtAcct: optional(cashAccount38),
  CdtrAgt: branchAndFinancialInstitutionIdentification6,
  CdtrAgtAcct: optional(cashAccount38),
  Cdtr: partyIdentification135,
  CdtrAcct: optional(cashAccount38),
  UltmtCdtr: optional(partyIdentification135),
  InstrForCdtrAgt: optional(many(instructionForCreditorAgent1)),
  InstrForNxtAgt: optional(many(instructionForNextAgent1)),
  Purp: optional(purpose2Choice),
  RgltryRptg: optional(many(regulatoryReporting3, 10)),
  Tax: optional(taxInformation8),
  RltdRmtInf: optional(many(remittanceLocation7, 10)),
  RmtInf: optional(remittanceInformation16),
});

export const pacs008 = defineMessage(
  "pacs.008.001.08",
  "FIToFICstmrCdtTrf",
  sequence({
    GrpHdr: groupHeader93,
    CdtTrfTxInf: many(creditTransferTransaction39),
  }),
);
