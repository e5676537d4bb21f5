// The statements of others are believed only when they add up and follow one another.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Refusal } from "#src/core/refusal.ts";
import { type AccountPeriod, buildStatement } from "#src/iso20022/statements/build.ts";
import { readStatements, requireFollows, type Statement } from "#src/iso20022/statements/check.ts";
import { bytesOf } from "#tests/support/iso20022.ts";

const sample = (name: string) => readFileSync(new URL(`../../../vectors/iso20022/${name}`, import.meta.url), "utf8");
const root = "/Document/BkToCstmrStmt/Stmt";

function said(act: () => unknown): string {
  try {
    act();
  } catch (reason) {
    const { definition, details } = reason as Refusal;
    return `${definition.code.replace("iso20022/", "")} ${details.path}`;
  }
  return "none";
}

describe("a statement of somebody else", () => {
  it.each([
    ["nothing changed", "x", "x", "none"],
    ["another closing balance", "11749.60", "11749.61", `balancesDoNotAddUp ${root}/Bal`],
    [
      "a closing balance of the other sign",
      /DBIT(<\/CdtDbtInd>\s*<Dt>\s*<Dt>2026-11-27)/,
      "CRDT$1",
      `balancesDoNotAddUp ${root}/Bal`,
    ],
    ["a pending entry that is booked after all", "PDNG", "BOOK", `balancesDoNotAddUp ${root}/Bal`],
    ["no opening balance", "OPBD", "XPCD", `missing ${root}/Bal/Tp/CdOrPrtry/Cd=OPBD`],
    ["an opening balance by its older name", "OPBD", "PRCD", "none"],
    ["no closing balance", "CLBD", "CLAV", `missing ${root}/Bal/Tp/CdOrPrtry/Cd=CLBD`],
    ["a closing balance in another currency", 'CNY">11749.60', 'CNH">11749.60', `anotherAccount ${root}/Bal`],
    ["an entry in another currency", 'CNY">100000.00', 'CNH">100000.00', `anotherAccount ${root}/Ntry[2]/Amt`],
  ] as const)("with %s", (_, from, to, expected) => {
    const spoilt = sample("camt.053.xml").replace(from, to);
    expect(said(() => readStatements(bytesOf(spoilt)))).toBe(expected);
  });

  it("is told by its number when a message has several", () => {
    const text = sample("camt.053.xml");
    const one = /<Stmt>[\s\S]*<\/Stmt>/.exec(text)?.[0] ?? "";
    const both = text.replace(one, one + one.replace("11749.60", "11749.61"));
    expect(said(() => readStatements(bytesOf(both)))).toBe(`balancesDoNotAddUp ${root}[2]/Bal`);
  });

  it("is refused when it counts other entries than it has", () => {
    const text = sample("camt.053.xml").replace("PDNG", "BOOK").replace("11749.60", "11754.60");
    const counted = (name: string, count: number) =>
      text.replace(
        /(<\/Bal>)(\s*<Ntry>)/,
        `$1<TxsSummry><${name}><NbOfNtries>${count}</NbOfNtries></${name}></TxsSummry>$2`,
      );
    expect(said(() => readStatements(bytesOf(counted("TtlNtries", 3))))).toBe("none");
    expect(said(() => readStatements(bytesOf(counted("TtlNtries", 2))))).toBe(
      `wrongCount ${root}/TxsSummry/TtlNtries/NbOfNtries`,
    );
    expect(said(() => readStatements(bytesOf(counted("TtlCdtNtries", 2))))).toBe(
      `wrongCount ${root}/TxsSummry/TtlCdtNtries/NbOfNtries`,
    );
    expect(said(() => readStatements(bytesOf(counted("TtlDbtNtries", 1))))).toBe(
      `wrongCount ${root}/TxsSummry/TtlDbtNtries/NbOfNtries`,
    );
  });

  it("is refused when it sums up to something else than its entries", () => {
    const text = sample("camt.053.xml").replace("PDNG", "BOOK").replace("11749.60", "11754.60");
    const summed = (name: string, sum: string) =>
      said(() =>
        readStatements(
          bytesOf(
            text.replace(/(<\/Bal>)(\s*<Ntry>)/, `$1<TxsSummry><${name}><Sum>${sum}</Sum></${name}></TxsSummry>$2`),
          ),
        ),
      );
    expect(["168255.40", "168255.4", "+0168255.400"].map((sum) => summed("TtlNtries", sum))).toEqual([
      "none",
      "none",
      "none",
    ]);
    expect(summed("TtlCdtNtries", "68250.40")).toBe("none");
    expect(summed("TtlDbtNtries", "100005")).toBe("none");
    expect(summed("TtlNtries", "168255.41")).toBe(`wrongTotal ${root}/TxsSummry/TtlNtries/Sum`);
    expect(summed("TtlCdtNtries", "6825.040")).toBe(`wrongTotal ${root}/TxsSummry/TtlCdtNtries/Sum`);
    expect(summed("TtlDbtNtries", "-100005")).toBe(`wrongTotal ${root}/TxsSummry/TtlDbtNtries/Sum`);
  });

  it("is refused when it is another message", () => {
    expect(said(() => readStatements(bytesOf(sample("camt.054.xml"))))).toBe("unknownMessage /Document");
  });
});

