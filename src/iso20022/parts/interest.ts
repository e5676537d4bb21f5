// Interest, availability and ranges of amounts in statements.
import { currencyAmount } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import {
  codes,
  currencyCode,
  flag,
  impliedCurrencyAndAmount,
  isoDate,
  max15PlusSignedNumericText,
  max35Text,
  nonNegativeDecimalNumber,
  rate,
} from "../values.ts";
import { creditDebitCode } from "./codes.ts";
import { dateTimePeriod1 } from "./periods.ts";
import { taxCharges2 } from "./remittance.ts";

const interestType1Code = codes("INDY", "OVRN");

const interestType1Choice = choice({
  Cd: interestType1Code,
  Prtry: max35Text,
});

const rateType4Choice = choice({
  Pctg: rate,
  Othr: max35Text,
});

const amountRangeBoundary1 = sequence({
  BdryAmt: impliedCurrencyAndAmount,
  Incl: flag,
});

const fromToAmountRange1 = sequence({
  FrAmt: amountRangeBoundary1,
  ToAmt: amountRangeBoundary1,
});

const impliedCurrencyAmountRange1Choice = choice({
  FrAmt: amountRangeBoundary1,
  ToAmt: amountRangeBoundary1,
  FrToAmt: fromToAmountRange1,
  EQAmt: impliedCurrencyAndAmount,
  NEQAmt: impliedCurrencyAndAmount,
});

const activeOrHistoricCurrencyAndAmountRange2 = sequence({
  Amt: impliedCurrencyAmountRange1Choice,
  CdtDbtInd: optional(creditDebitCode),
  Ccy: currencyCode,
});

const rate4 = sequence({
  Tp: rateType4Choice,
  VldtyRg: optional(activeOrHistoricCurrencyAndAmountRange2),
});

export const accountInterest4 = sequence({
  Tp: optional(interestType1Choice),
  Rate: optional(many(rate4)),
  FrToDt: optional(dateTimePeriod1),
  Rsn: optional(max35Text),
  Tax: optional(taxCharges2),
});

const cashAvailabilityDate1Choice = choice({
  NbOfDays: max15PlusSignedNumericText,
  ActlDt: isoDate,
});

export const cashAvailability1 = sequence({
  Dt: cashAvailabilityDate1Choice,
  Amt: currencyAmount,
  CdtDbtInd: creditDebitCode,
});

export const amountAndDirection35 = sequence({
  Amt: nonNegativeDecimalNumber,
  CdtDbtInd: creditDebitCode,
});

const interestRecord2 = sequence({
  Amt: currencyAmount,
  CdtDbtInd: creditDebitCode,
  Tp: optional(interestType1Choice),
  Rate: optional(rate4),
  FrToDt: optional(dateTimePeriod1),
  Rsn: optional(max35Text),
  Tax: optional(taxCharges2),
});

export const transactionInterest4 = sequence({
  TtlIntrstAndTaxAmt: optional(currencyAmount),
  Rcrd: optional(many(interestRecord2)),
});
