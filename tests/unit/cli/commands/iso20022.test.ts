// `kedge iso20022 check`: what it shows, what it refuses, and the code with which it ends.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageBytesMax, readMessage } from "#src/iso20022/message.ts";
import { kedge } from "#tests/support/commandLine.ts";

const samples = new URL("../../../vectors/iso20022/", import.meta.url).pathname;
const sample = (name: string) => join(samples, name);
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kedge-iso20022-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const payment = readFileSync(sample("pacs.008.xml"), "utf8");

describe("kedge iso20022 check", () => {
  it("shows what good messages say, one line for each payment or entry", async () => {
    const { code, output, errors } = await kedge(["iso20022", "check", sample("pacs.009.xml"), sample("camt.053.xml")]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    const lines = output.replaceAll(samples, "").trimEnd().split("\n");
    expect(lines).toEqual([
      "pacs.009.xml: pacs.009.001.08 QUAY-9-77",
      "  SWAP-NEAR-LEG  5b3a9f60-7f0e-4f8b-8a55-6f1c7b0f9e11  1000000 JPY  QUAYCNBS -> HARBSGSG",
      "  SWAP-FAR-LEG   5b3a9f60-7f0e-4f8b-8a55-6f1c7b0f9e12   500000 JPY  QUAYCNBS -> Lighthouse Bank",
      "",
      "camt.053.xml: camt.053.001.08 QUAY-STMT-331",
      "  LEDGER-1  0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07    68250.40 CNY   -> 6222021001116789012  BOOK",
      "  LEDGER-2  7e0c0c1e-1d9b-4d0c-b6d1-6a3a4a0a7c21  -100000.00 CNY  6222021001116789012 ->   BOOK",
      "  LEDGER-3  7e0c0c1e-1d9b-4d0c-b6d1-6a3a4a0a7c22       -5.00 CNY  6222021001116789012 ->   PDNG",
    ]);
  });

  it("prints the object as JSON, whole numbers as texts", async () => {
    const { code, output } = await kedge(["iso20022", "check", sample("pacs.008.xml"), "--json"]);
    expect(code).toBe(0);
    const [told] = JSON.parse(output);
    expect(told).toMatchObject({
      file: sample("pacs.008.xml"),
      summary: { name: "pacs.008.001.08", id: "HARB-20261127-0001" },
      message: {
        name: "pacs.008.001.08",
        header: { BizMsgIdr: "HARB-20261127-0001" },
        content: { CdtTrfTxInf: [{ IntrBkSttlmAmt: { currency: "CNY", units: "6825040" }, XchgRate: "5.460032" }] },
      },
    });
    const read = readMessage(readFileSync(sample("pacs.008.xml")));
    const texts = JSON.stringify(read, (_, value) => (typeof value === "bigint" ? value.toString() : value));
    expect(told.message).toEqual(JSON.parse(texts));
  });

  it("ends with code 5 and names the place when one of several is wrong, and still shows the others", async () => {
    const bad = file("bad.xml", payment.replace("-4c8e-", "-1c8e-"));
    const { code, output, errors } = await kedge(["iso20022", "check", bad, sample("pacs.002.xml")]);
    expect({ code, errors }).toEqual({ code: 5, errors: "" });
    expect(output).toContain(`${bad}: refused`);
    expect(output).toContain("iso20022/malformedValue at /Document/FIToFICstmrCdtTrf/CdtTrfTxInf/PmtId/UETR: ");
    expect(output).toContain("pacs.002.001.10 QUAY-STS-1");
    const json = await kedge(["iso20022", "check", bad, "--json"]);
    expect(json.code).toBe(5);
    expect(JSON.parse(json.output)).toEqual([
      {
        file: bad,
        refusals: [
          {
            code: "iso20022/malformedValue",
            text: "A value has not the form it must have.",
            details: {
              path: "/Document/FIToFICstmrCdtTrf/CdtTrfTxInf/PmtId/UETR",
              expected: "UETR",
              value: "0d6f0b1c-5a3e-1c8e-9d54-2f6f2d8a1b07",
            },
          },
        ],
      },
    ]);
  });

  it("refuses a statement that does not add up", async () => {
    const spoilt = readFileSync(sample("camt.053.xml"), "utf8").replace("11749.60", "11749.61");
    const { code, output } = await kedge(["iso20022", "check", file("statement.xml", spoilt)]);
    expect(code).toBe(5);
    expect(output).toContain("iso20022/balancesDoNotAddUp at /Document/BkToCstmrStmt/Stmt/Bal: ");
    expect(output).toContain("(openingUnits 2000000, entriesUnits -3174960, closingUnits -1174961)");
  });

  it("holds messages to the rules of cross-border payments when asked to", async () => {
    const args = ["iso20022", "check", sample("pacs.008.xml"), "--profile", "cross-border"];
    expect((await kedge(args)).code).toBe(0);
    const bad = file("nameless.xml", payment.replace(/<UETR>.*<\/UETR>/, ""));
    expect((await kedge(["iso20022", "check", bad])).code).toBe(0);
    const { code, output } = await kedge(["iso20022", "check", bad, "--profile", "cross-border"]);
    expect(code).toBe(5);
    expect(output).toContain("iso20022/outsideProfile at /Document/FIToFICstmrCdtTrf/CdtTrfTxInf/PmtId/UETR");
  });

  it("refuses what is too large by its size, and what is no message by its beginning", async () => {
    const large = await kedge(["iso20022", "check", file("large.xml", new Uint8Array(messageBytesMax + 10))]);
    expect({ code: large.code, said: large.output }).toMatchObject({ code: 5 });
    expect(large.output).toContain("iso20022/tooLarge");
    const bomb = await kedge(["iso20022", "check", file("bomb.xml", '<!DOCTYPE x [<!ENTITY a "a">]><x>&a;</x>')]);
    expect(bomb.output).toContain("iso20022/documentTypeDeclared");
    const empty = await kedge(["iso20022", "check", file("empty.xml", "")]);
    expect(empty.output).toContain("iso20022/notWellFormed");
  });

  it("shows twenty lines of a long message, and nothing that would steer a terminal", async () => {
    const statement = readFileSync(sample("camt.054.xml"), "utf8");
    const entry = /<Ntry>[\s\S]*<\/Ntry>/.exec(statement)?.[0] ?? "";
    const evil = entry.replace(/<AcctSvcrRef>.*<\/AcctSvcrRef>/, "<AcctSvcrRef>a\u009bb\u202ec</AcctSvcrRef>");
    const many = file("many.xml", statement.replace(entry, evil.repeat(25)));
    const { output } = await kedge(["iso20022", "check", many]);
    expect(output.trimEnd().split("\n")).toHaveLength(22);
    expect(output).toContain("  and 5 more");
    expect(output).toContain("a?b?c");
  });

  it("cannot check a file that is not there, nor a thousand and one", async () => {
    const { code, errors } = await kedge(["iso20022", "check", join(folder, "nowhere.xml")]);
    expect(code).toBe(2);
    expect(errors).toContain("nowhere.xml");
    const many = await kedge(["iso20022", "check", ...new Array<string>(1_001).fill(sample("pacs.002.xml"))]);
    expect(many.code).toBe(2);
    expect((await kedge(["iso20022", "check"])).code).toBe(2);
  });
});
