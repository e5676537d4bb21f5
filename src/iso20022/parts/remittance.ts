// What a payment is for: documents, taxes, garnishments, references.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import {
  codes,
  externalCode4,
  flag,
  isoDate,
  max4Text,
  max35Text,
  max140Text,
  max2048Text,
  rate,
  wholeNumber,
} from "../values.ts";
import { creditDebitCode } from "./codes.ts";
import { partyIdentification135, postalAddress24 } from "./parties.ts";
import { datePeriod2 } from "./periods.ts";

const taxRecordPeriod1Code = codes(
  "MM01",
  "MM02",
  "MM03",
  "MM04",
  "MM05",
  "MM06",
  "MM07",
  "MM08",
  "MM09",
  "MM10",
  "MM11",
  "MM12",
  "QTR1",
  "QTR2",
  "QTR3",
  "QTR4",
  "HLF1",
  "HLF2",
);
const remittanceLocationMethod2Code = codes("FAXI", "EDIC", "URID", "EMAL", "POST", "SMSM");
const documentType6Code = codes(
  "MSIN",
  "CNFA",
  "DNFA",
  "CINV",
  "CREN",
  "DEBN",
  "HIRI",
  "SBIN",
  "CMCN",
  "SOAC",
  "DISP",
  "BOLD",
  "VCHR",
  "AROI",
  "TSUT",
  "PUOR",
);
const documentType3Code = codes("RADM", "RPIN", "FXDR", "DISP", "PUOR", "SCOR");

const taxParty1 = sequence({
  TaxId: optional(max35Text),
  RegnId: optional(max35Text),
  TaxTp: optional(max35Text),
});

const taxAuthorisation1 = sequence({
  Titl: optional(max35Text),
  Nm: optional(max140Text),
});

const taxParty2 = sequence({
  TaxId: optional(max35Text),
  RegnId: optional(max35Text),
  TaxTp: optional(max35Text),
  Authstn: optional(taxAuthorisation1),
});

const taxPeriod2 = sequence({
  Yr: optional(isoDate),
  Tp: optional(taxRecordPeriod1Code),
  FrToDt: optional(datePeriod2),
});

const taxRecordDetails2 = sequence({
  Prd: optional(taxPeriod2),
  Amt: currencyAmount,
});

const taxAmount2 = sequence({
  Rate: optional(rate),
  TaxblBaseAmt: optional(currencyAmount),
  TtlAmt: optional(currencyAmount),
  Dtls: optional(many(taxRecordDetails2)),
});

const taxRecord2 = sequence({
  Tp: optional(max35Text),
  Ctgy: optional(max35Text),
  CtgyDtls: optional(max35Text),
  DbtrSts: optional(max35Text),
  CertId: optional(max35Text),
  FrmsCd: optional(max35Text),
  Prd: optional(taxPeriod2),
  TaxAmt: optional(taxAmount2),
  AddtlInf: optional(max140Text),
});

export const taxInformation8 = sequence({
  Cdtr: optional(taxParty1),
  Dbtr: optional(taxParty2),
  AdmstnZone: optional(max35Text),
  RefNb: optional(max140Text),
  Mtd: optional(max35Text),
  TtlTaxblBaseAmt: optional(currencyAmount),
  TtlTaxAmt: optional(currencyAmount),
  Dt: optional(isoDate),
  SeqNb: optional(wholeNumber),
  Rcrd: optional(many(taxRecord2)),
});

const nameAndAddress16 = sequence({
  Nm: max140Text,
  Adr: postalAddress24,
});

const remittanceLocationData1 = sequence({
  Mtd: remittanceLocationMethod2Code,
  ElctrncAdr: optional(max2048Text),
  PstlAdr: optional(nameAndAddress16),
});

export const remittanceLocation7 = sequence({
  RmtId: optional(max35Text),
  RmtLctnDtls: optional(many(remittanceLocationData1)),
});

const referredDocumentType3Choice = choice({
  Cd: documentType6Code,
  Prtry: max35Text,
});

const referredDocumentType4 = sequence({
  CdOrPrtry: referredDocumentType3Choice,
  Issr: optional(max35Text),
});

const documentLineType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const documentLineType1 = sequence({
  CdOrPrtry: documentLineType1Choice,
  Issr: optional(max35Text),
});

