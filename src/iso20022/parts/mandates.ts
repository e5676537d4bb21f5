// Mandates of direct debits, which a message may name when it refers to one.
import { choice, optional, sequence } from "../description.ts";
import {
  codes,
  decimalNumber,
  exact2NumericText,
  externalCode4,
  flag,
  isoDate,
  max35Text,
  max70Text,
  max1025Text,
} from "../values.ts";
import { cashAccount38 } from "./accounts.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "./parties.ts";

const frequency6Code = codes("YEAR", "MNTH", "QURT", "MIAN", "WEEK", "DAIL", "ADHO", "INDA", "FRTN");

const frequencyPeriod1 = sequence({
  Tp: frequency6Code,
  CntPerPrd: decimalNumber,
});

const frequencyAndMoment1 = sequence({
  Tp: frequency6Code,
  PtInTm: exact2NumericText,
});

const frequency36Choice = choice({
  Tp: frequency6Code,
  Prd: frequencyPeriod1,
  PtInTm: frequencyAndMoment1,
});

const mandateSetupReason1Choice = choice({
  Cd: externalCode4,
  Prtry: max70Text,
});

const amendmentInformationDetails13 = sequence({
  OrgnlMndtId: optional(max35Text),
  OrgnlCdtrSchmeId: optional(partyIdentification135),
  OrgnlCdtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  OrgnlCdtrAgtAcct: optional(cashAccount38),
  OrgnlDbtr: optional(partyIdentification135),
  OrgnlDbtrAcct: optional(cashAccount38),
  OrgnlDbtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  OrgnlDbtrAgtAcct: optional(cashAccount38),
  OrgnlFnlColltnDt: optional(isoDate),
  OrgnlFrqcy: optional(frequency36Choice),
  OrgnlRsn: optional(mandateSetupReason1Choice),
  OrgnlTrckgDays: optional(exact2NumericText),
});

export const mandateRelatedInformation14 = sequence({
  MndtId: optional(max35Text),
  DtOfSgntr: optional(isoDate),
  AmdmntInd: optional(flag),
  AmdmntInfDtls: optional(amendmentInformationDetails13),
  ElctrncSgntr: optional(max1025Text),
  FrstColltnDt: optional(isoDate),
  FnlColltnDt: optional(isoDate),
  Frqcy: optional(frequency36Choice),
  Rsn: optional(mandateSetupReason1Choice),
  TrckgDays: optional(exact2NumericText),
});
