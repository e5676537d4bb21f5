// Payments by card in statements.
import { choice, many, optional, sequence } from "../description.ts";
import {
  codes,
  decimalNumber,
  exact1NumericText,
  exact3NumericText,
  externalCode4,
  flag,
  impliedCurrencyAndAmount,
  isoDate,
  isoDateTime,
  isoYearMonth,
  languageCode,
  max3NumericText,
  max16Text,
  max35Text,
  max70Text,
  max140Text,
  max1025Text,
  min2Max3NumericText,
  min3Max4NumericText,
  min8Max28NumericText,
} from "../values.ts";
import { cashAccount38 } from "./accounts.ts";
import { dateOrDateTimePeriod1Choice } from "./periods.ts";

const cscManagement1Code = codes("PRST", "BYPS", "UNRD", "NCSC");
const partyType3Code = codes("OPOI", "MERC", "ACCP", "ITAG", "ACQR", "CISS", "DLIS");
const partyType4Code = codes("MERC", "ACCP", "ITAG", "ACQR", "CISS", "TAXH");
const userInterface2Code = codes("MDSP", "CDSP");
const cardDataReading1Code = codes("TAGC", "PHYS", "BRCD", "MGST", "CICC", "DFLE", "CTLS", "ECTL");
const cardholderVerificationCapability1Code = codes(
  "MNSG",
  "NPIN",
  "FCPN",
  "FEPN",
  "FDSG",
  "FBIO",
  "MNVR",
  "FBIG",
  "APKI",
  "PKIS",
  "CHDT",
  "SCEC",
);
const onLineCapability1Code = codes("OFLN", "ONLN", "SMON");
const poiComponentType1Code = codes("SOFT", "EMVK", "EMVO", "MRIT", "CHIT", "SECM", "PEDV");
const cardPaymentServiceType2Code = codes(
  "AGGR",
  "DCCV",
  "GRTT",
  "INSP",
  "LOYT",
  "NRES",
  "PUCO",
  "RECP",
  "SOAF",
  "UNAF",
  "VCAU",
);
const authenticationMethod1Code = codes(
  "UKNW",
  "BYPS",
  "NPIN",
  "FPIN",
  "CPSG",
  "PPSG",
  "MANU",
  "MERC",
  "SCRT",
  "SNCT",
  "SCNL",
);
const authenticationEntity1Code = codes("ICCD", "AGNT", "MERC");
const attendanceContext1Code = codes("ATTD", "SATT", "UATT");
const transactionEnvironment1Code = codes("MERC", "PRIV", "PUBL");
const transactionChannel1Code = codes("MAIL", "TLPH", "ECOM", "TVPY");
const unitOfMeasure1Code = codes(
  "PIEC",
  "TONS",
  "FOOT",
  "GBGA",
  "USGA",
  "GRAM",
  "INCH",
  "KILO",
  "PUND",
  "METR",
  "CMET",
  "MMET",
  "LITR",
  "CELI",
  "MILI",
  "GBOU",
  "USOU",
  "GBQA",
  "USQA",
  "GBPI",
  "USPI",
  "MILE",
  "KMET",
  "YARD",
  "SQKI",
  "HECT",
  "ARES",
  "SMET",
  "SCMT",
  "SMIL",
  "SQMI",
  "SQYA",
  "SQFO",
  "SQIN",
  "ACRE",
);

const trackData1 = sequence({
  TrckNb: optional(exact1NumericText),
  TrckVal: max140Text,
});

const cardSecurityInformation1 = sequence({
  CSCMgmt: cscManagement1Code,
  CSCVal: optional(min3Max4NumericText),
});

const plainCardData1 = sequence({
  PAN: min8Max28NumericText,
  CardSeqNb: optional(min2Max3NumericText),
  FctvDt: optional(isoYearMonth),
  XpryDt: isoYearMonth,
  SvcCd: optional(exact3NumericText),
  TrckData: optional(many(trackData1)),
  CardSctyCd: optional(cardSecurityInformation1),
});

const genericIdentification1 = sequence({
  Id: max35Text,
  SchmeNm: optional(max35Text),
  Issr: optional(max35Text),
});

const paymentCard4 = sequence({
  PlainCardData: optional(plainCardData1),
  CardCtryCd: optional(exact3NumericText),
  CardBrnd: optional(genericIdentification1),
  AddtlCardData: optional(max70Text),
});

