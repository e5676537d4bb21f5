// Persons, organisations, financial institutions and their addresses, as the standard describes them.
import { choice, many, optional, sequence } from "../description.ts";
import {
  bic,
  codes,
  countryCode,
  exact4AlphaNumericText,
  externalCode3,
  externalCode4,
  externalCode5,
  isoDate,
  lei,
  max4Text,
  max16Text,
  max35Text,
  max70Text,
  max128Text,
  max140Text,
  max2048Text,
  phoneNumber,
} from "../values.ts";

const addressType2Code = codes("ADDR", "PBOX", "HOME", "BIZZ", "MLTO", "DLVY");
const namePrefix2Code = codes("DOCT", "MADM", "MISS", "MIST", "MIKS");
const preferredContactMethod1Code = codes("LETT", "MAIL", "PHON", "FAXX", "CELL");

export const genericIdentification30 = sequence({
  Id: exact4AlphaNumericText,
  Issr: max35Text,
  SchmeNm: optional(max35Text),
});

const addressType3Choice = choice({
  Cd: addressType2Code,
  Prtry: genericIdentification30,
});

export const postalAddress24 = sequence({
  AdrTp: optional(addressType3Choice),
  Dept: optional(max70Text),
  SubDept: optional(max70Text),
  StrtNm: optional(max70Text),
  BldgNb: optional(max16Text),
  BldgNm: optional(max35Text),
  Flr: optional(max70Text),
  PstBx: optional(max16Text),
  Room: optional(max70Text),
  PstCd: optional(max16Text),
  TwnNm: optional(max35Text),
  TwnLctnNm: optional(max35Text),
  DstrctNm: optional(max35Text),
  CtrySubDvsn: optional(max35Text),
  Ctry: optional(countryCode),
  AdrLine: optional(many(max70Text, 7)),
});

const organisationIdentificationSchemeName1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const genericOrganisationIdentification1 = sequence({
  Id: max35Text,
  SchmeNm: optional(organisationIdentificationSchemeName1Choice),
  Issr: optional(max35Text),
});

const organisationIdentification29 = sequence({
  AnyBIC: optional(bic),
  LEI: optional(lei),
  Othr: optional(many(genericOrganisationIdentification1)),
});

const dateAndPlaceOfBirth1 = sequence({
  BirthDt: isoDate,
  PrvcOfBirth: optional(max35Text),
  CityOfBirth: max35Text,
  CtryOfBirth: countryCode,
});

const personIdentificationSchemeName1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const genericPersonIdentification1 = sequence({
  Id: max35Text,
  SchmeNm: optional(personIdentificationSchemeName1Choice),
  Issr: optional(max35Text),
});

const personIdentification13 = sequence({
  DtAndPlcOfBirth: optional(dateAndPlaceOfBirth1),
  Othr: optional(many(genericPersonIdentification1)),
});

const party38Choice = choice({
  OrgId: organisationIdentification29,
  PrvtId: personIdentification13,
});

const otherContact1 = sequence({
  ChanlTp: max4Text,
  Id: optional(max128Text),
});

const contact4 = sequence({
  NmPrfx: optional(namePrefix2Code),
  Nm: optional(max140Text),
  PhneNb: optional(phoneNumber),
  MobNb: optional(phoneNumber),
  FaxNb: optional(phoneNumber),
  EmailAdr: optional(max2048Text),
  EmailPurp: optional(max35Text),
  JobTitl: optional(max35Text),
  Rspnsblty: optional(max35Text),
  Dept: optional(max70Text),
  Othr: optional(many(otherContact1)),
  PrefrdMtd: optional(preferredContactMethod1Code),
});

export const partyIdentification135 = sequence({
  Nm: optional(max140Text),
  PstlAdr: optional(postalAddress24),
  Id: optional(party38Choice),
  CtryOfRes: optional(countryCode),
  CtctDtls: optional(contact4),
});

const clearingSystemIdentification2Choice = choice({
  Cd: externalCode5,
  Prtry: max35Text,
});

const clearingSystemMemberIdentification2 = sequence({
  ClrSysId: optional(clearingSystemIdentification2Choice),
  MmbId: max35Text,
});

const financialIdentificationSchemeName1Choice = choice({
  Cd: externalCode4,
  Prtry: max35Text,
});

const genericFinancialIdentification1 = sequence({
  Id: max35Text,
  SchmeNm: optional(financialIdentificationSchemeName1Choice),
  Issr: optional(max35Text),
});

const financialInstitutionIdentification18 = sequence({
  BICFI: optional(bic),
  ClrSysMmbId: optional(clearingSystemMemberIdentification2),
  LEI: optional(lei),
  Nm: optional(max140Text),
  PstlAdr: optional(postalAddress24),
  Othr: optional(genericFinancialIdentification1),
});

const branchData3 = sequence({
  Id: optional(max35Text),
  LEI: optional(lei),
  Nm: optional(max140Text),
  PstlAdr: optional(postalAddress24),
});

export const branchAndFinancialInstitutionIdentification6 = sequence({
  FinInstnId: financialInstitutionIdentification18,
  BrnchId: optional(branchData3),
});

export const party44Choice = choice({
  OrgId: partyIdentification135,
  FIId: branchAndFinancialInstitutionIdentification6,
});

export const clearingSystemIdentification3Choice = choice({
  Cd: externalCode3,
  Prtry: max35Text,
});

export const party40Choice = choice({
  Pty: partyIdentification135,
  Agt: branchAndFinancialInstitutionIdentification6,
});
