// pacs.009.001.08: a credit transfer between institutions, or the cover of one for customers.
import { currencyAmount } from "../amounts.ts";
import { many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { cashAccount38 } from "../parts/accounts.ts";
import { priority3Code } from "../parts/codes.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "../parts/parties.ts";
import {
  groupHeader93,
  instructionForCreditorAgent1,
  instructionForNextAgent1,
  paymentIdentification7,
  paymentTypeInformation28,
  purpose2Choice,
  settlementDateTimeIndication1,
  settlementTimeRequest2,
} from "../parts/payments.ts";
import { remittanceInformation2, remittanceInformation16, taxInformation8 } from "../parts/remittance.ts";
import { codes, isoDate, max140Text } from "../values.ts";

const instruction5Code = codes("PHOB", "TELB");

const instructionForCreditorAgent2 = sequence({
  Cd: optional(instruction5Code),
  InstrInf: optional(max140Text),
});

const creditTransferTransaction37 = sequence({
  UltmtDbtr: optional(partyIdentification135),
  InitgPty: optional(partyIdentification135),
  Dbtr: partyIdentification135,
  DbtrAcct: optional(cashAccount38),
  DbtrAgt: branchAndFinancialInstitutionIdentification6,
  DbtrAgtAcct: optional(cashAccount38),
  PrvsInstgAgt1: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt1Acct: optional(cashAccount38),
  PrvsInstgAgt2: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt2Acct: optional(cashAccount38),
  PrvsInstgAgt3: optional(branchAndFinancialInstitutionIdentification6),
  PrvsInstgAgt3Acct: optional(cashAccount38),
  IntrmyAgt1: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt1Acct: optional(cashAccount38),
  IntrmyAgt2: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt2Acct: optional(cashAccount38),
  IntrmyAgt3: optional(branchAndFinancialInstitutionIdentification6),
  IntrmyAgt3Acct: optional(cashAccount38),
  CdtrAgt: branchAndFinancialInstitutionIdentification6,
  CdtrAgtAcct: optional(cashAccount38),
  Cdtr: partyIdentification135,
  CdtrAcct: optional(cashAccount38),
  UltmtCdtr: optional(partyIdentification135),
  InstrForCdtrAgt: optional(many(instructionForCreditorAgent1)),
  InstrForNxtAgt: optional(many(instructionForNextAgent1)),
  Tax: optional(taxInformation8),
  RmtInf: optional(remittanceInformation16),
  InstdAmt: optional(currencyAmount),
});

const creditTransferTransaction36 = sequence({
  PmtId: paymentIdentification7,
  PmtTpInf: optional(paymentTypeInformation28),
  IntrBkSttlmAmt: currencyAmount,
  IntrBkSttlmDt: optional(isoDate),
  SttlmPrty: optional(priority3Code),
  SttlmTmIndctn: optional(settlementDateTimeIndication1),
  SttlmTmReq: optional(settlementTimeRequest2),
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
  UltmtDbtr: optional(branchAndFinancialInstitutionIdentification6),
  Dbtr: branchAndFinancialInstitutionIdentification6,
  DbtrAcct: optional(cashAccount38),
  DbtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  DbtrAgtAcct: optional(cashAccount38),
  CdtrAgt: optional(branchAndFinancialInstitutionIdentification6),
  CdtrAgtAcct: optional(cashAccount38),
  Cdtr: branchAndFinancialInstitutionIdentification6,
  CdtrAcct: optional(cashAccount38),
  UltmtCdtr: optional(branchAndFinancialInstitutionIdentification6),
  InstrForCdtrAgt: optional(many(instructionForCreditorAgent2)),
  InstrForNxtAgt: optional(many(instructionForNextAgent1)),
  Purp: optional(purpose2Choice),
  RmtInf: optional(remittanceInformation2),
  UndrlygCstmrCdtTrf: optional(creditTransferTransaction37),
});

export const pacs009 = defineMessage(
  "pacs.009.001.08",
  "FICdtTrf",
  sequence({
    GrpHdr: groupHeader93,
    CdtTrfTxInf: many(creditTransferTransaction36),
  }),
);
