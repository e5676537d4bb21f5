// The simple types of the standard: texts, codes, identifiers, dates and numbers, each with its form.
import { isDate, isDateTime, isTime, isYearMonth } from "./calendar.ts";
import { hasIbanCheckDigits, hasLeiCheckDigits } from "./checkDigits.ts";
import { Complaint, type Leaf, type LeafForm } from "./description.ts";
import { refusals } from "./refusals.ts";

/** As much of a wrong value as is told back: enough to find it. */
const shownMax = 64;

export function malformed(expected: string, value: unknown): Complaint {
  const shown = String(value).slice(0, shownMax);
  return new Complaint((path) => refusals.malformedValue({ path, expected, value: shown }));
}

/** XML 1.0 knows no other characters; half a surrogate pair is none. */
const xmlText = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Where white space around a value means nothing, as in numbers and dates. */
export function trimmed(text: string): string {
  return text.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
}

/** A value that is the same text in the message and in the program. */
function textLeaf<Value extends string>(
  name: string,
  form: LeafForm,
  complaintOf: (text: string) => Complaint | undefined,
  isTrimmed = false,
): Leaf<Value> {
  return {
    kind: "leaf",
    name,
    form,
    hasCurrency: false,
    read(written) {
      const text = isTrimmed ? trimmed(written.text) : written.text;
      return complaintOf(text) ?? (text as Value);
    },
    write(value) {
      if (typeof value !== "string") return malformed(name, value);
      return complaintOf(value) ?? { text: value };
    },
  };
}

/** A character outside the basic plane has two halves, and counts once; a list of them would be as large as the message. */
function charactersOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A text of one character or more; the standard counts characters, not their halves. */
export function text(charactersMax: number): Leaf<string> {
  const name = `Max${charactersMax}Text`;
  return textLeaf(name, { kind: "text", charactersMax }, (value) => {
    if (value === "" || !xmlText.test(value)) return malformed(name, value);
    if (value.length <= charactersMax) return undefined;
    const characters = charactersOf(value);
    if (characters <= charactersMax) return undefined;
    return new Complaint((path) => refusals.tooLong({ path, characters, charactersMax }));
  });
}

export function pattern(name: string, form: RegExp): Leaf<string> {
  return textLeaf(name, { kind: "pattern", pattern: form }, (value) =>
    form.test(value) ? undefined : malformed(name, value),
  );
}

/** One of the codes that the standard itself lists. */
export function codes<const Code extends string>(...listed: readonly Code[]): Leaf<Code> {
  const known: ReadonlySet<string> = new Set(listed);
  const expected = listed.length > 8 ? "a code of the standard" : listed.join(", ");
  return textLeaf(expected, { kind: "codes", codes: listed }, (value) =>
    known.has(value) ? undefined : malformed(expected, value),
  );
}

/** A code of a list that is published apart from the standard and grows: only its form is known here. */
function externalCode(charactersMax: number): Leaf<string> {
  return pattern(`a code of 1 to ${charactersMax} characters`, new RegExp(`^[A-Za-z0-9]{1,${charactersMax}}$`));
}

function checked(name: string, kind: "iban" | "lei", form: RegExp, isRight: (value: string) => boolean): Leaf<string> {
  return textLeaf(name, { kind }, (value) => {
    if (!form.test(value)) return malformed(name, value);
    return isRight(value) ? undefined : new Complaint((path) => refusals.wrongCheckDigits({ path, value }));
  });
}

function moment(name: string, kind: "date" | "dateTime" | "time" | "yearMonth", isOne: (value: string) => boolean) {
  return textLeaf<string>(name, { kind }, (value) => (isOne(value) ? undefined : malformed(name, value)), true);
}

/** A number that is no amount: a rate, a factor, a sum over several currencies. It stays the text that it is. */
export function decimal(name: string, digitsMax: number, decimalsMax: number, signed: boolean): Leaf<string> {
  const form = signed ? /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/ : /^\+?([0-9]+\.?[0-9]*|\.[0-9]+)$/;
  return textLeaf(
    name,
    { kind: "decimal", digitsMax, decimalsMax, signed },
    (value) => {
      if (!form.test(value)) return malformed(name, value);
      const [whole = "", fraction = ""] = value.replace(/^[+-]/, "").split(".");
      const decimals = fraction.replace(/0+$/, "").length;
      const digits = whole.replace(/^0+/, "").length + decimals;
      return digits > digitsMax || decimals > decimalsMax ? malformed(name, value) : undefined;
    },
    true,
  );
}

