// The rules of cross-border payments name elements that exist, and each breach its place.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { messageKinds } from "#src/iso20022/catalogue.ts";
import type { Type } from "#src/iso20022/description.ts";
import { readMessage } from "#src/iso20022/message.ts";
import { crossBorderRules, profileBreaches } from "#src/iso20022/profile.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");
const breaches = (document: string) =>
  profileBreaches(readMessage(bytesOf(document))).map(({ details }) => `${details.path} ${details.rule}`);

function typeAt(type: Type, [name, ...rest]: readonly string[]): Type | undefined {
  if (name === undefined) return type;
  if (type.kind === "leaf") return undefined;
  const inner = type.elements[type.places.get(name) ?? -1];
  return inner === undefined ? undefined : typeAt(inner.type, rest);
}

it("every rule is about an element that its message has", () => {
  const wrong = messageKinds.flatMap(({ name, content }) =>
    [...crossBorderRules[name].required, ...crossBorderRules[name].single].filter(
      (path) => typeAt(content as Type, path.split("/")) === undefined,
    ),
  );
  expect(wrong).toEqual([]);
});

const header = /<AppHdr.*<\/AppHdr>/s.exec(sample("pacs.008.xml"))?.[0] ?? "";
const withHeader = (file: string) => {
  const bare = sample(file).replace(/^<\?xml.*\n/, "");
  const name = /xsd:((?:pacs|camt)[.0-9]+)/.exec(bare)?.[1] ?? "";
  return `<Envelope>${header.replace("pacs.008.001.08", name)}${bare}</Envelope>`;
};

it.each([
  "pacs.008.xml",
  "pacs.009-cover.xml",
  "pacs.002.xml",
  "pacs.004.xml",
  "camt.056.xml",
  "camt.029.xml",
  "camt.053.xml",
  "camt.054.xml",
])("%s keeps them once it has a header", (file) => {
  const whole = file === "pacs.008.xml" ? sample(file) : withHeader(file);
  expect(breaches(whole)).toEqual([]);
  if (file !== "pacs.008.xml") expect(breaches(sample(file))).toEqual(["/AppHdr a header must come with the message"]);
});

const root = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf";

it.each([
  ["no UETR", /<UETR>.*<\/UETR>/, "", [`${root}/PmtId/UETR it must be there`]],
  ["a debtor without name", /<Nm>Keel.*<\/Nm>/, "", [`${root}/Dbtr/Nm it must be there`]],
  ["no settlement date", /<IntrBkSttlmDt>.*<\/IntrBkSttlmDt>/, "", [`${root}/IntrBkSttlmDt it must be there`]],
  ["no instructing agent", /<InstgAgt>[\s\S]*<\/InstgAgt>/, "", [`${root}/InstgAgt/FinInstnId/BICFI it must be there`]],
] as const)("a payment with %s breaks one", (_, from, to, expected) => {
  expect(breaches(sample("pacs.008.xml").replace(from, to))).toEqual(expected);
});

it("a message of two payments breaks one, and each payment is looked at", () => {
  const text = sample("pacs.008.xml");
  const one = /<CdtTrfTxInf>[\s\S]*<\/CdtTrfTxInf>/.exec(text)?.[0] ?? "";
  const two = text.replace(one, one + one.replace(/<UETR>.*<\/UETR>/, "")).replace("<NbOfTxs>1", "<NbOfTxs>2");
  expect(breaches(two)).toEqual([`${root}[2] there may be only one`, `${root}[2]/PmtId/UETR it must be there`]);
});

it("a rejection says why", () => {
  const silent = withHeader("pacs.002.xml").replace(/<StsRsnInf>[\s\S]*<\/StsRsnInf>/, "");
  expect(breaches(silent)).toEqual(["/Document/FIToFIPmtStsRpt/TxInfAndSts/StsRsnInf/Rsn a rejection says why"]);
  expect(breaches(silent.replace("RJCT", "ACSC"))).toEqual([]);
});

it("a report without any payment breaks one", () => {
  const empty = withHeader("pacs.002.xml").replace(/<TxInfAndSts>[\s\S]*<\/TxInfAndSts>/, "");
  expect(breaches(empty)[0]).toBe("/Document/FIToFIPmtStsRpt/TxInfAndSts there must be one");
});
