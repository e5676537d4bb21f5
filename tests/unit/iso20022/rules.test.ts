// A message that contradicts itself is refused when it is read and when it is written.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Refusal } from "#src/core/refusal.ts";
import { type Message, type MessageOf, readMessage, writeMessage } from "#src/iso20022/message.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");

function said(act: () => unknown): string {
  try {
    act();
  } catch (reason) {
    const { definition, details } = reason as Refusal;
    return [definition.code.replace("iso20022/", ""), ...Object.values(details)].join(" ");
  }
  return "none";
}

const root = "/Document/FICdtTrf/GrpHdr";

it.each([
  ["pacs.009.xml", "<fi:NbOfTxs>2", "<fi:NbOfTxs>3", `wrongCount ${root}/NbOfTxs 3 2`],
  ["pacs.009.xml", "<fi:NbOfTxs>2", "<fi:NbOfTxs>0002", "none"],
  ["pacs.009.xml", ">1500000<", ">1500001<", `wrongTotal ${root}/TtlIntrBkSttlmAmt 1500001 JPY 1500000 JPY`],
  ["pacs.009.xml", 'Ccy="JPY">500000', 'Ccy="KRW">500000', `wrongTotal ${root}/TtlIntrBkSttlmAmt JPY KRW`],
  ["pacs.008.xml", "<NbOfTxs>1", "<NbOfTxs>2", "wrongCount /Document/FIToFICstmrCdtTrf/GrpHdr/NbOfTxs 2 1"],
  ["pacs.004.xml", "<NbOfTxs>1", "<NbOfTxs>2", "wrongCount /Document/PmtRtr/GrpHdr/NbOfTxs 2 1"],
  [
    "pacs.004.xml",
    /68240.40(<\/TtlRtrd)/,
    "68240.41$1",
    "wrongTotal /Document/PmtRtr/GrpHdr/TtlRtrdIntrBkSttlmAmt 68240.41 CNY 68240.40 CNY",
  ],
])("%s with %s made %s", (file, from, to, expected) => {
  const spoilt = sample(file).replace(from, to);
  expect(spoilt).not.toBe(sample(file));
  expect(said(() => readMessage(bytesOf(spoilt)))).toBe(expected);
});

it("a return of a whole group names no transactions, and nothing is counted", () => {
  const whole = sample("pacs.004.xml").replace(/<TxInf>[\s\S]*<\/TxInf>/, "");
  expect(said(() => readMessage(bytesOf(whole)))).toBe("none");
});

it("what contradicts itself is not written either", () => {
  const message = readMessage(bytesOf(sample("pacs.009.xml"))) as MessageOf<"pacs.009.001.08">;
  const { content } = message;
  const wrong: Message = { ...message, content: { ...content, GrpHdr: { ...content.GrpHdr, NbOfTxs: "1" } } };
  expect(said(() => writeMessage(wrong))).toBe(`wrongCount ${root}/NbOfTxs 1 2`);
});
