// Credit on a ledger: granted by a central bank, drawn by a bank, repaid first, and seized or left as a claim when it is not.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { collateralBook } from "#src/modules/intraday-credit/books.ts";
import {
  debtorsAreListed,
  debtsFallDue,
  exposuresEqualDebts,
  linesEqualDebts,
} from "#src/modules/intraday-credit/invariants.ts";
import { grantLine } from "#src/modules/intraday-credit/messages/grantLine.ts";
import {
  debtorCounts,
  debtorPlaces,
  debts,
  dues,
  exposures,
  lineCounts,
  lines,
} from "#src/modules/intraday-credit/tables.ts";
import type { State } from "#src/state/view.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import {
  automatic,
  closeLine,
  createCreditLedger,
  draw,
  expiresMs,
  grant,
  grantUnsecured,
  repay,
  withSwapLine,
} from "#tests/support/intradayCredit.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, give } from "#tests/support/netting.ts";
import { statePrices } from "#tests/support/prices.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { dayMs, hourMs } from "#tests/support/swapLines.ts";

const withYuan = (overrides: Readonly<Record<string, bigint>> = {}) =>
  createCreditLedger({ CNY: { alice: 100n } }, overrides);

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `intraday-credit/${code}`);
  expect(ledger.digest()).toBe(before);
}

const of = (ledger: TestLedger, query: string, alias = "alice") =>
  ledger.query(`intraday-credit/${query}`, { currency: "KZT", account: ledger.account(alias) });

/** Keeps what alice holds in tenge from being taken at the end of a block. */
const keep = (ledger: TestLedger, direct = 10n ** 9n) =>
  ledger.send("alice", "netting/setEarmarks", { currency: "KZT", direct, urgent: 0n });