const numberDigitsMax = 18;

export const wholeNumber: Leaf<bigint> = {
  kind: "leaf",
  name: "Number",
  form: { kind: "wholeNumber" },
  hasCurrency: false,
  read(written) {
    const digits = /^([+-]?)0*([0-9]+)(?:\.0*)?$/.exec(trimmed(written.text));
    if (digits?.[2] === undefined || digits[2].length > numberDigitsMax) return malformed("Number", written.text);
    return digits[1] === "-" ? -BigInt(digits[2]) : BigInt(digits[2]);
  },
  write(value) {
    if (typeof value !== "bigint" || value <= -(10n ** 18n) || value >= 10n ** 18n) return malformed("Number", value);
    return { text: value.toString() };
  },
};

export const flag: Leaf<boolean> = {
  kind: "leaf",
  name: "true or false",
  form: { kind: "flag" },
  hasCurrency: false,
  read(written) {
    const value = trimmed(written.text);
    if (value === "true" || value === "1") return true;
    return value === "false" || value === "0" ? false : malformed("true or false", value);
  },
  write: (value) => (typeof value === "boolean" ? { text: String(value) } : malformed("true or false", value)),
};

export const isoDate = moment("ISODate", "date", isDate);
export const isoDateTime = moment("ISODateTime", "dateTime", isDateTime);
export const isoTime = moment("ISOTime", "time", isTime);
export const isoYearMonth = moment("ISOYearMonth", "yearMonth", isYearMonth);

export const iban = checked("IBAN", "iban", /^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/, hasIbanCheckDigits);
export const lei = checked("LEI", "lei", /^[A-Z0-9]{18}[0-9]{2}$/, hasLeiCheckDigits);
export const bic = pattern("BIC", /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/);
export const uetr = pattern("UETR", /^[a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}$/);
export const isin = pattern("ISIN", /^[A-Z]{2}[A-Z0-9]{9}[0-9]$/);
export const countryCode = pattern("CountryCode", /^[A-Z]{2}$/);
export const currencyCode = pattern("CurrencyCode", /^[A-Z]{3}$/);
export const languageCode = pattern("LanguageCode", /^[a-z]{2}$/);
export const phoneNumber = pattern("PhoneNumber", /^\+[0-9]{1,3}-[0-9()+-]{1,30}$/);

export const rate = decimal("a rate", 11, 10, true);
export const decimalNumber = decimal("DecimalNumber", 18, 17, true);
export const nonNegativeDecimalNumber = decimal("NonNegativeDecimalNumber", 18, 17, false);
export const impliedCurrencyAndAmount = decimal("ImpliedCurrencyAndAmount", 18, 5, false);

export const externalCode3 = externalCode(3);
export const externalCode4 = externalCode(4);
export const externalCode5 = externalCode(5);
export const externalCode35 = externalCode(35);

/** The standard bounds neither the priority nor the character set of a header; nobody's is longer. */
export const shortText = text(35);
export const max4Text = text(4);
export const max10Text = text(10);
export const max16Text = text(16);
export const max34Text = text(34);
export const max35Text = text(35);
export const max70Text = text(70);
export const max105Text = text(105);
export const max128Text = text(128);
export const max140Text = text(140);
export const max350Text = text(350);
export const max500Text = text(500);
export const max20000Text = text(20_000);
export const max1025Text = text(1_025);
export const max2048Text = text(2_048);

export const exact1NumericText = pattern("one digit", /^[0-9]$/);
export const exact2NumericText = pattern("two digits", /^[0-9]{2}$/);
export const exact3NumericText = pattern("three digits", /^[0-9]{3}$/);
export const exact4AlphaNumericText = pattern("four letters or digits", /^[a-zA-Z0-9]{4}$/);
export const max3NumericText = pattern("1 to 3 digits", /^[0-9]{1,3}$/);
export const max5NumericText = pattern("1 to 5 digits", /^[0-9]{1,5}$/);
export const max15NumericText = pattern("1 to 15 digits", /^[0-9]{1,15}$/);
export const max15PlusSignedNumericText = pattern("1 to 15 digits after a plus", /^\+?[0-9]{1,15}$/);
export const min2Max3NumericText = pattern("2 or 3 digits", /^[0-9]{2,3}$/);
export const min3Max4NumericText = pattern("3 or 4 digits", /^[0-9]{3,4}$/);
export const min8Max28NumericText = pattern("8 to 28 digits", /^[0-9]{8,28}$/);
