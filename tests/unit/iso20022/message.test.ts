// Messages are the same after they were written and read, and their bytes are the same after they were read and written.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Refusal } from "#src/core/refusal.ts";
import { messageKinds } from "#src/iso20022/catalogue.ts";
import { currencyDecimals } from "#src/iso20022/currencies.ts";
import type { Group, Type } from "#src/iso20022/description.ts";
import { header } from "#src/iso20022/header.ts";
import {
  type Message,
  type MessageOf,
  messageBytesMax,
  messageDepthMax,
  readMessage,
  writeMessage,
} from "#src/iso20022/message.ts";
import { anyMessage, bytesOf, messages, textOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../vectors/iso20022/${name}`, import.meta.url), "utf8");
const status = sample("pacs.002.xml");
const payment = sample("pacs.008.xml");

function refusalOf(act: () => unknown): { code: string; details: object } {
  try {
    act();
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { code: reason.definition.code, details: reason.details };
  }
  return { code: "none", details: {} };
}

describe("any message", () => {
  it.each(messageKinds.map(({ name }) => name))("%s is the same after it was written and read", (name) => {
    fc.assert(
      fc.property(messages(name), (message) => {
        expect(readMessage(writeMessage(message as Message))).toEqual(message);
      }),
      { numRuns: 150 },
    );
  });

  it("has the same bytes after they were read and written", () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const bytes = writeMessage(message);
        expect(textOf(writeMessage(readMessage(bytes)))).toBe(textOf(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it("is refused, and nothing else happens, when some of its bytes are others", () => {
    fc.assert(
      fc.property(anyMessage, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }), (message, place, others) => {
        const bytes = writeMessage(message).slice();
        bytes.set(others, place % Math.max(1, bytes.length - others.length));
        const { code } = refusalOf(() => readMessage(bytes));
        // What was hit may have been a letter of a name: then it is another message, and a right one.
        expect(code).toMatch(/^(iso20022\/|none)/);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a description", () => {
  const depthOf = (type: Type): number =>
    type.kind === "leaf" ? 1 : 1 + Math.max(0, ...type.elements.map((rule) => depthOf(rule.type)));

  it("is nowhere deeper than what is read", () => {
    const groups: readonly Group[] = [header, ...messageKinds.map(({ document }) => document)];
    expect(1 + Math.max(...groups.map(depthOf))).toBeLessThanOrEqual(messageDepthMax);
  });

  it("is of the versions that CBPR+ and T2 use", () => {
    expect(messageKinds.map(({ name }) => name)).toEqual([
      "pacs.002.001.10",
      "pacs.004.001.09",
      "pacs.008.001.08",
      "pacs.009.001.08",
      "camt.029.001.09",
      "camt.053.001.08",
      "camt.054.001.08",
      "camt.056.001.08",
      "admi.002.001.01",
    ]);
  });
});

describe("what is written", () => {
  it("is one form: no white space, amounts with their currency's decimals, empty elements closed at once", () => {
    const message: MessageOf<"pacs.009.001.08"> = {
      name: "pacs.009.001.08",
      content: {
        GrpHdr: { MsgId: "M<1>", CreDtTm: "2026-11-27T00:00:00Z", NbOfTxs: "1", SttlmInf: { SttlmMtd: "CLRG" } },
        CdtTrfTxInf: [
          {
            PmtId: { EndToEndId: "E" },
            IntrBkSttlmAmt: { currency: "EUR", units: 100n },
            Dbtr: { FinInstnId: {} },
            Cdtr: { FinInstnId: { BICFI: "HARBSGSG" } },
          },
        ],
      },
    };
    expect(textOf(writeMessage(message))).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n${[
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pacs.009.001.08"><FICdtTrf><GrpHdr><MsgId>M&lt;1&gt;</MsgId>',
        "<CreDtTm>2026-11-27T00:00:00Z</CreDtTm><NbOfTxs>1</NbOfTxs><SttlmInf><SttlmMtd>CLRG</SttlmMtd></SttlmInf></GrpHdr>",
        '<CdtTrfTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId><IntrBkSttlmAmt Ccy="EUR">1.00</IntrBkSttlmAmt>',
        "<Dbtr><FinInstnId/></Dbtr><Cdtr><FinInstnId><BICFI>HARBSGSG</BICFI></FinInstnId></Cdtr></CdtTrfTxInf>",
        "</FICdtTrf></Document>",
      ].join("")}\n`,
    );
  });

  it("is in an envelope when there is a header, and the header is read again", () => {
    const message = readMessage(bytesOf(payment));
    expect(message.header?.BizMsgIdr).toBe("HARB-20261127-0001");
    expect(textOf(writeMessage(message))).toMatch(
      /^<\?xml [^>]*>\n<Envelope xmlns="urn:swift:xsd:envelope"><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><Fr>/,
    );
  });

  it("is refused for a message that there is not", () => {
    const message = { name: "pacs.010.001.03", content: {} } as never;
    expect(refusalOf(() => writeMessage(message)).code).toBe("iso20022/unknownMessage");
  });
});

