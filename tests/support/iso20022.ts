// Random messages made from the descriptions themselves: whatever may be written is written sooner or later.
import fc from "fast-check";
import { type MessageName, messageKinds } from "#src/iso20022/catalogue.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import type { ElementRule, Group, LeafForm, Type } from "#src/iso20022/description.ts";
import { header } from "#src/iso20022/header.ts";
import type { Message, MessageOf } from "#src/iso20022/message.ts";

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** How much of what may be left out is there, and how long lists are. */
interface Density {
  readonly presentPercent: number;
  readonly listMax: number;
}

const characters = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(" ", "\t", "\n", "\r\n", "]]>", "&amp;", "<!--", "漢字", "😀", "a\rb", " x "),
  },
);
// What XML 1.0 does not know is no text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it takes out.
const outsideXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;

function textArbitrary(charactersMax: number): fc.Arbitrary<string> {
  return characters.map((text) => [...text.replaceAll(outsideXml, "")].slice(0, charactersMax).join("") || "x");
}

const two = (number: number) => String(number).padStart(2, "0");
const dates = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`);
const times = fc
  .tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom("", ".5", ".123", ".123456789"),
    fc.constantFrom("", "Z", "+08:00", "-11:30", "+14:00"),
  )
  .map(([hour, minute, second, fraction, zone]) => `${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`);
const momentArbitraries = {
  date: dates,
  time: times,
  dateTime: fc.tuple(dates, times).map(([date, time]) => `${date}T${time}`),
  yearMonth: dates.map((date) => date.slice(0, 7)),
} as const;

/** Letters and digits as the number whose remainder by 97 is looked at. */
const asNumber = (text: string) => BigInt([...text].map((character) => Number.parseInt(character, 36)).join(""));
const checkDigits = (text: string) => (98n - (asNumber(`${text}00`) % 97n)).toString().padStart(2, "0");

export const ibans = fc
  .tuple(fc.stringMatching(/^[A-Z]{2}$/), fc.stringMatching(/^[A-Z0-9]{1,30}$/))
  .map(([country, account]) => `${country}${checkDigits(account + country)}${account}`);
export const leis = fc.stringMatching(/^[A-Z0-9]{18}$/).map((start) => `${start}${checkDigits(start)}`);

const digitsText = (most: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(most) - 1n }).map(String);

function decimalArbitrary(digitsMax: number, decimalsMax: number, signed: boolean): fc.Arbitrary<string> {
  return fc
    .tuple(digitsText(digitsMax), fc.integer({ min: 0, max: decimalsMax }), fc.boolean())
    .map(([digits, decimals, isNegative]) => {
      const padded = digits.padStart(decimals + 1, "0");
      const whole = padded.slice(0, padded.length - decimals);
      const text = decimals === 0 ? whole : `${whole}.${padded.slice(padded.length - decimals)}`;
      return signed && isNegative ? `-${text}` : text;
    });
}

const amounts = fc
  .tuple(fc.constantFrom(...currencyDecimals.keys()), fc.bigInt({ min: 0n, max: 10n ** 17n }))
  .map(([currency, units]) => ({
    currency,
    // The standard writes five decimals, so a sixth must be zero.
    units: (currencyDecimals.get(currency) ?? 0) > 5 ? (units / 10n) * 10n : units,
  }));
const prices = fc
  .tuple(fc.constantFrom(...currencyDecimals.keys()), decimalArbitrary(18, 13, false))
  .map(([currency, price]) => ({ currency, price }));

function leafArbitrary(form: LeafForm): fc.Arbitrary<unknown> {
  switch (form.kind) {
    case "text":
      return textArbitrary(form.charactersMax);
    case "pattern":
      return fc.stringMatching(form.pattern);
    case "codes":
      return fc.constantFrom(...form.codes);
    case "decimal":
      return decimalArbitrary(form.digitsMax, form.decimalsMax, form.signed);
    case "flag":
      return fc.boolean();
    case "iban":
      return ibans;
    case "lei":
      return leis;
    case "wholeNumber":
      return fc.bigInt({ min: -(10n ** 18n) + 1n, max: 10n ** 18n - 1n });
    case "currencyAmount":
      return amounts;
    case "pricePerUnit":
      return prices;
    default:
      return momentArbitraries[form.kind];
  }
}

/** Made anew for each group would be slow: groups are shared between messages. */
const remembered = new Map<Group, fc.Arbitrary<unknown>>();

function typeArbitrary(type: Type, density: Density): fc.Arbitrary<unknown> {
  if (type.kind === "leaf") return leafArbitrary(type.form);
  const known = remembered.get(type);
  if (known !== undefined) return known;
  const made = groupArbitrary(type, density);
  remembered.set(type, made);
  return made;
}

function groupArbitrary(group: Group, density: Density): fc.Arbitrary<unknown> {
  if (group.kind === "choice") {
    return fc.oneof(
      ...group.elements.map((rule) => valueArbitrary(rule, density).map((value) => ({ [rule.name]: value }))),
    );
  }
  const parts = group.elements.map((rule) => {
    const value = valueArbitrary(rule, density);
    if (!rule.isOptional) return value.map((given) => [[rule.name, given]]);
    return fc.oneof(
      { weight: 100 - density.presentPercent, arbitrary: fc.constant([]) },
      { weight: density.presentPercent, arbitrary: value.map((given) => [[rule.name, given]]) },
    );
  });
  return fc.tuple(...parts).map((given) => Object.fromEntries(given.flat() as [string, unknown][]));
}

function valueArbitrary({ type, isList, most }: ElementRule, density: Density): fc.Arbitrary<unknown> {
  const value = typeArbitrary(type, density);
  return isList ? fc.array(value, { minLength: 1, maxLength: Math.min(most, density.listMax) }) : value;
}

const density: Density = { presentPercent: 25, listMax: 2 };

/** Random content cannot know how many transactions it has: what a group header states is made to be so. */
function agreeing(name: MessageName, content: unknown): unknown {
  const { GrpHdr, CdtTrfTxInf, TxInf } = content as Record<string, Record<string, unknown> & unknown[]>;
  const counted = name === "pacs.004.001.09" ? TxInf : CdtTrfTxInf;
  if (GrpHdr === undefined || counted === undefined) return content;
  const { TtlIntrBkSttlmAmt, TtlRtrdIntrBkSttlmAmt, ...rest } = GrpHdr;
  return { ...(content as object), GrpHdr: { ...rest, NbOfTxs: String(counted.length) } };
}

/** Any message of a kind, with or without its header. */
export function messages<Name extends MessageName>(name: Name): fc.Arbitrary<MessageOf<Name>> {
  const kind = messageKinds.find((other) => other.name === name);
  if (kind === undefined) throw new Error(`there is no message ${name}`);
  const headers = typeArbitrary(header, density).map((given) => ({ ...(given as object), MsgDefIdr: name }));
  return fc
    .tuple(typeArbitrary(kind.content, density), fc.option(headers, { nil: undefined }))
    .map(([content, head]) => {
      const message = { name, content: agreeing(name, content) };
      return (head === undefined ? message : { ...message, header: head }) as unknown as MessageOf<Name>;
    });
}

export const anyMessage: fc.Arbitrary<Message> = fc.oneof(...messageKinds.map(({ name }) => messages(name))) as never;
