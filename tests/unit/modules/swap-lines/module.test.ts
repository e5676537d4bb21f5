// Swap lines on a ledger: agreed by two, drawn at spot, reviewed each day, and repaid, rolled over or seized.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { collateralBook } from "#src/modules/swap-lines/books.ts";
import {
  exposuresEqualDraws,
  openDrawsFallDue,
  pairsHaveOneLine,
  usesEqualDraws,
} from "#src/modules/swap-lines/invariants.ts";
import { draws, exposures, lines, pairs } from "#src/modules/swap-lines/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { Outcome, TestLedger } from "#tests/support/ledger.ts";
import { settlePrices } from "#tests/support/prices.ts";
import {
  accept,
  addFeed,
  close,
  createLineLedger,
  dayMs,
  draw,
  hourMs,
  ofDraw,
  propose,
  rollOver,
  withLine,
} from "#tests/support/swapLines.ts";

const held = (ledger: TestLedger, alias: string, currency: string) =>
  accounts.balance(ledger.state, currency, ledger.account(alias));
const inBook = (ledger: TestLedger, currency = "CNY") => accounts.balance(ledger.state, currency, collateralBook);
const types = ({ blockEvents }: { readonly blockEvents: readonly { readonly type: string }[] }) =>
  blockEvents.map(({ type }) => type.replace("swap-lines/", ""));