describe("a line (grantLine, closeLine)", () => {
  test("is granted by the issuer, and told (line, lines)", async () => {
    const ledger = withYuan();
    expectRefused(ledger, "notCentralBank", () => grant(ledger, { by: "alice" }));
    expectRefused(ledger, "currencyUnfit", () => grant(ledger, { currency: "KDG" }));
    expectRefused(ledger, "bankUnfit", () => grant(ledger, { bank: "kzt-issuer" }));
    expectRefused(ledger, "collateralUnfit", () => grant(ledger, { collateral: { currency: "KZT", haircutBp: 0 } }));
    expectRefused(ledger, "accounts/unknownCurrency", () =>
      grant(ledger, { collateral: { currency: "XXX", haircutBp: 0 } }),
    );
    await expect(of(ledger, "line")).rejects.toThrow();
    expect(grant(ledger).refused).toBeUndefined();
    const row = { limit: 1_000n, drawn: 0n, isEnded: false, collateral: { currency: "CNY", haircutBp: 1_000 } };
    expect(await of(ledger, "line")).toMatchObject(row);
    expect(await ledger.query("intraday-credit/lines", { currency: "KZT" })).toMatchObject({ items: [{ line: row }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("expires at a moment to come that is not too far", () => {
    const ledger = withYuan();
    const until = (ms: number) => grant(ledger, { expiresMs: ledger.state.timeMs + 1 + ms });
    expectRefused(ledger, "expiryWrong", () => until(0));
    expectRefused(ledger, "expiryWrong", () => until(366 * dayMs + 1));
    expect(until(366 * dayMs).refused).toBeUndefined();
    expect(until(1).refused).toBeUndefined();
    expectRefused(ledger, "lineExpired", () => draw(ledger, 1n));
  });

  test("is granted anew, not below what is drawn, and ended: at once, or with the last draw", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    draw(ledger, 70n);
    expectRefused(ledger, "limitBelowDrawn", () => grant(ledger, { limit: 69n }));
    expect(grant(ledger, { limit: 70n }).refused).toBeUndefined();
    expectRefused(ledger, "limitExceeded", () => draw(ledger, 1n));
    expectRefused(ledger, "notCentralBank", () => closeLine(ledger, "alice", "alice"));
    expectRefused(ledger, "unknownLine", () => closeLine(ledger, "bob"));
    expect(closeLine(ledger).refused).toBeUndefined();
    expectRefused(ledger, "lineEnded", () => closeLine(ledger));
    expectRefused(ledger, "lineEnded", () => draw(ledger, 1n));
    repay(ledger, 70n);
    expectRefused(ledger, "unknownLine", () => draw(ledger, 1n));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is one of so many in a currency", () => {
    const ledger = withYuan();
    grant(ledger);
    const full = rowOf(lineCounts.key("KZT"), lineCounts.codec, limits.intradayLinesMax);
    const state = changedState(ledger.state, [full]) as unknown as State;
    const [actor, bank] = [ledger.account("kzt-issuer"), ledger.account("bob")];
    const content = { currency: "KZT", bank, limit: 1n, expiresMs, freeMs: 0, penaltyBp: 0 };
    const handle = () => grantLine.handle({ state, actor, emit: () => undefined } as never, content);
    expect(refusalOf(handle)).toBe("intraday-credit/tooManyLines");
  });
});

describe("a draw (drawCredit)", () => {
  test("makes money against collateral at spot with the haircut, up to the limit", async () => {
    const ledger = withYuan();
    expectRefused(ledger, "unknownLine", () => draw(ledger, 1n));
    grant(ledger);
    keep(ledger);
    const supply = accounts.supply(ledger.state, "KZT");
    const drawn = draw(ledger, 700n);
    expect(drawn.answer).toEqual({
      ...{ draw: 1, dueMs: ledger.state.timeMs + 6 * hourMs, collateral: { currency: "CNY", amount: 11n } },
    });
    expect(accounts.supply(ledger.state, "KZT")).toBe(supply + 700n);
    expect(accounts.balance(ledger.state, "CNY", collateralBook)).toBe(11n);
    expect([balance(ledger, "alice", "KZT"), balance(ledger, "alice", "CNY")]).toEqual([700n, 89n]);
    expect(await ledger.query("intraday-credit/exposure", { currency: "KZT" })).toEqual({ lent: 700n, collateral: 0n });
    expect(await ledger.query("intraday-credit/exposure", { currency: "CNY" })).toEqual({ lent: 0n, collateral: 11n });
    expectRefused(ledger, "limitExceeded", () => draw(ledger, 301n));
    expect(draw(ledger, 300n).refused).toBeUndefined();
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ draw: 1 }, { draw: 2, amount: 300n }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("needs a sound price, and the collateral", () => {
    const ledger = createCreditLedger({ CNY: { alice: 1n } });
    grant(ledger);
    expectRefused(ledger, "accounts/insufficientFunds", () => draw(ledger, 700n));
    statePrices(ledger, { CNY: 300_000_000n, KZT: 2_000_000n });
    expectRefused(ledger, "priceUnsound", () => draw(ledger, 1n));
    grant(ledger, { collateral: { currency: "SGD", haircutBp: 0 } });
    expectRefused(ledger, "priceUnsound", () => draw(ledger, 1n));
  });

  test("is one of so many of a bank, and a bank one of so many who owe", () => {
    const ledger = createCreditLedger({}, { "intraday-credit.debtorsMost": 1n });
    grantUnsecured(ledger);
    grantUnsecured(ledger, { bank: "bob" });
    keep(ledger);
    for (let count = 0; count < limits.intradayDrawsMax; count += 1) expect(draw(ledger, 1n).refused).toBeUndefined();
    expectRefused(ledger, "tooManyDraws", () => draw(ledger, 1n));
    expectRefused(ledger, "tooManyDebtors", () => draw(ledger, 1n, "bob"));
  });
});

test("who owes in one currency takes no place of who owes in another", async () => {
  const ledger = createCreditLedger({}, { "intraday-credit.debtorsMost": 1n });
  grantUnsecured(ledger);
  grantUnsecured(ledger, { bank: "bob", currency: "CNY", by: "cny-issuer" });
  for (const [alias, currency] of [
    ["alice", "KZT"],
    ["bob", "CNY"],
  ] as const) {
    ledger.send(alias, "netting/setEarmarks", { currency, direct: 10n ** 9n, urgent: 0n });
    expect(draw(ledger, 1n, alias, currency).refused).toBeUndefined();
  }
  expect(await ledger.audit()).toEqual([]);
});

describe("repaying (repayDebts)", () => {
  test("takes the oldest first, in parts, and gives the part's collateral back", async () => {
    const ledger = withYuan();
    grant(ledger);
    expectRefused(ledger, "accounts/insufficientFunds", () => repay(ledger, 1n));
    give(ledger, "alice", 5n, "KZT");
    expectRefused(ledger, "nothingOwed", () => repay(ledger, 1n));
    keep(ledger);
    draw(ledger, 700n);
    draw(ledger, 70n);
    expect(repay(ledger, 350n).answer).toEqual({ taken: 350n });
    expect(await of(ledger, "debts")).toMatchObject({
      debts: [
        { draw: 1, amount: 350n, collateral: { amount: 6n } },
        { draw: 2, amount: 70n },
      ],
    });
    expect(repay(ledger, 775n - 350n).answer).toEqual({ taken: 420n });
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
    expect([balance(ledger, "alice", "KZT"), balance(ledger, "alice", "CNY")]).toEqual([5n, 100n]);
    expect(await ledger.audit()).toEqual([]);
  });

  test("happens at the end of a block without the bank, but for what is earmarked for direct payments", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger, 30n);
    draw(ledger, 70n);
    expect(balance(ledger, "alice", "KZT")).toBe(30n);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 30n }] });
  });

  test("waits while a freeze or a pause keeps the money", async () => {
    const ledger = withYuan();
    grantUnsecured(ledger);
    keep(ledger);
    draw(ledger, 70n);
    const account = ledger.account("alice");
    ledger.send("kzt-issuer", "accounts/freezeAccount", { currency: "KZT", account, reference: "court" });
    keep(ledger, 0n);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 70n }] });
    expect(ledger.faults).toEqual([]);
  });
});

