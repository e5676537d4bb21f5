// A statement is made only when what it says adds up.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Refusal } from "#src/core/refusal.ts";
import { readMessage, writeMessage } from "#src/iso20022/message.ts";
import {
  type AccountPeriod,
  buildAdvice,
  buildStatement,
  type StatementEntry,
} from "#src/iso20022/statements/build.ts";
import { readStatements, requireBalanced } from "#src/iso20022/statements/check.ts";

const entry = (units: bigint, reference: string): StatementEntry => ({
  ...{ units, reference, bookingDate: "2026-11-27", valueDate: "2026-11-27" },
});

const period: AccountPeriod = {
  messageId: "M1",
  statementId: "S1",
  createdAt: "2026-11-27T23:00:00Z",
  sequenceNumber: 331n,
  account: { Othr: { Id: "kdg-account" } },
  currency: "CNY",
  servicer: { FinInstnId: { BICFI: "QUAYCNBSXXX" } },
  from: "2026-11-27T00:00:00Z",
  to: "2026-11-27T23:00:00Z",
  openingDate: "2026-11-26",
  closingDate: "2026-11-27",
  openingUnits: 2_000_000n,
  entries: [
    { ...entry(6_825_040n, "L1"), endToEndId: "INVOICE-7781", uetr: "0d6f0b1c-5a3e-4c8e-9d54-2f6f2d8a1b07" },
    { ...entry(-10_000_000n, "L2"), transactionCode: { domain: "PMNT", family: "ICDT", subFamily: "XBCT" } },
  ],
  closingUnits: -1_174_960n,
};

const refusalOf = (act: () => unknown) => {
  try {
    act();
  } catch (reason) {
    return { code: (reason as Refusal).definition.code, details: (reason as Refusal).details };
  }
  return undefined;
};

describe("a statement", () => {
  it("has the balances, the entries and their sums, and is read and found balanced by others", () => {
    const message = buildStatement(period);
    expect(readStatements(writeMessage(message))).toEqual(message);
    const [statement] = message.content.Stmt;
    expect(statement?.Bal.map(({ Amt, CdtDbtInd }) => [Amt.units, CdtDbtInd])).toEqual([
      [2_000_000n, "CRDT"],
      [1_174_960n, "DBIT"],
    ]);
    expect(statement?.TxsSummry).toEqual({
      TtlNtries: { NbOfNtries: "2", Sum: "168250.40", TtlNetNtry: { Amt: "31749.60", CdtDbtInd: "DBIT" } },
      TtlCdtNtries: { NbOfNtries: "1", Sum: "68250.40" },
      TtlDbtNtries: { NbOfNtries: "1", Sum: "100000.00" },
    });
    expect(statement?.Ntry?.[0]).toMatchObject({ CdtDbtInd: "CRDT", BkTxCd: { Domn: { Fmly: { Cd: "RCDT" } } } });
    expect(statement?.Ntry?.[0]?.NtryDtls?.[0]?.TxDtls?.[0]?.Refs).toMatchObject({ EndToEndId: "INVOICE-7781" });
    expect(statement?.Ntry?.[1]).toMatchObject({ CdtDbtInd: "DBIT", Amt: { units: 10_000_000n } });
  });

  it("of a day without entries has none", () => {
    const message = buildStatement({ ...period, entries: [], closingUnits: period.openingUnits });
    expect(message.content.Stmt[0]).not.toHaveProperty("Ntry");
    requireBalanced(message);
  });

  it("is not made when an entry is missing, doubled or one unit off", () => {
    const [first, second] = period.entries;
    if (first === undefined || second === undefined) throw new Error("there are two entries");
    const wrong = [[first], [first, second, second], [{ ...first, units: first.units + 1n }, second], []];
    for (const entries of wrong) {
      for (const build of [buildStatement, buildAdvice]) {
        expect(refusalOf(() => build({ ...period, entries }))?.code).toBe("iso20022/balancesDoNotAddUp");
      }
    }
    expect(refusalOf(() => buildStatement({ ...period, entries: [first] }))?.details).toEqual({
      path: "/Document/BkToCstmrStmt/Stmt/Bal",
      openingUnits: 2_000_000n,
      entriesUnits: 6_825_040n,
      closingUnits: -1_174_960n,
    });
  });

  it("of any entries is balanced, and one unit off is not", () => {
    const units = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), units, (openingUnits, moved) => {
        const entries = moved.map((one, at) => entry(one, `L${at}`));
        const closingUnits = moved.reduce((sum, one) => sum + one, openingUnits);
        const message = buildStatement({ ...period, openingUnits, entries, closingUnits });
        expect(readStatements(writeMessage(message))).toEqual(message);
        const off = { ...period, openingUnits, entries, closingUnits: closingUnits + 1n };
        expect(refusalOf(() => buildStatement(off))?.code).toBe("iso20022/balancesDoNotAddUp");
      }),
    );
  });
});

describe("an advice", () => {
  it("has the entries of a period whose balances add up", () => {
    const message = buildAdvice(period);
    expect(readMessage(writeMessage(message))).toEqual(message);
    expect(message.content.Ntfctn[0]?.Ntry).toEqual(buildStatement(period).content.Stmt[0]?.Ntry);
    expect(message.content.Ntfctn[0]).not.toHaveProperty("Bal");
  });
});
