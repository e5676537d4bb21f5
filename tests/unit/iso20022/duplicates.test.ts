// The same payment again is answered as before; another one under its UETR is refused.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "#src/crypto/hex.ts";
import { judgeDuplicate, type PaymentMessage, paymentContents } from "#src/iso20022/duplicates.ts";
import { readMessage } from "#src/iso20022/message.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");
const payment = sample("pacs.008.xml");

function contents(document: string) {
  const read = paymentContents(readMessage(bytesOf(document)) as PaymentMessage);
  return read.map(({ key, contentHash }) => ({ key, hash: bytesToHex(contentHash) }));
}
const hashOf = (document: string) => contents(document)[0]?.hash;

describe("the content of a payment", () => {
  it("is the same in another message, envelope and layout", () => {
    const again = payment
      .replaceAll("HARB-20261127-0001", "HARB-20261127-0009")
      .replace("<CreDtTm>2026-11-27T09:15:00", "<CreDtTm>2026-11-27T11:00:00")
      .replace(/<AppHdr[\s\S]*<\/AppHdr>/, "")
      .replaceAll(/>\s+</g, "><")
      .replace("68250.40<", "68250.4<");
    expect(contents(again)).toEqual(contents(payment));
  });

  it.each([
    ["an amount", "68250.40", "68250.41"],
    ["a payee", "灯塔", "灯台"],
    ["an account", "6222021001116789012", "6222021001116789013"],
    ["a day", "<IntrBkSttlmDt>2026-11-27", "<IntrBkSttlmDt>2026-11-28"],
    ["how the group is settled", "KEDGE", "OTHER"],
    ["a reference", "INVOICE-7781", "INVOICE-7782"],
  ])("is another with %s changed", (_, from, to) => {
    expect(hashOf(payment.replace(from, to))).not.toBe(hashOf(payment));
  });

  it("is found under its message, its UETR, and whether it is a cover", () => {
    const uetr = "0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07";
    expect(contents(payment)[0]?.key).toBe(`pacs.008.001.08/${uetr}`);
    expect(contents(sample("pacs.009-cover.xml"))[0]?.key).toBe(`pacs.009.001.08/cover/${uetr}`);
    expect(contents(sample("pacs.009.xml")).map(({ key }) => key)).toEqual([
      "pacs.009.001.08/5b3a9f60-7f0e-4f8b-8a55-6f1c7b0f9e11",
      "pacs.009.001.08/5b3a9f60-7f0e-4f8b-8a55-6f1c7b0f9e12",
    ]);
    expect(contents(payment.replace(/<UETR>.*<\/UETR>/, ""))[0]?.key).toBeUndefined();
  });

  it("does not depend on its neighbours in the message", () => {
    const both = contents(sample("pacs.009.xml"));
    const alone = sample("pacs.009.xml")
      .replace(/<fi:CdtTrfTxInf>[\s\S]*?<\/fi:CdtTrfTxInf>/, "")
      .replace("<fi:NbOfTxs>2", "<fi:NbOfTxs>1")
      .replace(">1500000<", ">500000<");
    expect(contents(alone)).toEqual(both.slice(1));
  });
});

describe("a payment that comes", () => {
  const [content] = paymentContents(readMessage(bytesOf(payment)) as PaymentMessage);
  const [other] = paymentContents(readMessage(bytesOf(payment.replace("68250.40", "68250.41"))) as PaymentMessage);
  if (content === undefined || other === undefined) throw new Error("there is a payment in each");
  const earlier = { contentHash: content.contentHash, answer: "ACSC" };

  it("is new when nothing is remembered", () => {
    expect(judgeDuplicate(undefined, content)).toEqual({ kind: "new" });
  });

  it("is answered as before when it is the same", () => {
    expect(judgeDuplicate(earlier, content)).toEqual({ kind: "replay", answer: "ACSC" });
  });

  it("is refused as a duplicate when it is another", () => {
    expect(judgeDuplicate(earlier, other)).toEqual({
      kind: "reject",
      status: { TxSts: "RJCT", reason: "DUPL", isFinal: true },
    });
    const shorter = { contentHash: content.contentHash.slice(1), answer: "ACSC" };
    expect(judgeDuplicate(shorter, content).kind).toBe("reject");
  });
});