describe("a draw that is not repaid", () => {
  test("costs the penalty's rate for each day begun, and lets nothing more be drawn", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    draw(ledger, 700n);
    ledger.advance(6 * hourMs);
    expectRefused(ledger, "debtOverdue", () => draw(ledger, 1n));
    const issuer = balance(ledger, "kzt-issuer", "KZT");
    // One day at 36 % of 700 is 0.7, rounded up.
    give(ledger, "alice", 1n, "KZT");
    expect(repay(ledger, 701n).answer).toEqual({ taken: 701n });
    expect(balance(ledger, "kzt-issuer", "KZT")).toBe(issuer + 1n);
    expect(draw(ledger, 1n).refused).toBeUndefined();
    expect(await ledger.audit()).toEqual([]);
  });

  test("loses its collateral to the central bank at the end of the grace, and ends the line", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    const { answer } = draw(ledger, 700n);
    const graceEndsMs = (answer as { readonly dueMs: number }).dueMs + dayMs;
    ledger.advance(graceEndsMs - 1 - ledger.state.timeMs);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    const before = balance(ledger, "kzt-issuer", "CNY");
    ledger.advance(1);
    expect(balance(ledger, "kzt-issuer", "CNY")).toBe(before + 11n);
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
    expectRefused(ledger, "unknownLine", () => draw(ledger, 1n));
    expect(balance(ledger, "alice", "KZT")).toBe(700n);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  });

  test("stays a claim where it is unsecured, and the line has ended", async () => {
    const ledger = withYuan();
    grantUnsecured(ledger);
    keep(ledger);
    draw(ledger, 700n);
    ledger.advance(6 * hourMs + dayMs);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    expect(await of(ledger, "line")).toMatchObject({ isEnded: true, drawn: 700n });
    // Two days have begun: 698 owe 1.4, rounded up.
    keep(ledger, 0n);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 2n }] });
    give(ledger, "alice", 3n, "KZT");
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("has another grace while a freeze keeps the bank from repaying", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    draw(ledger, 700n);
    const account = ledger.account("alice");
    ledger.send("kzt-issuer", "accounts/freezeAccount", { currency: "KZT", account, reference: "court" });
    ledger.advance(6 * hourMs + dayMs);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    ledger.advance(dayMs);
    ledger.send("kzt-issuer", "accounts/unfreezeAccount", { currency: "KZT", account, reference: "court" });
    ledger.advance(dayMs);
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
    expect(balance(ledger, "alice", "CNY")).toBe(89n);
    expect(await ledger.audit()).toEqual([]);
  });
});

test("the free time of a day does not begin anew by repaying and drawing again", async () => {
  const ledger = withYuan();
  grant(ledger);
  keep(ledger);
  const first = draw(ledger, 700n).answer as { readonly dueMs: number };
  ledger.advance(5 * hourMs);
  repay(ledger, 700n);
  expect(draw(ledger, 700n).answer).toMatchObject({ dueMs: first.dueMs });
  repay(ledger, 700n);
  ledger.advance(19 * hourMs);
  expect(draw(ledger, 700n).answer).toMatchObject({ dueMs: ledger.state.timeMs + 6 * hourMs });
  expect(await ledger.audit()).toEqual([]);
});