const inEnvelope = (...parts: readonly string[]) => `<RequestPayload>${parts.join("")}</RequestPayload>`;
const bare = status.replace(/^.*\n/, "");
const head = (/<AppHdr.*<\/AppHdr>/s.exec(payment)?.[0] ?? "").replace("pacs.008.001.08", "pacs.002.001.10");

describe("what surrounds a message", () => {
  it("may be any of the envelopes in use, of any namespace", () => {
    for (const name of ["Envelope", "RequestPayload", "BusMsgEnvlp", "BusinessMessage"]) {
      const message = readMessage(bytesOf(`<e:${name} xmlns:e="urn:any">\n ${head}\n ${bare}</e:${name}>`));
      expect(message).toMatchObject({ name: "pacs.002.001.10", header: { MsgDefIdr: "pacs.002.001.10" } });
    }
    expect(readMessage(bytesOf(inEnvelope(bare)))).toEqual(readMessage(bytesOf(status)));
  });

  it.each([
    ["an envelope that nobody uses", `<Parcel>${bare}</Parcel>`, "unknownElement", "/Parcel"],
    ["an envelope with nothing in it", inEnvelope(), "missing", "/RequestPayload/Document"],
    ["a header alone", inEnvelope(head), "missing", "/RequestPayload/Document"],
    ["two headers", inEnvelope(head, head, bare), "tooMany", "/RequestPayload/AppHdr"],
    ["two documents", inEnvelope(bare, bare), "tooMany", "/RequestPayload/Document"],
    ["a header after its document", inEnvelope(bare, head), "wrongOrder", "/RequestPayload/AppHdr"],
    ["something else", inEnvelope(head, "<Sgntr/>", bare), "unknownElement", "/RequestPayload/Sgntr"],
    ["text", inEnvelope(head, "hello", bare), "unexpectedText", "/RequestPayload"],
    ["an attribute", `<Envelope a="1">${bare}</Envelope>`, "unexpectedAttribute", "/Envelope"],
    ["an attribute of the document", bare.replace("<Document", '<Document a="1"'), "unexpectedAttribute", "/Document"],
    ["another version", bare.replace("001.10", "001.11"), "unknownMessage", "/Document"],
    ["no namespace", bare.replace(/ xmlns="[^"]*"/, ""), "unknownMessage", "/Document"],
    [
      "a header of another version",
      inEnvelope(head.replace("001.02", "001.01"), bare),
      "wrongNamespace",
      "/RequestPayload/AppHdr",
    ],
    [
      "a header that names another message",
      inEnvelope(head.replace("pacs.002.001.10", "pacs.008.001.08"), bare),
      "headerNamesAnother",
      "/AppHdr/MsgDefIdr",
    ],
    [
      "a wrong header",
      inEnvelope(head.replace("HARBSGSGXXX", "harbour"), bare),
      "malformedValue",
      "/AppHdr/Fr/FIId/FinInstnId/BICFI",
    ],
  ])("is refused when it is %s", (_, document, condition, path) => {
    const { code, details } = refusalOf(() => readMessage(bytesOf(document)));
    expect({ code, path: (details as { path: string }).path }).toEqual({ code: `iso20022/${condition}`, path });
  });
});

describe("the bounds of what is read", () => {
  it("are those that are given", () => {
    const bytes = bytesOf(status);
    expect(refusalOf(() => readMessage(bytes, { bytesMax: bytes.length })).code).toBe("none");
    expect(refusalOf(() => readMessage(bytes, { bytesMax: bytes.length - 1 })).code).toBe("iso20022/tooLarge");
    expect(refusalOf(() => readMessage(bytes, { depthMax: 6 })).code).toBe("none");
    expect(refusalOf(() => readMessage(bytes, { depthMax: 5 }))).toMatchObject({
      code: "iso20022/tooDeep",
      details: { path: "/Document/FIToFIPmtStsRpt/TxInfAndSts/StsRsnInf/Rsn/Cd" },
    });
  });

  it("refuse a document of more than eight million bytes unread", () => {
    const bytes = new Uint8Array(messageBytesMax + 1);
    expect(refusalOf(() => readMessage(bytes))).toMatchObject({ code: "iso20022/tooLarge" });
  });

  it("let a table of currencies decide which amounts there are", () => {
    const bytes = bytesOf(payment);
    const currencies = new Map([...currencyDecimals].filter(([currency]) => currency !== "SGD"));
    expect(refusalOf(() => readMessage(bytes, { currencies }))).toEqual({
      code: "iso20022/unknownCurrency",
      details: { path: "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/InstdAmt", currency: "SGD" },
    });
  });
});
