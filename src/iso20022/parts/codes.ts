// Codes of the standard that several parts use.
import { codes } from "../values.ts";

export const copyDuplicate1Code = codes("CODU", "COPY", "DUPL");
export const clearingChannel2Code = codes("RTGS", "RTNS", "MPNS", "BOOK");
export const creditDebitCode = codes("CRDT", "DBIT");
export const chargeBearerType1Code = codes("DEBT", "CRED", "SHAR", "SLEV");
export const priority3Code = codes("URGT", "HIGH", "NORM");
