// pacs.002.001.10: what became of a payment.
import { choice, many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "../parts/parties.ts";
import { charges7, originalGroupInformation29, originalTransactionReference28 } from "../parts/payments.ts";
import { dateAndDateTime2Choice } from "../parts/periods.ts";
import { decimalNumber, externalCode4, isoDateTime, max15NumericText, max35Text, max105Text, uetr } from "../values.ts";

const groupHeader91 = sequence({
  MsgId: max35Text,
  CreDtTm: isoDateTime,
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
});

const statusReason6Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const statusReasonInformation12 = sequence({
  Orgtr: optional(partyIdentification135),
  Rsn: optional(statusReason6Choice),
  AddtlInf: optional(many(max105Text)),
});

const numberOfTransactionsPerStatus5 = sequence({
  DtldNbOfTxs: max15NumericText,
  DtldSts: externalCode4,
  DtldCtrlSum: optional(decimalNumber),
});

const originalGroupHeader17 = sequence({
  OrgnlMsgId: max35Text,
  OrgnlMsgNmId: max35Text,
  OrgnlCreDtTm: optional(isoDateTime),
  OrgnlNbOfTxs: optional(max15NumericText),
  OrgnlCtrlSum: optional(decimalNumber),
  GrpSts: optional(externalCode4),
  StsRsnInf: optional(many(statusReasonInformation12)),
  NbOfTxsPerSts: optional(many(numberOfTransactionsPerStatus5)),
});

const paymentTransaction110 = sequence({
  StsId: optional(max35Text),
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  OrgnlTxId: optional(max35Text),
  OrgnlUETR: optional(uetr),
  TxSts: optional(externalCode4),
  StsRsnInf: optional(many(statusReasonInformation12)),
  ChrgsInf: optional(many(charges7)),
  AccptncDtTm: optional(isoDateTime),
  FctvIntrBkSttlmDt: optional(dateAndDateTime2Choice),
  AcctSvcrRef: optional(max35Text),
  ClrSysRef: optional(max35Text),
  InstgAgt: optional(branchAndFinancialInstitutionIdentification6),
  InstdAgt: optional(branchAndFinancialInstitutionIdentification6),
  OrgnlTxRef: optional(originalTransactionReference28),
});

export const pacs002 = defineMessage(
  "pacs.002.001.10",
  "FIToFIPmtStsRpt",
  sequence({
    GrpHdr: groupHeader91,
    OrgnlGrpInfAndSts: optional(many(originalGroupHeader17)),
    TxInfAndSts: optional(many(paymentTransaction110)),
  }),
);
