// Figures of a day: what banks paid, how long it waited, how much liquidity it took, and how long that is kept.
import { expect, test } from "vitest";
import { dayLengthMs, indicatorsOf, placeOf } from "#src/modules/netting/days.ts";
import { daysAddUp } from "#src/modules/netting/invariants.ts";
import { bankDays, currencyDays } from "#src/modules/netting/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createNettingLedger, euros, lastsMs, owe, oweTogether } from "#tests/support/netting.ts";

const nothing = { legs: 0, amount: 0n };
const noSteps = { entry: nothing, bilateral: nothing, multilateral: nothing, bypass: nothing };

function ledgerWithBanks(funds: Readonly<Record<string, bigint>>): TestLedger {
  const ledger = createNettingLedger(funds);
  for (const alias of ["alice", "bob"]) {
    const grant = { role: "participant-bank", account: ledger.account(alias), reference: "LICENCE" };
    expect(ledger.send("issuer", "authority/grantRole", grant).refused).toBeUndefined();
  }
  return ledger;
}

interface Answer {
  readonly day: { readonly liquidityUsed?: bigint };
  readonly indicators: object;
  readonly queuedNow?: object;
}
const cockpit = async (ledger: TestLedger, dayMs?: number) =>
  (await ledger.query("netting/cockpit", { currency: euros, ...(dayMs !== undefined && { dayMs }) })) as Answer;
const bankDay = async (ledger: TestLedger, alias: string, dayMs?: number) =>
  (await ledger.query("netting/bankDay", {
    ...{ currency: euros, account: ledger.account(alias) },
    ...(dayMs !== undefined && { dayMs }),
  })) as Answer;
const today = (ledger: TestLedger) => ledger.state.timeMs - (ledger.state.timeMs % dayLengthMs);

test("what is paid at once used liquidity, and what comes back lets it turn over", async () => {
  const ledger = ledgerWithBanks({ alice: 10n });
  for (const text of ["alice bob 10", "bob alice 10", "alice bob 6", "alice carol 3", "eur-issuer alice 7"]) {
    expect(owe(ledger, text).answer).toMatchObject({ settled: true });
  }
  expect((await bankDay(ledger, "alice")).day).toMatchObject({
    ...{ dayMs: today(ledger), received: 17n, largestNetDebit: 10n, waitedAmountMs: 0n },
    paid: { ...noSteps, entry: { legs: 3, amount: 19n }, credit: nothing, swap: nothing },
  });
  expect((await bankDay(ledger, "bob")).day).toMatchObject({ received: 16n, largestNetDebit: 0n });
  const { day, indicators, queuedNow } = await cockpit(ledger);
  expect(day).toMatchObject({ liquidityUsed: 10n, paid: { ...noSteps, entry: { legs: 4, amount: 29n } } });
  expect(indicators).toMatchObject({
    ...{ amountPaid: 29n, turnoverRatioPpm: 2_900_000n, delayPpm: 0n, meanWaitMs: 0n },
    sharesPpm: { entry: 1_000_000n, bilateral: 0n },
  });
  expect(queuedNow).toEqual(nothing);
  expect(await ledger.audit()).toEqual([]);
});

test("gridlock that dissolves uses no liquidity, and its wait is weighed by amount against the longest possible", async () => {
  const ledger = ledgerWithBanks({});
  owe(ledger, "alice bob 8");
  ledger.advance(lastsMs / 4);
  expect((await cockpit(ledger)).queuedNow).toEqual({ legs: 1, amount: 8n });
  owe(ledger, "bob alice 8");
  const { day, indicators } = await cockpit(ledger);
  const waitedMs = BigInt(lastsMs / 4) + 1n;
  const longest = 2n * 8n * BigInt(lastsMs);
  expect(day).toMatchObject({
    ...{ liquidityUsed: 0n, waitedAmountMs: 8n * waitedMs },
    paid: { ...noSteps, bilateral: { legs: 2, amount: 16n } },
  });
  expect(indicators).toEqual({
    amountPaid: 16n,
    delayPpm: (8n * waitedMs * 1_000_000n + longest - 1n) / longest,
    meanWaitMs: (waitedMs + 1n) / 2n,
    sharesPpm: { entry: 0n, bilateral: 1_000_000n, multilateral: 0n, bypass: 0n, credit: 0n, swap: 0n },
  });
  expect(await ledger.audit()).toEqual([]);
});

