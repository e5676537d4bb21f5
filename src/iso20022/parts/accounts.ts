// Accounts, as the standard describes them.
import { choice, optional, sequence } from "../description.ts";
import { currencyCode, externalCode4, iban, max34Text, max35Text, max70Text, max2048Text } from "../values.ts";
import { branchAndFinancialInstitutionIdentification6, partyIdentification135 } from "./parties.ts";

const accountSchemeName1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const genericAccountIdentification1 = sequence({
  Id: max34Text,
  SchmeNm: optional(accountSchemeName1Choice),
  Issr: optional(max35Text),
});

const accountIdentification4Choice = choice({
  IBAN: iban,
  Othr: genericAccountIdentification1,
});

const cashAccountType2Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const proxyAccountType1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const proxyAccountIdentification1 = sequence({
  Tp: optional(proxyAccountType1Choice),
  Id: max2048Text,
});

export const cashAccount38 = sequence({
  Id: accountIdentification4Choice,
  Tp: optional(cashAccountType2Choice),
  Ccy: optional(currencyCode),
  Nm: optional(max70Text),
  Prxy: optional(proxyAccountIdentification1),
});

export const cashAccount39 = sequence({
  Id: accountIdentification4Choice,
  Tp: optional(cashAccountType2Choice),
  Ccy: optional(currencyCode),
  Nm: optional(max70Text),
  Prxy: optional(proxyAccountIdentification1),
  Ownr: optional(partyIdentification135),
  Svcr: optional(branchAndFinancialInstitutionIdentification6),
});
