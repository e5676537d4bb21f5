// camt.029.001.09: the answer to a request, such as one to cancel.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import { defineMessage } from "../messageKind.ts";
import { clearingChannel2Code } from "../parts/codes.ts";
import {
  branchAndFinancialInstitutionIdentification6,
  party40Choice,
  partyIdentification135,
} from "../parts/parties.ts";
import {
  case5,
  caseAssignment5,
  charges6,
  charges7,
  originalGroupInformation29,
  originalTransactionReference28,
  purpose2Choice,
} from "../parts/payments.ts";
import { dateAndDateTime2Choice } from "../parts/periods.ts";
import {
  codes,
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

const transactionIndividualStatus1Code = codes("ACTC", "RJCT", "PDNG", "ACCP", "ACSP", "ACSC", "ACCR", "ACWC");
const groupCancellationStatus1Code = codes("PACR", "RJCR", "ACCR", "PDCR");
const cancellationIndividualStatus1Code = codes("RJCR", "ACCR", "PDCR");

const modificationStatusReason1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const investigationStatus5Choice = choice({
  Conf: externalCode4,
  RjctdMod: many(modificationStatusReason1Choice),
  DplctOf: case5,
  AssgnmtCxlConf: flag,
});

const cancellationStatusReason3Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const cancellationStatusReason4 = sequence({
  Orgtr: optional(partyIdentification135),
  Rsn: optional(cancellationStatusReason3Choice),
  AddtlInf: optional(many(max105Text)),
});

const numberOfTransactionsPerStatus1 = sequence({
  DtldNbOfTxs: max15NumericText,
  DtldSts: transactionIndividualStatus1Code,
  DtldCtrlSum: optional(decimalNumber),
});

const originalGroupHeader14 = sequence({
  OrgnlGrpCxlId: optional(max35Text),
  RslvdCase: optional(case5),
  OrgnlMsgId: max35Text,
  OrgnlMsgNmId: max35Text,
  OrgnlCreDtTm: optional(isoDateTime),
  OrgnlNbOfTxs: optional(max15NumericText),
  OrgnlCtrlSum: optional(decimalNumber),
  GrpCxlSts: optional(groupCancellationStatus1Code),
  CxlStsRsnInf: optional(many(cancellationStatusReason4)),
  NbOfTxsPerCxlSts: optional(many(numberOfTransactionsPerStatus1)),
});

const numberOfCancellationsPerStatus1 = sequence({
  DtldNbOfTxs: max15NumericText,
  DtldSts: cancellationIndividualStatus1Code,
  DtldCtrlSum: optional(decimalNumber),
});

const paymentTransaction103 = sequence({
  CxlStsId: optional(max35Text),
  RslvdCase: optional(case5),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  UETR: optional(uetr),
  TxCxlSts: optional(cancellationIndividualStatus1Code),
  CxlStsRsnInf: optional(many(cancellationStatusReason4)),
  OrgnlInstdAmt: optional(currencyAmount),
  OrgnlReqdExctnDt: optional(dateAndDateTime2Choice),
  OrgnlReqdColltnDt: optional(isoDate),
  OrgnlTxRef: optional(originalTransactionReference28),
});

const originalPaymentInstruction30 = sequence({
  OrgnlPmtInfCxlId: optional(max35Text),
  RslvdCase: optional(case5),
  OrgnlPmtInfId: max35Text,
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlNbOfTxs: optional(max15NumericText),
  OrgnlCtrlSum: optional(decimalNumber),
  PmtInfCxlSts: optional(groupCancellationStatus1Code),
  CxlStsRsnInf: optional(many(cancellationStatusReason4)),
  NbOfTxsPerCxlSts: optional(many(numberOfCancellationsPerStatus1)),
  TxInfAndSts: optional(many(paymentTransaction103)),
});

const compensationReason1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const compensation2 = sequence({
  Amt: currencyAmount,
  DbtrAgt: branchAndFinancialInstitutionIdentification6,
  CdtrAgt: branchAndFinancialInstitutionIdentification6,
  Rsn: compensationReason1Choice,
});

const resolutionData1 = sequence({
  EndToEndId: optional(max35Text),
  TxId: optional(max35Text),
  UETR: optional(uetr),
  IntrBkSttlmAmt: optional(currencyAmount),
  IntrBkSttlmDt: optional(isoDate),
  ClrChanl: optional(clearingChannel2Code),
  Compstn: optional(compensation2),
  Chrgs: optional(many(charges7)),
});

const paymentTransaction102 = sequence({
  CxlStsId: optional(max35Text),
  RslvdCase: optional(case5),
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  OrgnlTxId: optional(max35Text),
  OrgnlClrSysRef: optional(max35Text),
  OrgnlUETR: optional(uetr),
  TxCxlSts: optional(cancellationIndividualStatus1Code),
  CxlStsRsnInf: optional(many(cancellationStatusReason4)),
  RsltnRltdInf: optional(resolutionData1),
  OrgnlIntrBkSttlmAmt: optional(currencyAmount),
  OrgnlIntrBkSttlmDt: optional(isoDate),
  Assgnr: optional(party40Choice),
  Assgne: optional(party40Choice),
  OrgnlTxRef: optional(originalTransactionReference28),
});

const underlyingTransaction22 = sequence({
  OrgnlGrpInfAndSts: optional(originalGroupHeader14),
  OrgnlPmtInfAndSts: optional(many(originalPaymentInstruction30)),
  TxInfAndSts: optional(many(paymentTransaction102)),
});

const modificationStatusReason2 = sequence({
  Orgtr: optional(partyIdentification135),
  Rsn: optional(modificationStatusReason1Choice),
  AddtlInf: optional(many(max105Text)),
});

const paymentTransaction107 = sequence({
  ModStsId: optional(max35Text),
  RslvdCase: optional(case5),
  OrgnlGrpInf: originalGroupInformation29,
  OrgnlPmtInfId: optional(max35Text),
  OrgnlInstrId: optional(max35Text),
  OrgnlEndToEndId: optional(max35Text),
  OrgnlTxId: optional(max35Text),
  OrgnlClrSysRef: optional(max35Text),
  OrgnlUETR: optional(uetr),
  ModStsRsnInf: optional(many(modificationStatusReason2)),
  RsltnRltdInf: optional(resolutionData1),
  OrgnlIntrBkSttlmAmt: optional(currencyAmount),
  OrgnlIntrBkSttlmDt: optional(isoDate),
  Assgnr: optional(party40Choice),
  Assgne: optional(party40Choice),
  OrgnlTxRef: optional(originalTransactionReference28),
});

const claimNonReceipt2 = sequence({
  DtPrcd: isoDate,
  OrgnlNxtAgt: optional(branchAndFinancialInstitutionIdentification6),
});

const claimNonReceiptRejectReason1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const claimNonReceipt2Choice = choice({
  Accptd: claimNonReceipt2,
  Rjctd: claimNonReceiptRejectReason1Choice,
});

const statementResolutionEntry4 = sequence({
  OrgnlGrpInf: optional(originalGroupInformation29),
  OrgnlStmtId: optional(max35Text),
  UETR: optional(uetr),
  AcctSvcrRef: optional(max35Text),
  CrrctdAmt: optional(currencyAmount),
  Chrgs: optional(many(charges6)),
  Purp: optional(purpose2Choice),
});

const correctiveGroupInformation1 = sequence({
  MsgId: max35Text,
  MsgNmId: max35Text,
  CreDtTm: optional(isoDateTime),
});

const correctivePaymentInitiation4 = sequence({
  GrpHdr: optional(correctiveGroupInformation1),
  PmtInfId: optional(max35Text),
  InstrId: optional(max35Text),
  EndToEndId: optional(max35Text),
  UETR: optional(uetr),
  InstdAmt: currencyAmount,
  ReqdExctnDt: optional(dateAndDateTime2Choice),
  ReqdColltnDt: optional(isoDate),
});

const correctiveInterbankTransaction2 = sequence({
  GrpHdr: optional(correctiveGroupInformation1),
  InstrId: optional(max35Text),
  EndToEndId: optional(max35Text),
  TxId: optional(max35Text),
  UETR: optional(uetr),
  IntrBkSttlmAmt: currencyAmount,
  IntrBkSttlmDt: isoDate,
});

const correctiveTransaction4Choice = choice({
  Initn: correctivePaymentInitiation4,
  IntrBk: correctiveInterbankTransaction2,
});

export const camt029 = defineMessage(
  "camt.029.001.09",
  "RsltnOfInvstgtn",
  sequence({
    Assgnmt: caseAssignment5,
    RslvdCase: optional(case5),
    Sts: investigationStatus5Choice,
    CxlDtls: optional(many(underlyingTransaction22)),
    ModDtls: optional(paymentTransaction107),
    ClmNonRctDtls: optional(claimNonReceipt2Choice),
    StmtDtls: optional(statementResolutionEntry4),
    CrrctnTx: optional(correctiveTransaction4Choice),
    RsltnRltdInf: optional(resolutionData1),
  }),
);
