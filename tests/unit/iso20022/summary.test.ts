// Messages in a few lines, as `kedge iso20022 check` shows them.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readMessage } from "#src/iso20022/message.ts";
import { summaryOf } from "#src/iso20022/summary.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");

/** One line for each payment or entry: id, UETR, amount, from, to, and what is said of it. */
function lines(document: string): string[] {
  const { name, id, lines: found } = summaryOf(readMessage(bytesOf(document)));
  const cells = found.map((line) => [line.id, line.uetr?.slice(-4), line.amount, line.from, line.to, line.says]);
  return [`${name} ${id}`, ...cells.map((row) => row.map((cell) => cell ?? "-").join(" | "))];
}

it.each([
  [
    "pacs.008.xml",
    "pacs.008.001.08 HARB-20261127-0001",
    "INVOICE-7781 | 1b07 | 68250.40 CNY | Keel & Anchor Pte. Ltd. | 深圳灯塔贸易有限公司 | -",
  ],
  [
    "pacs.009.xml",
    "pacs.009.001.08 QUAY-9-77",
    "SWAP-NEAR-LEG | 9e11 | 1000000 JPY | QUAYCNBS | HARBSGSG | -",
    "SWAP-FAR-LEG | 9e12 | 500000 JPY | QUAYCNBS | Lighthouse Bank | -",
  ],
  [
    "pacs.009-cover.xml",
    "pacs.009.001.08 HARB-20261127-0002",
    "INVOICE-7781 | 1b07 | 68250.40 CNY | HARBSGSGXXX | QUAYCNBSXXX | covers Keel & Anchor Pte. Ltd. to Shenzhen Lighthouse Trading",
  ],
  ["pacs.002.xml", "pacs.002.001.10 QUAY-STS-1", "INVOICE-7781 | 1b07 | - | - | - | RJCT AC04"],
  [
    "pacs.004.xml",
    "pacs.004.001.09 QUAY-RTR-1",
    "QUAY-RTR-1-1 | 1b07 | 68240.40 CNY | QUAYCNBSXXX | Keel & Anchor Pte. Ltd. | FOCR",
  ],
  [
    "camt.056.xml",
    "camt.056.001.08 HARB-RECALL-1",
    "HARB-RECALL-1-1 | 1b07 | 68250.40 CNY | HARBSGSGXXX | QUAYCNBSXXX | DUPL",
  ],
  ["camt.029.xml", "camt.029.001.09 QUAY-ANSWER-1", "QUAY-ANSWER-1-1 | 1b07 | - | QUAYCNBSXXX | HARBSGSGXXX | CNCL"],
  [
    "camt.053.xml",
    "camt.053.001.08 QUAY-STMT-331",
    "LEDGER-1 | 1b07 | 68250.40 CNY | - | 6222021001116789012 | BOOK",
    "LEDGER-2 | 7c21 | -100000.00 CNY | 6222021001116789012 | - | BOOK",
    "LEDGER-3 | 7c22 | -5.00 CNY | 6222021001116789012 | - | PDNG",
  ],
  ["camt.054.xml", "camt.054.001.08 QUAY-ADVC-9", "LEDGER-1 | 1b07 | 68250.40 CNY | - | 6222021001116789012 | BOOK"],
])("%s", (file, ...expected) => {
  expect(lines(sample(file))).toEqual(expected);
});

it("a resolution without payments is one line", () => {
  const answer = sample("camt.029.xml").replace(/<CxlDtls>[\s\S]*<\/CxlDtls>/, "");
  expect(lines(answer)).toEqual([
    "camt.029.001.09 QUAY-ANSWER-1",
    "QUAY-ANSWER-1 | - | - | QUAYCNBSXXX | HARBSGSGXXX | CNCL",
  ]);
});

it("a party without a name is told by its identifier, and one without either by its account", () => {
  const named = "<Nm>Keel &amp; Anchor Pte. Ltd.</Nm>";
  const by = (inner: string) =>
    lines(sample("pacs.008.xml").replace(new RegExp(`${named}[\\s\\S]*?</PstlAdr>`), inner))[1]?.split(" | ")[3];
  expect(by("<Id><OrgId><AnyBIC>KEELSGSG</AnyBIC></OrgId></Id>")).toBe("KEELSGSG");
  expect(by("<Id><OrgId><LEI>984500KEDGESAMPL0137</LEI></OrgId></Id>")).toBe("984500KEDGESAMPL0137");
  expect(by("")).toBe("0042001377");
});
