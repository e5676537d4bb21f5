// camt.056.001.08: a request to cancel a payment.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "../parts/parties.ts";
import {
  case5,
  caseAssignment5,
  originalGroupInformation29,
  originalTransactionReference28,
} from "../parts/payments.ts";
import {
  decimalNumber,
  externalCode4,
  flag,
  isoDate,
  isoDateTime,
  max15NumericText,
  max35Text,
  max105Text,
  uetr,
} from "../values.ts";

const controlData1 = sequence({
  NbOfTxs: max15NumericText,
  CtrlSum: optional(decimalNumber),
});

const cancellationReason33Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const paymentCancellationReason5 = sequence({
  Orgtr: optional(partyIdentification135),
  Rsn: optional(cancellationReason33Choice),
  AddtlInf: optional(many(max105Text)),
});

const originalGroupHeader15 = sequence({
  GrpCxlId: optional(max35Text),
  Case: optional(case5),
  OrgnlMsgId: max35Text,
  OrgnlMsgNmId: max35Text,
  OrgnlCreDtTm: optional(isoDateTime),
  NbOfTxs: optional(max15NumericText),
  CtrlSum: optional(decimalNumber),
  GrpCxl: optional(flag),
  CxlRsnInf: optional(many(paymentCancellationReason5)),
});

const paymentTransaction106 = sequence({
  CxlId: optional(max35Text),
  Case: optional(case5),
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  OrgnlTxId: optional(max35Text),
  OrgnlUETR: optional(uetr),
  OrgnlClrSysRef: optional(max35Text),
  OrgnlIntrBkSttlmAmt: optional(currencyAmount),
  OrgnlIntrBkSttlmDt: optional(isoDate),
  Assgnr: optional(branchAndFinancialInstitutionIdentification6),
  Assgne: optional(branchAndFinancialInstitutionIdentification6),
  CxlRsnInf: optional(many(paymentCancellationReason5)),
  OrgnlTxRef: optional(originalTransactionReference28),
});

const underlyingTransaction23 = sequence({
  OrgnlGrpInfAndCxl: optional(originalGroupHeader15),
  TxInf: optional(many(paymentTransaction106)),
});

export const camt056 = defineMessage(
  "camt.056.001.08",
  "FIToFIPmtCxlReq",
  sequence({
    Assgnmt: caseAssignment5,
    Case: optional(case5),
    CtrlData: optional(controlData1),
    Undrlyg: many(underlyingTransaction23),
  }),
);
