// Each way in which a document does not fit its description is refused by name and place.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { Refusal } from "#src/core/refusal.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import { sequence } from "#src/iso20022/description.ts";
import { ElementReader } from "#src/iso20022/elementReader.ts";
import { readMessage } from "#src/iso20022/message.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");
const cover = sample("pacs.009-cover.xml");
const payment = sample("pacs.008.xml");
const two = sample("pacs.009.xml");
const root = "/Document/FICdtTrf";

function placeOf(document: string): string {
  try {
    readMessage(bytesOf(document));
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return `${reason.definition.code.replace("iso20022/", "")} ${reason.details.path}`;
  }
  return "none";
}

const uetr = "<UETR>0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07</UETR>";
const endToEnd = "<EndToEndId>INVOICE-7781</EndToEndId>";

it("reads the documents that the rest of these tests spoil", () => {
  expect([cover, payment, two].map(placeOf)).toEqual(["none", "none", "none"]);
});

it.each([
  ["an element that there is not", [uetr, "<Uetr>x</Uetr>"], `unknownElement ${root}/CdtTrfTxInf/PmtId/Uetr`],
  [
    "one that stands elsewhere in the message",
    [uetr, `${uetr}<Nm>x</Nm>`],
    `unknownElement ${root}/CdtTrfTxInf/PmtId/Nm`,
  ],
  [
    "an element within a text",
    [endToEnd, "<EndToEndId>a<b/></EndToEndId>"],
    `unknownElement ${root}/CdtTrfTxInf/PmtId/EndToEndId/b`,
  ],
  [
    "a wrong order",
    [/(<InstrId>.*<\/InstrId>)(\s*)(<EndToEndId>.*<\/EndToEndId>)/, "$3$2$1"],
    `wrongOrder ${root}/CdtTrfTxInf/PmtId/InstrId`,
  ],
  ["one too many", [uetr, uetr + uetr], `tooMany ${root}/CdtTrfTxInf/PmtId/UETR[2]`],
  ["one that is missing before another", [endToEnd, ""], `missing ${root}/CdtTrfTxInf/PmtId/EndToEndId`],
  ["one that is missing at the end", [/<SttlmInf>[\s\S]*?<\/SttlmInf>/, ""], `missing ${root}/GrpHdr/SttlmInf`],
  ["a group that is missing", [/<GrpHdr>[\s\S]*<\/GrpHdr>/, ""], `missing ${root}/GrpHdr`],
  ["a list without any", [/<CdtTrfTxInf>[\s\S]*<\/CdtTrfTxInf>/, ""], `missing ${root}/CdtTrfTxInf`],
  ["a name in other letters", [uetr, uetr.replaceAll("UETR", "Uetr")], `unknownElement ${root}/CdtTrfTxInf/PmtId/Uetr`],
  ["a UETR in capitals", ["0d6f0b1c-5a3e", "0D6F0B1C-5A3E"], `malformedValue ${root}/CdtTrfTxInf/PmtId/UETR`],
  ["a UETR of another version", ["-4c8e-", "-1c8e-"], `malformedValue ${root}/CdtTrfTxInf/PmtId/UETR`],
  ["a text that is too long", ["INVOICE-7781", "x".repeat(36)], `tooLong ${root}/CdtTrfTxInf/PmtId/EndToEndId`],
  ["a text that is empty", ["INVOICE-7781", ""], `malformedValue ${root}/CdtTrfTxInf/PmtId/EndToEndId`],
  ["a code that there is not", ["INGA", "CASH"], `malformedValue ${root}/GrpHdr/SttlmInf/SttlmMtd`],
  ["a code with white space", ["INGA", " INGA "], `malformedValue ${root}/GrpHdr/SttlmInf/SttlmMtd`],
  [
    "a day that there is not",
    ["<IntrBkSttlmDt>2026-11-27", "<IntrBkSttlmDt>2026-11-31"],
    `malformedValue ${root}/CdtTrfTxInf/IntrBkSttlmDt`,
  ],
  ["text between elements", [endToEnd, `${endToEnd}hello`], `unexpectedText ${root}/CdtTrfTxInf/PmtId`],
  [
    "an attribute",
    ["<EndToEndId>", '<EndToEndId lang="en">'],
    `unexpectedAttribute ${root}/CdtTrfTxInf/PmtId/EndToEndId`,
  ],
  ["an amount without currency", [' Ccy="CNY"', ""], `missing ${root}/CdtTrfTxInf/IntrBkSttlmAmt/@Ccy`],
  [
    "an amount with something else",
    [' Ccy="CNY"', ' Ccy="CNY" Rate="1"'],
    `unexpectedAttribute ${root}/CdtTrfTxInf/IntrBkSttlmAmt`,
  ],
  [
    "an element of another namespace",
    ["<PmtId>", '<PmtId xmlns="urn:other">'],
    `wrongNamespace ${root}/CdtTrfTxInf/PmtId`,
  ],
  [
    "another message under this namespace",
    [/FICdtTrf>/g, "FIToFICstmrCdtTrf>"],
    "unknownElement /Document/FIToFICstmrCdtTrf",
  ],
  [
    "a group with nothing in it",
    [/<PmtId>[\s\S]*?<\/PmtId>/, "<PmtId/>"],
    `missing ${root}/CdtTrfTxInf/PmtId/EndToEndId`,
  ],
] as const)("refuses %s", (_, [spoilt, by], said) => {
  const document = cover.replace(spoilt, by);
  expect(document).not.toBe(cover);
  expect(placeOf(document)).toBe(said);
});

it("refuses two elements of which there may be one, and none where there must be one", () => {
  const account = `<Id><Othr><Id>0042001377</Id></Othr></Id>`;
  const compact = payment.replaceAll(/>\s+</g, "><");
  const spoilt = compact.replace(account, "<Id><IBAN>DE89370400440532013000</IBAN><Othr><Id>1</Id></Othr></Id>");
  const path = "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/DbtrAcct/Id";
  expect(placeOf(spoilt)).toBe(`moreThanOneChoice ${path}/Othr`);
  expect(placeOf(compact.replace(account, "<Id/>"))).toBe(`missing ${path}/(IBAN|Othr)`);
});

it("tells later ones of a list by their number", () => {
  const spoilt = two.replace("SWAP-FAR-LEG", "");
  expect(placeOf(spoilt)).toBe(`malformedValue ${root}/CdtTrfTxInf[2]/PmtId/EndToEndId`);
});

it("takes as many as a list may have, and refuses one more", () => {
  const compact = payment.replaceAll(/>\s+</g, "><");
  const report = /<RgltryRptg>.*<\/RgltryRptg>/.exec(compact)?.[0] ?? "";
  expect(placeOf(compact.replace(report, report.repeat(10)))).toBe("none");
  expect(placeOf(compact.replace(report, report.repeat(11)))).toBe(
    "tooMany /Document/FIToFICstmrCdtTrf/CdtTrfTxInf/RgltryRptg[11]",
  );
});

it("does not take an element after the one that it was made for", () => {
  const reader = new ElementReader("x", sequence({}), "", currencyDecimals);
  reader.close();
  expect(reader.isDone).toBe(true);
  expect(() => reader.close()).toThrow(Fault);
});