test("who is no bank has no figures and adds to none", async () => {
  const ledger = createNettingLedger({ alice: 5n });
  owe(ledger, "alice carol 5");
  expect((await cockpit(ledger)).indicators).toEqual({ amountPaid: 0n });
  expect((await bankDay(ledger, "alice")).indicators).toEqual({ amountPaid: 0n });
  expect(currencyDays.has(ledger.state, euros, placeOf(today(ledger)))).toBe(false);
  expect(bankDays.has(ledger.state, euros, ledger.account("alice"), placeOf(today(ledger)))).toBe(false);
});

test("a day is kept for a week after it, and its row is taken by the day after that", async () => {
  const ledger = ledgerWithBanks({ alice: 100n });
  owe(ledger, "alice bob 3");
  const first = today(ledger);
  ledger.advance(7 * dayLengthMs);
  expect((await cockpit(ledger)).indicators).toEqual({ amountPaid: 0n });
  expect((await cockpit(ledger, first)).indicators).toMatchObject({ amountPaid: 3n });
  ledger.advance(dayLengthMs);
  await expect(cockpit(ledger, first)).rejects.toThrow();
  await expect(bankDay(ledger, "alice", first)).rejects.toThrow();
  expect((await cockpit(ledger)).indicators).toEqual({ amountPaid: 0n });
  owe(ledger, "alice bob 4");
  expect((await cockpit(ledger)).indicators).toMatchObject({ amountPaid: 4n, turnoverRatioPpm: 1_000_000n });
  expect((await bankDay(ledger, "bob")).day).toMatchObject({ received: 4n, dayMs: first + 8 * dayLengthMs });
  expect(await ledger.audit()).toEqual([]);
});

test("a day that has not begun, and a time within a day, are refused", async () => {
  const ledger = createNettingLedger();
  for (const dayMs of [today(ledger) + dayLengthMs, today(ledger) + 1, today(ledger) - 8 * dayLengthMs]) {
    await expect(cockpit(ledger, dayMs), String(dayMs)).rejects.toMatchObject({
      definition: { code: "netting/dayNotKept" },
    });
  }
  expect((await cockpit(ledger, today(ledger) - 7 * dayLengthMs)).indicators).toEqual({ amountPaid: 0n });
});

test("good figures are rounded down, and bad ones up", () => {
  const third = { legs: 1, amount: 1n };
  const paid = { ...noSteps, entry: third, bilateral: { legs: 1, amount: 2n }, credit: nothing, swap: nothing };
  const figures = { dayMs: 0, paid, waitedAmountMs: 1n, longestAmountMs: 3n };
  expect(indicatorsOf(figures, 7n)).toEqual({
    ...{ amountPaid: 3n, turnoverRatioPpm: 428_571n, delayPpm: 333_334n, meanWaitMs: 1n },
    sharesPpm: { entry: 333_333n, bilateral: 666_666n, multilateral: 0n, bypass: 0n, credit: 0n, swap: 0n },
  });
});

test("finds days whose currencies and banks differ", async () => {
  const ledger = ledgerWithBanks({ alice: 9n });
  oweTogether(ledger, "alice bob 5", "alice bob 4");
  const place = placeOf(today(ledger));
  const account = ledger.account("alice");
  const broken = (...rows: readonly ChangedRow[]) => daysAddUp({ state: changedState(ledger.state, rows) });
  expect(await broken()).toEqual([]);
  const total = currencyDays.get(ledger.state, euros, place);
  const ofTotal = (change: object) =>
    broken(rowOf(currencyDays.key(euros, place), currencyDays.codec, total && { ...total, ...change }));
  const key = currencyDays.key(euros, place);
  expect(await ofTotal({ liquidityUsed: 8n })).toEqual([`${key} does not hold the liquidity of its banks`]);
  expect(await ofTotal({ waitedAmountMs: 10n ** 20n })).toEqual([`${key} waited longer than it could`]);
  const none = { ...noSteps, credit: nothing, swap: nothing };
  expect(await ofTotal({ paid: none })).toEqual([`${key} does not hold what its banks paid`]);
  const own = bankDays.get(ledger.state, euros, account, place);
  const bankKey = bankDays.key(euros, account, place);
  expect(await broken(rowOf(bankKey, bankDays.codec, own && { ...own, largestNetDebit: 8n }))).toEqual([
    `${bankKey} holds less than its net debit`,
    `${key} does not hold the liquidity of its banks`,
  ]);
});