const dueOf = ({ answer }: Outcome) => (answer as { readonly dueMs: number }).dueMs;
/** The next message is executed at that moment. */
const advanceBefore = (ledger: TestLedger, atMs: number) => ledger.advance(atMs - 1 - ledger.state.timeMs);

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `swap-lines/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a line", () => {
  test("is proposed by one central bank and accepted by the other (proposeLine, acceptLine)", async () => {
    const ledger = createLineLedger();
    expectRefused(ledger, "unknownLine", () => accept(ledger));
    expect(propose(ledger).answer).toEqual({ line: 1 });
    expectRefused(ledger, "notCounterparty", () => accept(ledger, 1, "cny-issuer"));
    expectRefused(ledger, "lineNotOpen", () => draw(ledger));
    expect(accept(ledger).code).toBe(0);
    expectRefused(ledger, "lineAgreed", () => accept(ledger));
    const row = { status: "open", proposer: { currency: "CNY", limit: 1_000_000_000n }, openDraws: 0 };
    expect(await ledger.query("swap-lines/line", { line: 1 })).toMatchObject({
      ...row,
      proposerUse: { usedBp: 0, levelBp: 0 },
    });
    expect(await ledger.query("swap-lines/lines")).toMatchObject({ items: [{ number: 1, line: row }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("joins two central banks, once", () => {
    const ledger = createLineLedger();
    expectRefused(ledger, "notCentralBank", () => propose(ledger, { by: "alice" }));
    expectRefused(ledger, "notCentralBank", () => propose(ledger, { own: "KDG" }));
    expectRefused(ledger, "sameCentralBank", () => propose(ledger, { other: "CNY" }));
    expectRefused(ledger, "currencyUnfit", () => propose(ledger, { other: "KDG" }));
    expectRefused(ledger, "accounts/unknownCurrency", () => propose(ledger, { other: "XXX" }));
    propose(ledger);
    expectRefused(ledger, "pairTaken", () => propose(ledger));
    expectRefused(ledger, "pairTaken", () => propose(ledger, { by: "kzt-issuer", own: "KZT", other: "CNY" }));
    expect(propose(ledger, { other: "USD" }).answer).toEqual({ line: 2 });
  });

  test("has sound terms, and an expiry to come that is not too far", () => {
    const ledger = createLineLedger();
    expectRefused(ledger, "termsUnsound", () => propose(ledger, { terms: { tenorsDays: [7, 1] } }));
    const until = (ms: number) => propose(ledger, { terms: { expiresMs: ledger.state.timeMs + 1 + ms } });
    expectRefused(ledger, "expiryWrong", () => until(0));
    expectRefused(ledger, "expiryWrong", () => until(1_827 * dayMs + 1));
    expect(until(1_827 * dayMs).code).toBe(0);
    close(ledger);
    expect(until(1).code).toBe(0);
    expectRefused(ledger, "lineExpired", () => accept(ledger, 2));
  });

  test("is closed by either party: at once without draws, else with the last one (closeLine)", async () => {
    const ledger = withLine();
    expectRefused(ledger, "notParty", () => close(ledger, "usd-issuer"));
    draw(ledger);
    draw(ledger, { amount: 70n });
    expect(close(ledger, "kzt-issuer").answer).toEqual({ openDraws: 2 });
    expectRefused(ledger, "lineClosing", () => close(ledger));
    expectRefused(ledger, "lineNotOpen", () => draw(ledger));
    expectRefused(ledger, "pairTaken", () => propose(ledger));
    expect(ofDraw(ledger, "repayDraw", 2).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
    expect(ofDraw(ledger, "repayDraw").code).toBe(0);
    expectRefused(ledger, "lineEnded", () => draw(ledger));
    expectRefused(ledger, "lineEnded", () => ofDraw(ledger, "repayDraw"));
    expect(propose(ledger).answer).toEqual({ line: 2 });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a draw (drawLine)", () => {
  test("is newly lent, against collateral at the oracle's rate with the haircut", async () => {
    const ledger = withLine();
    const supply = accounts.supply(ledger.state, "KZT");
    const { answer, events } = draw(ledger);
    const dueMs = ledger.state.timeMs + 7 * dayMs;
    expect(answer).toEqual({ draw: 1, collateral: 1_100_000n, rateBp: 500, dueMs });
    expect(held(ledger, "cny-issuer", "KZT")).toBe(1_070_000_000n);
    expect(held(ledger, "cny-issuer", "CNY")).toBe(998_900_000n);
    expect(accounts.supply(ledger.state, "KZT")).toBe(supply + 70_000_000n);
    expect(inBook(ledger)).toBe(1_100_000n);
    const row = {
      ...{ lent: { currency: "KZT", amount: 70_000_000n }, counter: { currency: "CNY", amount: 1_000_000n } },
      ...{ spot: { lentNano: 2_000_000n, heldNano: 140_000_000n }, dueMs, graceEndsMs: dueMs + dayMs },
    };
    expect(events[0]).toMatchObject({ type: "swap-lines/lineDrawn", content: row });
    expect(await ledger.query("swap-lines/draw", { line: 1, draw: 1 })).toMatchObject({ ...row, interestNow: 9_723n });
    expect(await ledger.query("swap-lines/draws", { line: 1 })).toMatchObject({ items: [{ number: 1, draw: row }] });
    const exposure = (currency: string) => ledger.query("swap-lines/exposure", { currency });
    expect(await exposure("KZT")).toEqual({ lent: 70_000_000n, collateral: 0n });
    expect(await exposure("CNY")).toEqual({ lent: 0n, collateral: 1_100_000n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("goes both ways on one line", async () => {
    const ledger = withLine();
    draw(ledger);
    const back = draw(ledger, { by: "kzt-issuer", amount: 1_000_000n });
    expect(back.answer).toMatchObject({ draw: 2, collateral: 77_000_000n });
    expectRefused(ledger, "notDrawer", () => ofDraw(ledger, "repayDraw", 2));
    expect(ofDraw(ledger, "repayDraw", 2, "kzt-issuer").code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("costs more the more is drawn, and rising use is announced at its levels", async () => {
    const ledger = withLine();
    const rate = (amount: bigint) => {
      const { answer, events } = draw(ledger, { amount });
      const { rateBp } = answer as { rateBp: number };
      return [rateBp, ...events.slice(1).map(({ content }) => (content as { levelBp: number }).levelBp)];
    };
    const amounts = [500_000_000n, 1n, 199_999_999n, 100_000_000n, 1n, 199_999_999n];
    expect(amounts.map(rate)).toEqual([[500], [525], [525, 7_000], [525], [550], [550, 9_500]]);
    expectRefused(ledger, "limitExceeded", () => draw(ledger, { amount: 1n }));
    const line = await ledger.query("swap-lines/line", { line: 1 });
    expect(line).toMatchObject({ proposerUse: { usedBp: 10_000, levelBp: 9_500 }, acceptorUse: { usedBp: 0 } });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is for parties, within tenor, expiry and count", () => {
    const ledger = withLine({ terms: { tenorsDays: [1, 7] } }, { "swap-lines.drawsMost": 2n });
    expectRefused(ledger, "notParty", () => draw(ledger, { by: "usd-issuer" }));
    expectRefused(ledger, "tenorNotAgreed", () => draw(ledger, { tenorDays: 30 }));
    expect([draw(ledger, { amount: 1n }).code, draw(ledger, { amount: 1n }).code]).toEqual([0, 0]);
    expectRefused(ledger, "tooManyDraws", () => draw(ledger));
    const expiresMs = ledger.state.timeMs + 2 + 7 * dayMs + 1;
    const other = withLine({ terms: { expiresMs } });
    const lateMs = expiresMs - 7 * dayMs + 1;
    advanceBefore(other, lateMs);
    expectRefused(other, "tenorBeyondExpiry", () => draw(other));
    expect(draw(other, { tenorDays: 1 }).code).toBe(0);
    advanceBefore(other, expiresMs);
    expectRefused(other, "lineExpired", () => draw(other, { tenorDays: 1 }));
  });

  test("may fall due at the very moment at which the line expires", () => {
    const ledger = createLineLedger();
    const expiresMs = ledger.state.timeMs + 10 + 7 * dayMs;
    propose(ledger, { terms: { expiresMs } });
    accept(ledger);
    advanceBefore(ledger, expiresMs - 7 * dayMs);
    expect(dueOf(draw(ledger))).toBe(expiresMs);
  });

  test("needs the collateral, to the last unit", () => {
    const ledger = withLine({ ownLimit: 10n ** 12n });
    // A thousand million fen are worth 63,636,363,636.36 tiyn when a tenth is kept on top.
    expectRefused(ledger, "accounts/insufficientFunds", () => draw(ledger, { amount: 63_636_363_637n }));
    expect(draw(ledger, { amount: 63_636_363_636n }).answer).toMatchObject({ collateral: 1_000_000_000n });
    expect(held(ledger, "cny-issuer", "CNY")).toBe(0n);
  });

  test("needs feeds that price whole units", () => {
    const ledger = createLineLedger();
    propose(ledger, { other: "USD", ownLimit: 100n });
    accept(ledger, 1, "usd-issuer");
    expectRefused(ledger, "oracle/unknownFeed", () => draw(ledger, { amount: 1n }));
    addFeed(ledger, "USD", 1_000n);
    expectRefused(ledger, "feedUnfit", () => draw(ledger, { amount: 1n }));
    propose(ledger, { other: "EUR", ownLimit: 100n });
    accept(ledger, 2, "eur-issuer");
    addFeed(ledger, "EUR");
    expectRefused(ledger, "oracle/priceUnsound", () => draw(ledger, { line: 2, amount: 1n }));
  });

  test("is refused while a currency is paused, and moves neither leg", () => {
    const ledger = withLine();
    for (const currency of ["KZT", "CNY"]) {
      const by = `${currency.toLowerCase()}-issuer`;
      ledger.send(by, "accounts/pauseCurrency", { currency, reference: "order 1" });
      expectRefused(ledger, "accounts/currencyPaused", () => draw(ledger));
      ledger.send(by, "accounts/resumeCurrency", { currency, reference: "order 2" });
    }
    expect(draw(ledger).code).toBe(0);
  });
});

describe("repayment (repayDraw)", () => {
  test("returns the same amounts, whatever the rate is then, with interest for the days begun", async () => {
    const ledger = withLine();
    const supply = accounts.supply(ledger.state, "KZT");
    const drawn = draw(ledger);
    settlePrices(ledger, { KZT: 2_030_000n });
    // Two refusals, then the repayment at the very moment at which it is due: not a day late yet.
    advanceBefore(ledger, dueOf(drawn) - 2);
    expectRefused(ledger, "unknownDraw", () => ofDraw(ledger, "repayDraw", 2));
    expectRefused(ledger, "notDrawer", () => ofDraw(ledger, "repayDraw", 1, "kzt-issuer"));
    const { answer } = ofDraw(ledger, "repayDraw");
    expect(answer).toEqual({ interest: 68_056n, collateralReturned: 1_100_000n });
    expect(held(ledger, "cny-issuer", "CNY")).toBe(1_000_000_000n);
    expect(held(ledger, "cny-issuer", "KZT")).toBe(1_000_000_000n - 68_056n);
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(1_000_000_000n + 68_056n);
    expect(accounts.supply(ledger.state, "KZT")).toBe(supply);
    expect(inBook(ledger)).toBe(0n);
    expectRefused(ledger, "drawClosed", () => ofDraw(ledger, "repayDraw"));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is cheaper when early", () => {
    const ledger = withLine();
    draw(ledger);
    ledger.advance(dayMs - 2);
    expect(ofDraw(ledger, "repayDraw").answer).toMatchObject({ interest: 9_723n });
  });

  test("needs what was lent beside the interest", () => {
    const ledger = createLineLedger();
    // A bank of which nobody's tenge are left: it has what it draws, and no interest.
    propose(ledger, { by: "usd-issuer", own: "USD" });
    accept(ledger);
    addFeed(ledger, "USD");
    settlePrices(ledger, { USD: 1_000_000_000n });
    const own = { currency: "USD", to: ledger.account("usd-issuer"), amount: 1_000_000n };
    ledger.send("usd-issuer", "accounts/issueCurrency", own);
    draw(ledger, { by: "usd-issuer" });
    expectRefused(ledger, "accounts/insufficientFunds", () => ofDraw(ledger, "repayDraw", 1, "usd-issuer"));
    const more = { currency: "KZT", to: ledger.account("usd-issuer"), amount: 9_722n };
    ledger.send("kzt-issuer", "accounts/issueCurrency", more);
    expectRefused(ledger, "accounts/insufficientFunds", () => ofDraw(ledger, "repayDraw", 1, "usd-issuer"));
    ledger.send("kzt-issuer", "accounts/issueCurrency", { ...more, amount: 1n });
    expect(ofDraw(ledger, "repayDraw", 1, "usd-issuer").code).toBe(0);
    expect(held(ledger, "usd-issuer", "KZT")).toBe(0n);
  });
});

describe("a rollover (rollOverDraw)", () => {
  test("pays the tenor that ends, and begins another one at a rate that rises each second time", async () => {
    const ledger = withLine();
    let dueMs = dueOf(draw(ledger));
    advanceBefore(ledger, dueMs - dayMs - 1);
    expectRefused(ledger, "rolloverTooEarly", () => rollOver(ledger));
    for (const rateBp of [500, 550, 550]) {
      advanceBefore(ledger, dueMs - dayMs);
      const { answer } = rollOver(ledger);
      dueMs += 7 * dayMs;
      expect(answer).toMatchObject({ rateBp, dueMs });
    }
    expect(held(ledger, "kzt-issuer", "KZT")).toBe(1_000_000_000n + 68_056n + 68_056n + 74_862n);
    advanceBefore(ledger, dueMs - 1);
    expectRefused(ledger, "rolloversExhausted", () => rollOver(ledger));
    expectRefused(ledger, "rolloverTooLate", () => rollOver(ledger));
    expect(await ledger.audit()).toEqual([]);
    expect(ofDraw(ledger, "repayDraw").code).toBe(0);
  });

  test("belongs to who drew, within the line's tenors and its life", () => {
    const ledger = withLine({ terms: { tenorsDays: [1, 7] } });
    draw(ledger, { tenorDays: 1 });
    expectRefused(ledger, "notDrawer", () => rollOver(ledger, 1, 1, "kzt-issuer"));
    expectRefused(ledger, "tenorNotAgreed", () => rollOver(ledger, 30));
    expectRefused(ledger, "unknownDraw", () => rollOver(ledger, 1, 2));
    close(ledger);
    expectRefused(ledger, "lineNotOpen", () => rollOver(ledger, 1));
  });

  test("keeps the draw from being seized at its first end", async () => {
    const ledger = withLine();
    const dueMs = dueOf(draw(ledger, { tenorDays: 1 }));
    rollOver(ledger, 7);
    expect(types(ledger.executeBlock([], { timeMs: dueMs + dayMs }))).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
    expect(types(ledger.executeBlock([], { timeMs: dueMs + 8 * dayMs }))).toContain("collateralSeized");
  });
});

describe("the daily review", () => {
  const call = { amount: 22_001n, isLate: false };

  test("asks for what lacks when the rate has moved beyond the threshold, and freezes draws after a day (answerMarginCall)", async () => {
    const ledger = withLine();
    draw(ledger, { tenorDays: 30 });
    const startedMs = ledger.state.timeMs;
    expectRefused(ledger, "noMarginCall", () => ofDraw(ledger, "answerMarginCall"));
    settlePrices(ledger, { KZT: 2_040_000n });
    expect(types(ledger.executeBlock([], { timeMs: startedMs + dayMs - 1 }))).toEqual([]);
    expect(types(ledger.executeBlock([], { timeMs: startedMs + dayMs }))).toEqual([]);
    settlePrices(ledger, { KZT: 2_040_001n });
    expect(types(ledger.executeBlock([], { timeMs: startedMs + 2 * dayMs }))).toEqual(["marginCalled"]);
    const callDueMs = startedMs + 3 * dayMs;
    expect(await ledger.query("swap-lines/draw", { line: 1, draw: 1 })).toMatchObject({
      call: { ...call, dueMs: callDueMs },
    });
    expect(await ledger.audit()).toEqual([]);
    advanceBefore(ledger, callDueMs - 1);
    expect(draw(ledger, { amount: 70n }).code).toBe(0);
    expect(types(ledger.executeBlock([], { timeMs: callDueMs }))).toEqual(["marginCallMissed"]);
    expectRefused(ledger, "drawsFrozen", () => draw(ledger));
    expect(draw(ledger, { by: "kzt-issuer", amount: 70n }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
    expectRefused(ledger, "notDrawer", () => ofDraw(ledger, "answerMarginCall", 1, "kzt-issuer"));
    expect(ofDraw(ledger, "answerMarginCall").answer).toEqual({ collateral: 1_122_001n });
    expect(draw(ledger, { amount: 70n }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
    // The answered rate is the one that the next review compares with.
    expect(types(ledger.advance(dayMs))).toEqual([]);
    expectRefused(ledger, "noMarginCall", () => ofDraw(ledger, "answerMarginCall"));
  });

  test("gives back what is too much when the rate has moved the other way", async () => {
    const ledger = withLine();
    draw(ledger);
    settlePrices(ledger, { KZT: 1_900_000n });
    const { blockEvents } = ledger.advance(dayMs);
    expect(blockEvents).toMatchObject([{ type: "swap-lines/collateralReturned", content: { amount: 55_000n } }]);
    expect(inBook(ledger)).toBe(1_045_000n);
    expect(held(ledger, "cny-issuer", "CNY")).toBe(998_955_000n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("waits a twenty-fourth of its interval where prices are not sound", () => {
    const ledger = withLine();
    draw(ledger, { tenorDays: 30 });
    const startedMs = ledger.state.timeMs;
    const rules = {
      ...{ maxAgeMs: hourMs, market: "continuous", confidenceMultiplierBp: 0, ageWideningPpm: 0, gateBp: 10_000 },
      ...{ holdMs: 0, minPublishers: 2, sampleMs: 1_000 },
    };
    expect(ledger.send("issuer", "oracle/setFeedRules", { feed: "KZT", rules }).code).toBe(0);
    expect(types(ledger.executeBlock([], { timeMs: startedMs + dayMs }))).toEqual([]);
    expectRefused(ledger, "oracle/priceUnsound", () => draw(ledger));
    settlePrices(ledger, { KZT: 2_100_000n });
    expect(types(ledger.executeBlock([], { timeMs: startedMs + dayMs + hourMs - 1 }))).toEqual([]);
    expect(types(ledger.executeBlock([], { timeMs: startedMs + dayMs + hourMs }))).toEqual(["marginCalled"]);
  });

  test("repaying a draw with a late call frees the line", async () => {
    const ledger = withLine();
    draw(ledger, { tenorDays: 30 });
    settlePrices(ledger, { KZT: 3_000_000n });
    ledger.advance(dayMs);
    ledger.advance(dayMs);
    expectRefused(ledger, "drawsFrozen", () => draw(ledger));
    expect(ofDraw(ledger, "repayDraw").code).toBe(0);
    expect(draw(ledger).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a default", () => {
  test("costs a penalty within the grace, then the collateral, and blocks further draws", async () => {
    const ledger = withLine();
    const first = draw(ledger, { tenorDays: 1 });
    draw(ledger, { tenorDays: 1, amount: 70n });
    advanceBefore(ledger, dueOf(first) + dayMs - 1);
    // A day at 5 % and a day begun at 7 %: 9,722.2 and 13,611.1, each rounded up.
    expect(ofDraw(ledger, "repayDraw").answer).toMatchObject({ interest: 9_723n + 13_612n });
    const supply = accounts.supply(ledger.state, "KZT");
    const before = held(ledger, "kzt-issuer", "CNY");
    const { blockEvents } = ledger.advance(10);
    expect(blockEvents).toMatchObject([
      { type: "swap-lines/collateralSeized", content: { draw: 2, lender: ledger.account("kzt-issuer"), amount: 2n } },
    ]);
    expect(held(ledger, "kzt-issuer", "CNY")).toBe(before + 2n);
    expect(inBook(ledger)).toBe(0n);
    expect(accounts.supply(ledger.state, "KZT")).toBe(supply);
    expectRefused(ledger, "drawClosed", () => ofDraw(ledger, "repayDraw", 2));
    expectRefused(ledger, "drawsBlocked", () => draw(ledger));
    expect(draw(ledger, { by: "kzt-issuer", amount: 70n }).code).toBe(0);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not hindered by a freeze or a pause, and ends a line that was closing", async () => {
    const ledger = withLine();
    const dueMs = dueOf(draw(ledger, { tenorDays: 1 }));
    close(ledger);
    const reference = "order 1";
    ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference });
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("kzt-issuer"), reference });
    const before = held(ledger, "kzt-issuer", "CNY");
    ledger.executeBlock([], { timeMs: dueMs + dayMs });
    expect(held(ledger, "kzt-issuer", "CNY")).toBe(before + 1_100_000n);
    expect(lines.has(ledger.state, 1)).toBe(false);
    expect(await ledger.audit()).toEqual([]);
  });

  test.each([
    ["frozen", "accounts/freezeAccount", "accounts/unfreezeAccount"],
    ["paused", "accounts/pauseCurrency", "accounts/resumeCurrency"],
  ])("is not what a lender can make of its borrower whose money it has %s", async (what, stop, release) => {
    const ledger = withLine();
    const dueMs = dueOf(draw(ledger, { tenorDays: 1 }));
    const named = what === "frozen" ? { account: ledger.account("cny-issuer"), currency: "KZT" } : { currency: "KZT" };
    expect(ledger.send("kzt-issuer", stop, { ...named, reference: "order 1" }).code).toBe(0);
    const before = held(ledger, "kzt-issuer", "CNY");
    ledger.executeBlock([], { timeMs: dueMs + dayMs });
    expect([held(ledger, "kzt-issuer", "CNY"), inBook(ledger)]).toEqual([before, 1_100_000n]);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.send("kzt-issuer", release, { ...named, reference: "order 2" }).code).toBe(0);
    expect(ofDraw(ledger, "repayDraw").code).toBe(0);
    expect([inBook(ledger), await ledger.audit()]).toEqual([0n, []]);
  });

  test.each([
    ["a freeze", "accounts/freezeAccount", "accounts/unfreezeAccount"],
    ["a pause", "accounts/pauseCurrency", "accounts/resumeCurrency"],
  ])("waits for a whole grace after %s that the lender ends in the last moment", async (what, stop, release) => {
    const ledger = withLine();
    const endMs = dueOf(draw(ledger, { tenorDays: 1 })) + dayMs;
    const named =
      what === "a freeze" ? { account: ledger.account("cny-issuer"), currency: "KZT" } : { currency: "KZT" };
    ledger.send("kzt-issuer", stop, { ...named, reference: "order 1" });
    ledger.executeBlock([], { timeMs: endMs - 2 });
    ledger.send("kzt-issuer", release, { ...named, reference: "order 2" });
    const freeMs = ledger.state.timeMs;
    ledger.executeBlock([], { timeMs: endMs });
    expect([inBook(ledger), draws.get(ledger.state, 1, 1)?.graceEndsMs]).toEqual([1_100_000n, freeMs + dayMs]);
    ledger.executeBlock([], { timeMs: freeMs + dayMs - 1 });
    expect([inBook(ledger), await ledger.audit()]).toEqual([1_100_000n, []]);
    ledger.executeBlock([], { timeMs: freeMs + dayMs });
    expect([inBook(ledger), await ledger.audit()]).toEqual([0n, []]);
  });

  test("is not what a frozen lender can bring about: its borrower repays, and the interest waits there", async () => {
    const ledger = withLine();
    draw(ledger, { tenorDays: 1 });
    const before = held(ledger, "kzt-issuer", "KZT");
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("kzt-issuer"), reference: "order 1" });
    const { code, answer } = ofDraw(ledger, "repayDraw");
    expect([code, held(ledger, "kzt-issuer", "KZT")]).toEqual([0, before + (answer as { interest: bigint }).interest]);
    expect([inBook(ledger), await ledger.audit()]).toEqual([0n, []]);
  });

  test("of many draws at once is dealt with over several blocks, so many in each", async () => {
    const most = limits.swapDuesPerBlockMax;
    const ledger = withLine({}, { "swap-lines.drawsMost": 256n });
    const messages = Array.from({ length: 50 }, () => ({
      ...{ actor: "cny-issuer", type: "swap-lines/drawLine" },
      content: { line: 1, amount: 70n, tenorDays: 1 },
    }));
    for (let times = 0; times < 5; times += 1) expect(ledger.sendAll(messages).refused).toBeUndefined();
    // Each is reviewed and seized: twice as many things fall due as draws.
    const atMs = ledger.state.timeMs + 2 * dayMs;
    ledger.executeBlock([], { timeMs: atMs });
    const left = lines.get(ledger.state, 1)?.openDraws ?? 0;
    expect(left).toBe(2 * 250 - most);
    expect(await ledger.audit()).toEqual([]);
    ledger.executeBlock([]);
    ledger.executeBlock([]);
    expect(lines.get(ledger.state, 1)).toMatchObject({ openDraws: 0, proposer: { defaults: 250, drawn: 0n } });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("promises", () => {
  test("are broken by rows that do not fit", async () => {
    const ledger = withLine();
    draw(ledger);
    const broken = async (claim: typeof usesEqualDraws, ...rows: ChangedRow[]) =>
      (await claim({ state: changedState(ledger.state, rows) })).length;
    const exposure = { lent: 1n, collateral: 1_100_000n };
    expect(await broken(exposuresEqualDraws, rowOf(exposures.key("CNY"), exposures.codec, exposure))).toBe(1);
    const line = lines.get(ledger.state, 1);
    const drawn = draws.get(ledger.state, 1, 1);
    if (line === undefined || drawn === undefined) throw new Error("the line was drawn on");
    const small = { ...line, proposer: { ...line.proposer, limit: 1n }, openDraws: 2 };
    expect(await broken(usesEqualDraws, rowOf(lines.key(1), lines.codec, small))).toBe(2);
    expect(await broken(pairsHaveOneLine, rowOf(pairs.key("CNY", "KZT"), pairs.codec, 2))).toBe(1);
    const later = { ...drawn, graceEndsMs: drawn.graceEndsMs + 1 };
    expect(await broken(openDrawsFallDue, rowOf(draws.key(1, 1), draws.codec, later))).toBe(1);
  });
});