const documentLineIdentification1 = sequence({
  Tp: optional(documentLineType1),
  Nb: optional(max35Text),
  RltdDt: optional(isoDate),
});

const discountAmountType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const discountAmountAndType1 = sequence({
  Tp: optional(discountAmountType1Choice),
  Amt: currencyAmount,
});

const taxAmountType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const taxAmountAndType1 = sequence({
  Tp: optional(taxAmountType1Choice),
  Amt: currencyAmount,
});

const documentAdjustment1 = sequence({
  Amt: currencyAmount,
  CdtDbtInd: optional(creditDebitCode),
  Rsn: optional(max4Text),
  AddtlInf: optional(max140Text),
});

const remittanceAmount3 = sequence({
  DuePyblAmt: optional(currencyAmount),
  DscntApldAmt: optional(many(discountAmountAndType1)),
  CdtNoteAmt: optional(currencyAmount),
  TaxAmt: optional(many(taxAmountAndType1)),
  AdjstmntAmtAndRsn: optional(many(documentAdjustment1)),
  RmtdAmt: optional(currencyAmount),
});

const documentLineInformation1 = sequence({
  Id: many(documentLineIdentification1),
  Desc: optional(max2048Text),
  Amt: optional(remittanceAmount3),
});

const referredDocumentInformation7 = sequence({
  Tp: optional(referredDocumentType4),
  Nb: optional(max35Text),
  RltdDt: optional(isoDate),
  LineDtls: optional(many(documentLineInformation1)),
});

const remittanceAmount2 = sequence({
  DuePyblAmt: optional(currencyAmount),
  DscntApldAmt: optional(many(discountAmountAndType1)),
  CdtNoteAmt: optional(currencyAmount),
  TaxAmt: optional(many(taxAmountAndType1)),
  AdjstmntAmtAndRsn: optional(many(documentAdjustment1)),
  RmtdAmt: optional(currencyAmount),
});

const creditorReferenceType1Choice = choice({
  Cd: documentType3Code,
  Prtry: max35Text,
});

const creditorReferenceType2 = sequence({
  CdOrPrtry: creditorReferenceType1Choice,
  Issr: optional(max35Text),
});

const creditorReferenceInformation2 = sequence({
  Tp: optional(creditorReferenceType2),
  Ref: optional(max35Text),
});

const taxInformation7 = sequence({
  Cdtr: optional(taxParty1),
  Dbtr: optional(taxParty2),
  UltmtDbtr: optional(taxParty2),
  AdmstnZone: optional(max35Text),
  RefNb: optional(max140Text),
  Mtd: optional(max35Text),
  TtlTaxblBaseAmt: optional(currencyAmount),
  TtlTaxAmt: optional(currencyAmount),
  Dt: optional(isoDate),
  SeqNb: optional(wholeNumber),
  Rcrd: optional(many(taxRecord2)),
});

const garnishmentType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const garnishmentType1 = sequence({
  CdOrPrtry: garnishmentType1Choice,
  Issr: optional(max35Text),
});

const garnishment3 = sequence({
  Tp: garnishmentType1,
  Grnshee: optional(partyIdentification135),
  GrnshmtAdmstr: optional(partyIdentification135),
  RefNb: optional(max140Text),
  Dt: optional(isoDate),
  RmtdAmt: optional(currencyAmount),
  FmlyMdclInsrncInd: optional(flag),
  MplyeeTermntnInd: optional(flag),
});

const structuredRemittanceInformation16 = sequence({
  RfrdDocInf: optional(many(referredDocumentInformation7)),
  RfrdDocAmt: optional(remittanceAmount2),
  CdtrRefInf: optional(creditorReferenceInformation2),
  Invcr: optional(partyIdentification135),
  Invcee: optional(partyIdentification135),
  TaxRmt: optional(taxInformation7),
  GrnshmtRmt: optional(garnishment3),
  AddtlRmtInf: optional(many(max140Text, 3)),
});

export const remittanceInformation16 = sequence({
  Ustrd: optional(many(max140Text)),
  Strd: optional(many(structuredRemittanceInformation16)),
});

export const remittanceInformation2 = sequence({
  Ustrd: optional(many(max140Text)),
});

export const taxCharges2 = sequence({
  Id: optional(max35Text),
  Rate: optional(rate),
  Amt: optional(currencyAmount),
});
