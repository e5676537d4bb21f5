// Securities, prices and quantities in statements.
import { currencyAmount, pricePerUnit } from "../amounts.ts";
import { choice, many, optional, sequence } from "../description.ts";
import {
  codes,
  decimalNumber,
  externalCode4,
  flag,
  impliedCurrencyAndAmount,
  isin,
  max16Text,
  max35Text,
  max70Text,
  max140Text,
  rate,
} from "../values.ts";
import { genericIdentification30 } from "./parties.ts";

const priceValueType1Code = codes("DISC", "PREM", "PARV");

const yieldedOrValueType1Choice = choice({
  Yldd: flag,
  ValTp: priceValueType1Code,
});

const priceRateOrAmount3Choice = choice({
  Rate: rate,
  Amt: pricePerUnit,
});

const price7 = sequence({
  Tp: yieldedOrValueType1Choice,
  Val: priceRateOrAmount3Choice,
});

const proprietaryPrice2 = sequence({
  Tp: max35Text,
  Pric: currencyAmount,
});

export const transactionPrice4Choice = choice({
  DealPric: price7,
  Prtry: many(proprietaryPrice2),
});

const financialInstrumentQuantity1Choice = choice({
  Unit: decimalNumber,
  FaceAmt: impliedCurrencyAndAmount,
  AmtsdVal: impliedCurrencyAndAmount,
});

const originalAndCurrentQuantities1 = sequence({
  FaceAmt: impliedCurrencyAndAmount,
  AmtsdVal: impliedCurrencyAndAmount,
});

const proprietaryQuantity1 = sequence({
  Tp: max35Text,
  Qty: max35Text,
});

export const transactionQuantities3Choice = choice({
  Qty: financialInstrumentQuantity1Choice,
  OrgnlAndCurFaceAmt: originalAndCurrentQuantities1,
  Prtry: proprietaryQuantity1,
});

const identificationSource3Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const otherIdentification1 = sequence({
  Id: max35Text,
  Sfx: optional(max16Text),
  Tp: identificationSource3Choice,
});

export const securityIdentification19 = sequence({
  ISIN: optional(isin),
  OthrId: optional(many(otherIdentification1)),
  Desc: optional(max140Text),
});

export const corporateAction9 = sequence({
  EvtTp: max35Text,
  EvtId: max35Text,
});

export const securitiesAccount19 = sequence({
  Id: max35Text,
  Tp: optional(genericIdentification30),
  Nm: optional(max70Text),
});
