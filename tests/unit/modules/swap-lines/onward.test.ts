// Draws that are lent on to a bank: within two limits, free for hours, a day's draw after that, and the bank's to repay.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { onwardLimitsHold } from "#src/modules/swap-lines/invariants.ts";
import { setOnwardLimit as message } from "#src/modules/swap-lines/messages/setOnwardLimit.ts";
import { onwardCounts, onwardLimits } from "#src/modules/swap-lines/tables.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { automatic, block, createCreditLedger, setOnwardLimit, withSwapLine } from "#tests/support/intradayCredit.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { balance, give, settledIn } from "#tests/support/netting.ts";
import { refusalOf } from "#tests/support/refusal.ts";
import { accept, close, dayMs, hourMs, propose } from "#tests/support/swapLines.ts";

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `swap-lines/${code}`);
  expect(ledger.digest()).toBe(before);
}

const withLine = (funds = 100n) => {
  const ledger = createCreditLedger({ CNY: { alice: funds } });
  withSwapLine(ledger);
  return ledger;
};

/** Alice has 700 tenge drawn for her, which bob now has. */
const withDraw = (funds = 100n) => {
  const ledger = withLine(funds);
  automatic(ledger, { credit: false, swapLine: 1 });
  block(ledger, "alice bob 700");
  return ledger;
};

const limitOf = (ledger: TestLedger) =>
  ledger.query("swap-lines/onwardLimit", { line: 1, currency: "KZT", account: ledger.account("alice") });
const drawOf = (ledger: TestLedger) => ledger.query("swap-lines/draw", { line: 1, draw: 1 });
const repay = (ledger: TestLedger, by = "alice") => ledger.send(by, "swap-lines/repayDraw", { line: 1, draw: 1 });
/** What alice gets stays with her. */
const keep = (ledger: TestLedger) =>
  ledger.send("alice", "netting/setEarmarks", { currency: "KZT", direct: 10n ** 9n, urgent: 0n });

describe("a bank's limit (setOnwardLimit)", () => {
  test("is set by its central bank, for the other currency, on a line whose terms allow it", async () => {
    const ledger = createCreditLedger();
    expectRefused(ledger, "unknownLine", () => setOnwardLimit(ledger, 1n));
    propose(ledger);
    accept(ledger);
    expectRefused(ledger, "onwardNotAgreed", () => setOnwardLimit(ledger, 1n));
    close(ledger);
    propose(ledger, { terms: { intradayFreeMs: 0 } });
    const on = (limit: bigint, change: object = {}) => setOnwardLimit(ledger, limit, { line: 2, ...change });
    expectRefused(ledger, "lineNotOpen", () => on(1n));
    accept(ledger, 2);
    expectRefused(ledger, "notParty", () => on(1n, { by: "alice" }));
    expectRefused(ledger, "currencyNotLent", () => on(1n, { currency: "CNY" }));
    expectRefused(ledger, "bankUnfit", () => on(1n, { bank: "kzt-issuer" }));
    expectRefused(ledger, "unknownOnwardLimit", () => on(0n));
    expect(on(1n).refused).toBeUndefined();
    expectRefused(ledger, "notParty", () => on(0n, { by: "kzt-issuer" }));
    expect(await ledger.audit()).toEqual([]);
    expect(on(0n).refused).toBeUndefined();
    await expect(limitOf(ledger)).rejects.toThrow();
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not lowered below what is drawn; ended, it goes with the last draw", async () => {
    const ledger = withDraw();
    expectRefused(ledger, "limitBelowDrawn", () => setOnwardLimit(ledger, 699n));
    expect(setOnwardLimit(ledger, 700n).refused).toBeUndefined();
    expect(await limitOf(ledger)).toMatchObject({ limit: 700n, drawn: 700n, isEnded: false });
    expect(setOnwardLimit(ledger, 0n).refused).toBeUndefined();
    expect(await limitOf(ledger)).toMatchObject({ drawn: 700n, isEnded: true });
    give(ledger, "alice", 700n, "KZT");
    await expect(limitOf(ledger)).rejects.toThrow();
    expect(await ledger.audit()).toEqual([]);
  });

  test("is one of so many on a side", () => {
    const ledger = withLine();
    const full = rowOf(onwardCounts.key(1, "KZT"), onwardCounts.codec, limits.onwardBanksMax);
    const state = changedState(ledger.state, [full]);
    const [actor, bank] = [ledger.account("cny-issuer"), ledger.account("bob")];
    const content = { line: 1, currency: "KZT", bank, limit: 1n };
    const handle = () => message.handle({ state, actor, emit: () => undefined } as never, content);
    expect(refusalOf(handle)).toBe("swap-lines/tooManyBanks");
  });

  test("is not set on a line that closes", () => {
    const ledger = withDraw();
    close(ledger);
    expectRefused(ledger, "lineClosing", () => setOnwardLimit(ledger, 800n));
  });
});