describe("a grace", () => {
  test("counts anew from the end of a freeze that the lender ends in the last moment", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    const endMs = (draw(ledger, 700n).answer as { readonly dueMs: number }).dueMs + dayMs;
    const content = { currency: "KZT", account: ledger.account("alice"), reference: "court" };
    ledger.send("kzt-issuer", "accounts/freezeAccount", content);
    ledger.executeBlock([], { timeMs: endMs - 2 });
    ledger.send("kzt-issuer", "accounts/unfreezeAccount", content);
    const freeMs = ledger.state.timeMs;
    ledger.executeBlock([], { timeMs: freeMs + dayMs - 1 });
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    ledger.executeBlock([], { timeMs: freeMs + dayMs });
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("does not end while the whole bank is frozen, though it has nothing of what was lent", async () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    draw(ledger, 700n);
    ledger.send("alice", "settlement/pay", { currency: "KZT", amount: 700n, to: ledger.account("bob") });
    const reference = "court";
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference });
    ledger.advance(2 * dayMs);
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    ledger.send("regulator", "accounts/unfreezeAccount", { account: ledger.account("alice"), reference });
    const freeMs = ledger.state.timeMs;
    ledger.executeBlock([], { timeMs: freeMs + dayMs - 1 });
    expect(await of(ledger, "debts")).toMatchObject({ debts: [{ amount: 700n }] });
    ledger.advance(dayMs);
    expect(await of(ledger, "debts")).toEqual({ debts: [] });
  });
});

describe("what the queues may draw on (setAutomaticDraws)", () => {
  test("is the bank's word, for lines that are there (automaticDraws)", async () => {
    const ledger = withYuan();
    expectRefused(ledger, "nothingSet", () => automatic(ledger, { credit: false }));
    expectRefused(ledger, "nothingToDraw", () => automatic(ledger, { credit: true }));
    expectRefused(ledger, "nothingToDraw", () => automatic(ledger, { credit: false, swapLine: 1 }));
    grant(ledger);
    withSwapLine(ledger);
    expect(automatic(ledger, { credit: true, swapLine: 1 }).refused).toBeUndefined();
    expect(await of(ledger, "automaticDraws")).toEqual({ credit: true, swapLine: 1 });
    expect(automatic(ledger, { credit: false }).refused).toBeUndefined();
    expect(await of(ledger, "automaticDraws")).toEqual({ credit: false });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the invariants", () => {
  const withDebt = () => {
    const ledger = withYuan();
    grant(ledger);
    keep(ledger);
    draw(ledger, 700n);
    return ledger;
  };
  const changed = (ledger: TestLedger, ...rows: readonly ChangedRow[]) => ({ state: changedState(ledger.state, rows) });
  const place = (ledger: TestLedger) => ["KZT", ledger.account("alice")] as const;

  test("find money that was made and is not owed, or collateral that is not held (exposuresEqualDebts)", async () => {
    const ledger = withDebt();
    const wrong = rowOf(exposures.key("KZT"), exposures.codec, { lent: 699n, collateral: 0n });
    expect(await exposuresEqualDebts(changed(ledger, wrong))).toEqual([
      "KZT: draws have 700 lent, 0 held, and totals 699 lent, 0 held",
    ]);
  });

  test("find a line that says something else, or is beyond its limit (linesEqualDebts)", async () => {
    const ledger = withDebt();
    const key = lines.key(...place(ledger));
    const line = lines.get(ledger.state, ...place(ledger));
    if (line === undefined) throw new Error("there is a line");
    const wrong = rowOf(key, lines.codec, { ...line, limit: 1n, drawn: 2n });
    expect(await linesEqualDebts(changed(ledger, wrong))).toEqual([
      `${key} says 2, and draws 700`,
      `${key} is beyond its limit`,
    ]);
  });

  test("find who owes and is not listed (debtorsAreListed)", async () => {
    const ledger = withDebt();
    const gone = rowOf(debtorPlaces.key(...place(ledger)), debtorPlaces.codec, 7);
    expect(await debtorsAreListed(changed(ledger, gone))).toEqual([`${debts.key(...place(ledger))} is not listed`]);
    const count = rowOf(debtorCounts.key(), debtorCounts.codec, 3);
    expect(await debtorsAreListed(changed(ledger, count))).toEqual(["1 owe, against their count"]);
  });

  test("find a secured draw that is never seized (debtsFallDue)", async () => {
    const ledger = withDebt();
    const { entries } = dues.tables;
    const entry = entries.get(ledger.state, 0);
    if (entry === undefined) throw new Error("there is an entry");
    const wrong = rowOf(entries.key(0), entries.codec, { ...entry, item: { ...entry.item, draw: 9 } });
    expect(await debtsFallDue(changed(ledger, wrong))).toEqual([
      `${debts.key(...place(ledger))}: draw 1 is never seized`,
    ]);
  });
});