const genericIdentification32 = sequence({
  Id: max35Text,
  Tp: optional(partyType3Code),
  Issr: optional(partyType4Code),
  ShrtNm: optional(max35Text),
});

const displayCapabilities1 = sequence({
  DispTp: userInterface2Code,
  NbOfLines: max3NumericText,
  LineWidth: max3NumericText,
});

const pointOfInteractionCapabilities1 = sequence({
  CardRdngCpblties: optional(many(cardDataReading1Code)),
  CrdhldrVrfctnCpblties: optional(many(cardholderVerificationCapability1Code)),
  OnLineCpblties: optional(onLineCapability1Code),
  DispCpblties: optional(many(displayCapabilities1)),
  PrtLineWidth: optional(max3NumericText),
});

const pointOfInteractionComponent1 = sequence({
  POICmpntTp: poiComponentType1Code,
  ManfctrId: optional(max35Text),
  Mdl: optional(max35Text),
  VrsnNb: optional(max16Text),
  SrlNb: optional(max35Text),
  ApprvlNb: optional(many(max70Text)),
});

const pointOfInteraction1 = sequence({
  Id: genericIdentification32,
  SysNm: optional(max70Text),
  GrpId: optional(max35Text),
  Cpblties: optional(pointOfInteractionCapabilities1),
  Cmpnt: optional(many(pointOfInteractionComponent1)),
});

const cardSequenceNumberRange1 = sequence({
  FrstTx: optional(max35Text),
  LastTx: optional(max35Text),
});

const cardAggregated2 = sequence({
  AddtlSvc: optional(cardPaymentServiceType2Code),
  TxCtgy: optional(externalCode4),
  SaleRcncltnId: optional(max35Text),
  SeqNbRg: optional(cardSequenceNumberRange1),
  TxDtRg: optional(dateOrDateTimePeriod1Choice),
});

export const cardEntry4 = sequence({
  Card: optional(paymentCard4),
  POI: optional(pointOfInteraction1),
  AggtdNtry: optional(cardAggregated2),
  PrePdAcct: optional(cashAccount38),
});

const cardholderAuthentication2 = sequence({
  AuthntcnMtd: authenticationMethod1Code,
  AuthntcnNtty: authenticationEntity1Code,
});

const paymentContext3 = sequence({
  CardPres: optional(flag),
  CrdhldrPres: optional(flag),
  OnLineCntxt: optional(flag),
  AttndncCntxt: optional(attendanceContext1Code),
  TxEnvt: optional(transactionEnvironment1Code),
  TxChanl: optional(transactionChannel1Code),
  AttndntMsgCpbl: optional(flag),
  AttndntLang: optional(languageCode),
  CardDataNtryMd: cardDataReading1Code,
  FllbckInd: optional(flag),
  AuthntcnMtd: optional(cardholderAuthentication2),
});

const transactionIdentifier1 = sequence({
  TxDtTm: isoDateTime,
  TxRef: max35Text,
});

const product2 = sequence({
  PdctCd: max70Text,
  UnitOfMeasr: optional(unitOfMeasure1Code),
  PdctQty: optional(decimalNumber),
  UnitPric: optional(impliedCurrencyAndAmount),
  PdctAmt: optional(impliedCurrencyAndAmount),
  TaxTp: optional(max35Text),
  AddtlPdctInf: optional(max35Text),
});

const cardIndividualTransaction2 = sequence({
  ICCRltdData: optional(max1025Text),
  PmtCntxt: optional(paymentContext3),
  AddtlSvc: optional(cardPaymentServiceType2Code),
  TxCtgy: optional(externalCode4),
  SaleRcncltnId: optional(max35Text),
  SaleRefNb: optional(max35Text),
  RePresntmntRsn: optional(externalCode4),
  SeqNb: optional(max35Text),
  TxId: optional(transactionIdentifier1),
  Pdct: optional(product2),
  VldtnDt: optional(isoDate),
  VldtnSeqNb: optional(max35Text),
});

const cardTransaction3Choice = choice({
  Aggtd: cardAggregated2,
  Indv: cardIndividualTransaction2,
});

export const cardTransaction17 = sequence({
  Card: optional(paymentCard4),
  POI: optional(pointOfInteraction1),
  Tx: optional(cardTransaction3Choice),
  PrePdAcct: optional(cashAccount38),
});