describe("a draw that is lent on", () => {
  test("counts in the limits of the bank and of its central bank, and is the bank's to repay", async () => {
    const ledger = withDraw();
    expect(await ledger.query("swap-lines/line", { line: 1 })).toMatchObject({
      proposer: { drawn: 700n },
      openDraws: 1,
    });
    expect(await limitOf(ledger)).toMatchObject({ drawn: 700n });
    expectRefused(ledger, "notDrawer", () => repay(ledger, "cny-issuer"));
    const roll = { line: 1, draw: 1, tenorDays: 1 };
    expectRefused(ledger, "drawLentOn", () => ledger.send("alice", "swap-lines/rollOverDraw", roll));
    keep(ledger);
    give(ledger, "alice", 700n, "KZT");
    const { answer, events } = repay(ledger);
    expect(answer).toEqual({ interest: 0n, collateralReturned: 11n });
    expect(events.at(-1)).toMatchObject({
      type: "swap-lines/drawSettled",
      content: { drawer: ledger.account("cny-issuer") },
    });
    expect(balance(ledger, "alice", "CNY")).toBe(100n);
    // The list of debts forgets it at the end of the block.
    const account = ledger.account("alice");
    expect(await ledger.query("intraday-credit/debts", { currency: "KZT", account })).toEqual({ debts: [] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("costs nothing for six hours, a day's interest from then on, and the penalty after a day", async () => {
    const ledger = withDraw();
    const { startedMs } = (await drawOf(ledger)) as { readonly startedMs: number };
    const at = async (ms: number) => {
      ledger.advance(startedMs + ms - ledger.state.timeMs);
      return ((await drawOf(ledger)) as { readonly interestNow: bigint }).interestNow;
    };
    // 700 at 5 % a year come to 0.1 a day.
    expect([await at(6 * hourMs), await at(6 * hourMs + 1), await at(dayMs + 1)]).toEqual([0n, 1n, 2n]);
    give(ledger, "alice", 701n, "KZT");
    expect(await drawOf(ledger)).toMatchObject({ lent: { amount: 1n }, collateral: 1n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is seized after its day and the grace: the bank's limit ends, and its central bank may draw on", async () => {
    const ledger = withDraw();
    ledger.advance(2 * dayMs);
    expect(balance(ledger, "alice", "CNY")).toBe(89n);
    await expect(limitOf(ledger)).rejects.toThrow();
    expect(await ledger.query("swap-lines/line", { line: 1 })).toMatchObject({ proposer: { drawn: 0n, defaults: 0 } });
    expect(settledIn(block(ledger, "alice bob 70"))).toEqual([]);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.faults).toEqual([]);
  });

  test("has another grace while its bank is frozen", async () => {
    const ledger = withDraw();
    const account = ledger.account("alice");
    ledger.send("kzt-issuer", "accounts/freezeAccount", { currency: "KZT", account, reference: "court" });
    ledger.advance(2 * dayMs);
    expect(await drawOf(ledger)).toMatchObject({ lent: { amount: 700n } });
    expect(ledger.faults).toEqual([]);
  });

  test("waits while the whole bank is frozen, though it has nothing of what was lent", async () => {
    const ledger = withDraw();
    expect(balance(ledger, "alice", "KZT")).toBe(0n);
    ledger.send("regulator", "accounts/freezeAccount", { account: ledger.account("alice"), reference: "court" });
    ledger.advance(2 * dayMs);
    expect(await drawOf(ledger)).toMatchObject({ lent: { amount: 700n } });
    expect(await ledger.audit()).toEqual([]);
  });

  test("takes no place of its central bank's own draws, and a bank has few of them at once", async () => {
    const ledger = createCreditLedger({ CNY: { alice: 100n } }, { "swap-lines.drawsMost": 5n });
    withSwapLine(ledger);
    automatic(ledger, { credit: false, swapLine: 1 });
    for (let at = 0; at < limits.onwardDrawsMax; at += 1)
      expect(settledIn(block(ledger, "alice bob 1"))).toHaveLength(1);
    expect(settledIn(block(ledger, "alice bob 1"))).toEqual([]);
    for (let at = 0; at < 5; at += 1) {
      const { refused } = ledger.send("cny-issuer", "swap-lines/drawLine", { line: 1, amount: 70n, tenorDays: 1 });
      expect(refused).toBeUndefined();
    }
    const own = { line: 1, amount: 70n, tenorDays: 1 };
    expectRefused(ledger, "tooManyDraws", () => ledger.send("cny-issuer", "swap-lines/drawLine", own));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is no more than the bank's limit, and than what it can pledge", () => {
    const ledger = withLine(10n);
    automatic(ledger, { credit: false, swapLine: 1 });
    // Ten yuan cover 636 tenge with a tenth on top.
    expect(settledIn(block(ledger, "alice bob 637"))).toEqual([]);
    ledger.send("alice", "netting/cancelItem", { item: 1 });
    expect(settledIn(block(ledger, "alice bob 636"))).toEqual(["2 swap"]);
    const other = createCreditLedger({ CNY: { alice: 100n } });
    withSwapLine(other, 699n);
    automatic(other, { credit: false, swapLine: 1 });
    expect(settledIn(block(other, "alice bob 700"))).toEqual([]);
  });
});

test("the invariant onwardLimitsHold finds a limit that says something else than its draws", async () => {
  const ledger = withDraw();
  const key = [1, "KZT", ledger.account("alice")] as const;
  const row = onwardLimits.get(ledger.state, ...key);
  if (row === undefined) throw new Error("there is a limit");
  const wrong = rowOf(onwardLimits.key(...key), onwardLimits.codec, { ...row, limit: 1n });
  expect(await onwardLimitsHold({ state: changedState(ledger.state, [wrong]) })).toEqual([
    `${onwardLimits.key(...key)} is beyond its limit`,
  ]);
});