const period: AccountPeriod = {
  ...{ messageId: "M", statementId: "S", createdAt: "2026-11-27T23:00:00Z", sequenceNumber: 7n, currency: "CNY" },
  account: { Othr: { Id: "1" } },
  ...{ from: "2026-11-27T00:00:00Z", to: "2026-11-27T23:00:00Z", openingDate: "2026-11-26", closingDate: "2026-11-27" },
  ...{ openingUnits: 100n, entries: [], closingUnits: 100n },
};
const statement = (changed: Partial<AccountPeriod> = {}): Statement => {
  const [made] = buildStatement({ ...period, ...changed }).content.Stmt;
  if (made === undefined) throw new Error("a statement was made");
  return made;
};

describe("a statement after another", () => {
  const last = statement();

  it("has the next number, and opens as the last one closed", () => {
    expect(said(() => requireFollows(last, statement({ sequenceNumber: 8n })))).toBe("none");
  });

  it.each([
    ["one is left out", { sequenceNumber: 9n }, `sequenceGap ${root}/ElctrncSeqNb`],
    ["it comes twice", { sequenceNumber: 7n }, `sequenceGap ${root}/ElctrncSeqNb`],
    [
      "it opens with another balance",
      { sequenceNumber: 8n, openingUnits: 101n, closingUnits: 101n },
      `openingIsNotClosing ${root}/Bal`,
    ],
    [
      "it opens with a debit of the same size",
      { sequenceNumber: 8n, openingUnits: -100n, closingUnits: -100n },
      `openingIsNotClosing ${root}/Bal`,
    ],
    ["it is of another account", { sequenceNumber: 8n, account: { Othr: { Id: "2" } } }, `anotherAccount ${root}/Acct`],
    ["it is of another currency", { sequenceNumber: 8n, currency: "SGD" }, `anotherAccount ${root}/Acct`],
  ] as const)("is refused when %s", (_, changed, expected) => {
    expect(said(() => requireFollows(last, statement(changed)))).toBe(expected);
  });

  it("is refused when it has no number, or its balances are of another currency", () => {
    const { ElctrncSeqNb, ...without } = statement({ sequenceNumber: 8n });
    expect(ElctrncSeqNb).toBe(8n);
    expect(said(() => requireFollows(last, without))).toBe(`missing ${root}/ElctrncSeqNb`);
    const next = statement({ sequenceNumber: 8n });
    const inOther = { ...next, Bal: next.Bal.map((one) => ({ ...one, Amt: { ...one.Amt, currency: "SGD" } })) };
    expect(said(() => requireFollows(last, inOther))).toBe(`anotherAccount ${root}/Bal`);
  });
});
