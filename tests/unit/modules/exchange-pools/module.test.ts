// Pools on a ledger: opened, consented to, filled and emptied, and payments exchanged by them under the corridor's rules.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { poolReserves } from "#src/modules/exchange-pools/books.ts";
import { bookEqualsReserves, corridorsListPools, sharesAddUp } from "#src/modules/exchange-pools/invariants.ts";
import { lockedShares } from "#src/modules/exchange-pools/rules.ts";
import type { Leg, Pool } from "#src/modules/exchange-pools/schemas.ts";
import { corridorPools, pools, reserveTotals, shares } from "#src/modules/exchange-pools/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import { changeRules, limitZone, passNotice } from "#tests/support/corridors.ts";
import { publish, tier } from "#tests/support/exchange.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  add,
  askedOf,
  consent,
  createPoolLedger,
  firstDeposit,
  openPool,
  pay,
  remove,
  usualPrices,
  withdraw,
  withPool,
} from "#tests/support/pools.ts";
import { settlePrices, statePrices } from "#tests/support/prices.ts";
import { addFeed } from "#tests/support/swapLines.ts";

const nano = 1_000_000_000n;
const held = (ledger: TestLedger, alias: string, currency: string) =>
  accounts.balance(ledger.state, currency, ledger.account(alias));
const inBook = (ledger: TestLedger, currency: string) => accounts.balance(ledger.state, currency, poolReserves);
const poolOf = (ledger: TestLedger, number = 1): Pool => pools.get(ledger.state, number) as Pool;
const sharesOf = (ledger: TestLedger, alias: string) => shares.get(ledger.state, 1, ledger.account(alias)) ?? 0n;

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `exchange-pools/${code}`);
  expect(ledger.digest()).toBe(before);
}

describe("a pool", () => {
  test("is opened by the corridor's operator, of its currencies in order, each with a feed", async () => {
    const ledger = createPoolLedger();
    expectRefused(ledger, "corridors/notOperator", () => openPool(ledger, { by: "cny-bank" }));
    expectRefused(ledger, "corridors/unknownCorridor", () => openPool(ledger, { corridor: "nowhere" }));
    expectRefused(ledger, "currenciesUnordered", () => openPool(ledger, { currencies: ["KZT", "CNY"] }));
    expectRefused(ledger, "currenciesUnordered", () => openPool(ledger, { currencies: ["CNY", "CNY"] }));
    expectRefused(ledger, "currencyOutside", () => openPool(ledger, { currencies: ["AED", "CNY"] }));
    expectRefused(ledger, "feedUnfit", () => openPool(ledger, { currencies: ["CNY", "RUB"] }));
    expect(openPool(ledger).answer).toEqual({ pool: 1 });
    expectRefused(ledger, "poolKnown", () => openPool(ledger));
    expect(openPool(ledger, { currencies: ["CNY", "KZT", "UZS"] }).answer).toEqual({ pool: 2 });
    expect(await ledger.query("exchange-pools/pool", { pool: 2 })).toMatchObject({ corridor: "silk-road", shares: 0n });
    expect(await ledger.query("exchange-pools/pools")).toMatchObject({ items: [{ number: 1 }, { number: 2 }] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is one of sixteen of its corridor", () => {
    const ledger = createPoolLedger();
    addFeed(ledger, "RUB");
    addFeed(ledger, "KDG", 1_000_000n);
    const codes = ["CNY", "KDG", "KZT", "RUB", "UZS"];
    const sets = codes.flatMap((one, at) =>
      codes
        .slice(at + 1)
        .flatMap((two, after) => [[one, two], ...codes.slice(at + after + 2).map((last) => [one, two, last])]),
    );
    const refused = sets.map((currencies) => openPool(ledger, { currencies }).refused);
    const most = limits.poolsPerCorridorMax;
    expect(refused).toEqual(sets.map((_, at) => (at < most ? undefined : "exchange-pools/tooManyPools")));
    expect(ledger.send("corridor-operator", "exchange-pools/closePool", { pool: 3 }).code).toBe(0);
    expect(openPool(ledger, { currencies: sets[most] ?? [] }).code).toBe(0);
  });

  test("waits for the consent of each central bank, and gives liquidity back alone after withdrawConsent", () => {
    const ledger = createPoolLedger();
    openPool(ledger);
    const by = (actor: string, pool: number, currency: string) =>
      ledger.send(actor, "exchange-pools/grantConsent", { pool, currency });
    expectRefused(ledger, "corridors/notCentralBank", () => by("kzt-issuer", 1, "CNY"));
    expectRefused(ledger, "unknownPool", () => by("cny-issuer", 2, "CNY"));
    expectRefused(ledger, "currencyNotPooled", () => by("usd-issuer", 1, "USD"));
    expectRefused(ledger, "consentKnown", () => withdraw(ledger, "CNY"));
    expectRefused(ledger, "consentMissing", () => add(ledger));
    expect(consent(ledger, "CNY").code).toBe(0);
    expectRefused(ledger, "consentKnown", () => consent(ledger, "CNY"));
    expectRefused(ledger, "consentMissing", () => add(ledger));
    expect(consent(ledger, "KZT").code).toBe(0);
    expect(add(ledger).code).toBe(0);
    expect(pay(ledger).code).toBe(0);
    expect(withdraw(ledger, "KZT").code).toBe(0);
    expectRefused(ledger, "consentMissing", () => pay(ledger));
    expectRefused(ledger, "consentMissing", () => add(ledger));
    expect(remove(ledger, 1_000n).code).toBe(0);
  });

  test("is closed by the operator when it is empty, and then is known to have been", async () => {
    const ledger = withPool();
    const close = (by = "corridor-operator", pool = 1) => ledger.send(by, "exchange-pools/closePool", { pool });
    expectRefused(ledger, "corridors/notOperator", () => close("cny-bank"));
    expectRefused(ledger, "poolNotEmpty", () => close());
    expect(remove(ledger, sharesOf(ledger, "cny-bank-2")).code).toBe(0);
    expect(inBook(ledger, "CNY") + inBook(ledger, "KZT")).toBe(0n);
    expect(close().code).toBe(0);
    expectRefused(ledger, "poolClosed", () => close());
    expectRefused(ledger, "unknownPool", () => close("corridor-operator", 2));
    expect(openPool(ledger).answer).toEqual({ pool: 2 });
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("liquidity (addLiquidity, removeLiquidity)", () => {
  test("begins with a deposit of every currency, near the oracle's prices and of some worth", async () => {
    const ledger = createPoolLedger();
    openPool(ledger);
    for (const currency of ["CNY", "KZT"]) consent(ledger, currency);
    expectRefused(ledger, "corridors/notMember", () => add(ledger, firstDeposit, { by: "alice" }));
    expectRefused(ledger, "depositIncomplete", () => add(ledger, { CNY: 1_000_000_000n }));
    expectRefused(ledger, "currencyNotPooled", () => add(ledger, { ...firstDeposit, UZS: 1n }));
    expectRefused(ledger, "outsideBand", () => add(ledger, { CNY: 1_000_000_000n, KZT: 7_000_000_000n }));
    // A thousand of the numeraire: 357,142.86 yuan fen and 25,000,000 tiyn are worth 500 each.
    expectRefused(ledger, "depositTooSmall", () => add(ledger, { CNY: 357_142n, KZT: 25_000_000n }));
    expect(add(ledger, { CNY: 357_143n, KZT: 25_000_000n }).code).toBe(0);
    const all = poolOf(ledger).shares;
    expect(all).toBe(1_000n * nano + 199_999n);
    expect(sharesOf(ledger, "cny-bank-2")).toBe(all - lockedShares);
    const account = ledger.account("cny-bank-2");
    expect(await ledger.query("exchange-pools/share", { pool: 1, account })).toEqual({ shares: all - lockedShares });
    expect(await ledger.query("exchange-pools/share", { pool: 1, account: ledger.account("bob") })).toEqual({
      shares: 0n,
    });
    expect(await ledger.query("exchange-pools/shares", { pool: 1 })).toMatchObject({ items: [{ account }] });
    expect(await ledger.query("exchange-pools/reserve", { currency: "KZT" })).toEqual({ amount: 25_000_000n });
    expect(ledger.send("cny-bank-2", "accounts/closeAccount", {}).refused).toBe("accounts/accountNotEmpty");
    expect(await ledger.audit()).toEqual([]);
  });

  test("brings shares by what it adds to the invariant; one side alone pays for the balance it takes", () => {
    const ledger = withPool();
    const all = poolOf(ledger).shares;
    const uzbek = { by: "uzs-bank" };
    expect(add(ledger, { CNY: 1_000_000n, KZT: 70_000_000n }, uzbek).answer).toMatchObject({ shares: all / 1_000n });
    const before = ledger.digest();
    const single = add(ledger, { CNY: 2_000_000n }, uzbek).answer as { shares: bigint };
    expect(ledger.digest()).not.toBe(before);
    // Half of it would have been exchanged for ten basis points: a thousandth of a half is paid.
    const [least, most] = [(all * 9_994n) / 10_000_000n, (all * 9_996n) / 10_000_000n];
    expect(single.shares > least && single.shares < most).toBe(true);
    expectRefused(ledger, "fewerThanAsked", () => add(ledger, { CNY: 1_000n }, { ...uzbek, sharesLeast: all }));
    expectRefused(ledger, "outsideBand", () => add(ledger, { CNY: 50_000_000_000n }, uzbek));
    expectRefused(ledger, "accounts/insufficientFunds", () =>
      add(ledger, { CNY: 9_000_000_000_000n, KZT: 630_000_000_000_000n }, uzbek),
    );
    const twice = { pool: 1, amounts: ["CNY", "CNY"].map((currency) => ({ currency, amount: 5n })), sharesLeast: 1n };
    expectRefused(ledger, "currencyRepeated", () => ledger.send("uzs-bank", "exchange-pools/addLiquidity", twice));
  });

  test("that rounds to no share at all is not taken, nor more than a pool may count", () => {
    const ledger = withPool();
    expectRefused(ledger, "addsNothing", () => add(ledger, { KZT: 1n }));
    const dear = createPoolLedger();
    openPool(dear);
    for (const currency of ["CNY", "KZT"]) consent(dear, currency);
    settlePrices(dear, { CNY: nano, KZT: nano });
    for (const currency of ["CNY", "KZT"]) {
      const content = { currency, to: dear.account("cny-bank-2"), amount: 10n ** 22n };
      dear.send(`${currency.toLowerCase()}-issuer`, "accounts/issueCurrency", content);
    }
    const both = (amount: bigint) => add(dear, { CNY: amount, KZT: amount });
    expectRefused(dear, "poolFull", () => both(10n ** 22n));
    expect(both(10n ** 21n).code).toBe(0);
    expectRefused(dear, "poolFull", () => both(9n * 10n ** 21n));
  });

  test("goes back in proportion, rounded for those who stay, and never less than asked", async () => {
    const ledger = withPool();
    const all = poolOf(ledger).shares;
    expectRefused(ledger, "sharesShort", () => remove(ledger, all));
    expectRefused(ledger, "sharesShort", () => remove(ledger, 1n, { by: "uzs-bank" }));
    expectRefused(ledger, "lessThanAsked", () => remove(ledger, all / 10n, { least: { KZT: 7_000_000_001n } }));
    const before = [held(ledger, "cny-bank-2", "CNY"), held(ledger, "cny-bank-2", "KZT")] as const;
    expect(remove(ledger, all / 10n, { least: { KZT: 7_000_000_000n } }).answer).toEqual({
      amounts: [
        { currency: "CNY", amount: 100_000_000n },
        { currency: "KZT", amount: 7_000_000_000n },
      ],
    });
    expect(held(ledger, "cny-bank-2", "CNY") - before[0]).toBe(100_000_000n);
    expect(held(ledger, "cny-bank-2", "KZT") - before[1]).toBe(7_000_000_000n);
    expect(remove(ledger, 1n).answer).toEqual({ amounts: [] });
    expect(await ledger.audit()).toEqual([]);
  });

  test("goes back whatever prices, pauses, freezes and stops say, and stays frozen with its owner", async () => {
    const ledger = withPool();
    ledger.advance(2_002 * 86_400_000);
    expectRefused(ledger, "oracle/priceUnsound", () => pay(ledger));
    expectRefused(ledger, "oracle/priceUnsound", () => add(ledger));
    const reference = "order 1";
    ledger.send("cny-issuer", "accounts/pauseCurrency", { currency: "CNY", reference });
    const frozen = { account: ledger.account("cny-bank-2"), currency: "KZT", reference };
    expect(ledger.send("kzt-issuer", "accounts/freezeAccount", frozen).code).toBe(0);
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference });
    const before = held(ledger, "cny-bank-2", "KZT");
    expect(remove(ledger, sharesOf(ledger, "cny-bank-2")).code).toBe(0);
    expect(held(ledger, "cny-bank-2", "KZT") - before).toBe(70_000_000_000n);
    expect(accounts.isBalanceFrozen(ledger.state, "KZT", ledger.account("cny-bank-2"))).toBe(true);
    expect(poolOf(ledger).shares).toBe(0n);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not added past a stop, a closed corridor or a zone that has left: it would be an exchange past them", async () => {
    const ledger = withPool();
    const alone = () => add(ledger, { CNY: 1_000_000n });
    const reference = "order 1";
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference });
    expectRefused(ledger, "corridors/zoneStopped", alone);
    expect(ledger.send("kzt-issuer", "corridors/resumeZone", { currency: "KZT" }).code).toBe(0);
    passNotice(ledger);
    expect(alone().code).toBe(0);
    await changeRules(ledger, { stage: "closed" });
    expectRefused(ledger, "corridors/corridorClosed", alone);
    await changeRules(ledger, { stage: "open" });
    expect(alone().code).toBe(0);
    const left = ledger.send("kzt-issuer", "corridors/leaveCorridor", { corridor: "silk-road", currency: "KZT" });
    expect(left.refused).toBe(undefined);
    expectRefused(ledger, "corridors/notJoined", alone);
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference });
    expect(remove(ledger, sharesOf(ledger, "cny-bank-2")).code).toBe(0);
  });

  test("is paid out by the operator once a consent is withdrawn, so that no dust keeps a pool open (payOwnerOut)", async () => {
    const ledger = withPool();
    expect(add(ledger, { CNY: 10_000n, KZT: 700_000n }, { by: "uzs-bank" }).code).toBe(0);
    const out = (alias: string, by = "corridor-operator") =>
      ledger.send(by, "exchange-pools/payOwnerOut", { pool: 1, account: ledger.account(alias) });
    expectRefused(ledger, "consentsGiven", () => out("uzs-bank"));
    withdraw(ledger, "KZT");
    expectRefused(ledger, "corridors/notOperator", () => out("uzs-bank", "cny-bank-2"));
    expectRefused(ledger, "sharesShort", () => out("cny-bank"));
    const before = held(ledger, "uzs-bank", "KZT");
    expect(out("uzs-bank").refused).toBe(undefined);
    expect(held(ledger, "uzs-bank", "KZT") - before).toBe(700_000n);
    expect(out("cny-bank-2").refused).toBe(undefined);
    expect(await ledger.audit()).toEqual([]);
    expect(ledger.send("corridor-operator", "exchange-pools/closePool", { pool: 1 }).code).toBe(0);
    expect(openPool(ledger).answer).toEqual({ pool: 2 });
  });

  test("is not added while a zone is shut to banks", () => {
    const ledger = withPool();
    ledger.advance(16 * 3_600_000);
    expectRefused(ledger, "corridors/zoneShut", () => add(ledger, { CNY: 1_000_000n }));
  });

  test("cannot be made dear for others by its first owner: a deposit after any inflation loses next to nothing", async () => {
    const ledger = createPoolLedger();
    openPool(ledger);
    for (const currency of ["CNY", "KZT"]) consent(ledger, currency);
    add(ledger, { CNY: 357_143n, KZT: 25_000_000n });
    remove(ledger, sharesOf(ledger, "cny-bank-2") - 1n);
    // One share and the locked ones are left; the book cannot be paid into from outside.
    expect(poolOf(ledger).shares).toBe(lockedShares + 1n);
    const gift = { ...{ corridor: "silk-road", to: poolReserves, currency: "CNY" }, amount: 1_000_000n };
    const terms = { kind: "interbank", purpose: "TREA" };
    expectRefused(ledger, "corridors/notMember", () =>
      ledger.send("cny-bank-2", "corridors/sendPayment", { ...gift, ...terms }),
    );
    for (let round = 0; round < 5; round += 1) add(ledger, { CNY: 1_000n, KZT: 70_000n });
    const victim = { CNY: 1_000_000n, KZT: 70_000_000n };
    const { shares: got } = add(ledger, victim, { by: "uzs-bank" }).answer as { shares: bigint };
    const back = remove(ledger, got, { by: "uzs-bank" }).answer as { amounts: { amount: bigint }[] };
    const [yuan = 0n, tenge = 0n] = back.amounts.map(({ amount }) => amount);
    const lost = (1_000_000n - yuan) * 70n + (70_000_000n - tenge);
    expect(lost * 10_000n).toBeLessThan(140_000_000n * 5n);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("a payment through a pool (payThroughPool)", () => {
  test("moves what is paid, what is delivered and the fee together, and is judged and counted by the corridor", async () => {
    const ledger = withPool();
    const before = {
      payer: held(ledger, "cny-bank", "CNY"),
      payee: held(ledger, "kzt-bank", "KZT"),
      operator: held(ledger, "corridor-operator", "CNY"),
    };
    const quote = await ledger.query("exchange-pools/poolQuote", {
      ...{ pool: 1, payer: ledger.account("cny-bank") },
      ...askedOf(ledger),
      amount: "1000000",
    });
    const outcome = pay(ledger);
    const answer = outcome.answer as { paid: bigint; delivered: bigint; kept: bigint; legs: Leg[] };
    expect(quote).toEqual({ paid: answer.paid, delivered: answer.delivered, kept: answer.kept, fee: 100n });
    expect(answer.paid).toBe(1_000_000n);
    // Ten basis points of nearly 700,000 tenge stay in the pool.
    expect(answer.delivered > 69_920_000n && answer.delivered < 69_930_000n).toBe(true);
    expect(answer.kept > 69_990n && answer.kept <= 70_000n).toBe(true);
    expect(answer.legs.map(({ kind, currency }) => [kind, currency])).toEqual([
      ["exchange", "CNY"],
      ["delivery", "KZT"],
      ["fee", "CNY"],
    ]);
    expect(before.payer - held(ledger, "cny-bank", "CNY")).toBe(1_000_100n);
    expect(held(ledger, "kzt-bank", "KZT") - before.payee).toBe(answer.delivered);
    expect(held(ledger, "corridor-operator", "CNY") - before.operator).toBe(100n);
    expect(inBook(ledger, "CNY")).toBe(1_001_000_000n);
    const made = outcome.events.find(({ type }) => type === "exchange-pools/poolPaymentMade");
    expect(made).toMatchObject({
      content: { kept: answer.kept, legs: answer.legs, judged: { corridor: "silk-road", revision: 1 } },
    });
    const counters = await ledger.query("corridors/counters", { currency: "CNY" });
    expect(JSON.stringify(counters, (_, value) => (typeof value === "bigint" ? `${value}` : value))).toContain(
      "1000000",
    );
    expect(await ledger.audit()).toEqual([]);
  });

  test("delivers an exact amount when that is fixed, for no less than it would have brought", () => {
    const ledger = withPool();
    const { delivered } = pay(ledger).answer as { delivered: bigint };
    const fresh = withPool();
    const { paid } = pay(fresh, { fixed: "destination", amount: delivered }).answer as { paid: bigint };
    expect(paid <= 1_000_000n && paid > 999_980n).toBe(true);
    expect(held(fresh, "kzt-bank", "KZT") - held(withPool(), "kzt-bank", "KZT")).toBe(delivered);
  });

  test("is made for no higher fee of the corridor than its payer says (feeHigherThanAsked)", () => {
    const ledger = withPool();
    expectRefused(ledger, "feeHigherThanAsked", () => pay(ledger, { feeMost: 99n }));
    expect(pay(ledger, { feeMost: 100n }).refused).toBeUndefined();
  });

  test("is made although the corridor's operator is frozen, where it takes no fee", async () => {
    const ledger = withPool();
    await changeRules(ledger, { feeBp: 0 });
    const frozen = { account: ledger.account("corridor-operator"), reference: "order 1" };
    expect(ledger.send("regulator", "accounts/freezeAccount", frozen).code).toBe(0);
    expect(pay(ledger).refused).toBeUndefined();
  });

  test("is no worse than its limit, and delivers something", () => {
    const ledger = withPool();
    const { delivered } = pay(withPool()).answer as { delivered: bigint };
    expectRefused(ledger, "worseThanAsked", () => pay(ledger, { limit: delivered + 1n }));
    expectRefused(ledger, "worseThanAsked", () =>
      pay(ledger, { fixed: "destination", amount: delivered, limit: 999_900n }),
    );
    const back = { payer: "kzt-bank", payee: "cny-bank", source: "KZT", destination: "CNY" } as const;
    expectRefused(ledger, "deliversNothing", () => pay(ledger, { ...back, amount: 70n }));
    expectRefused(ledger, "sameCurrency", () => pay(ledger, { destination: "CNY" }));
    expectRefused(ledger, "currencyNotPooled", () => pay(ledger, { destination: "UZS" }));
    expectRefused(ledger, "unknownPool", () => pay(ledger, { pool: 9 }));
    expect(pay(ledger, { limit: delivered }).code).toBe(0);
  });

  test("is refused when the pool is short or empty, or too small for it", () => {
    const empty = createPoolLedger();
    openPool(empty);
    for (const currency of ["CNY", "KZT"]) consent(empty, currency);
    expectRefused(empty, "poolShort", () => pay(empty));
    const ledger = withPool({ terms: { bandBp: 1_000 } });
    const wanted = { fixed: "destination" } as const;
    expectRefused(ledger, "poolShort", () => pay(ledger, { ...wanted, amount: 70_000_000_000n }));
    expectRefused(ledger, "impactTooGreat", () => pay(ledger, { ...wanted, amount: 69_000_000_000n }));
    expectRefused(ledger, "impactTooGreat", () => pay(ledger, { amount: 900_000_000n }));
    expect(pay(ledger, { amount: 100_000_000n }).code).toBe(0);
  });

  test("never takes the pool's price out of the band, and may always bring it nearer", () => {
    const ledger = withPool();
    const to = ledger.account("cny-bank");
    ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to, amount: 10n ** 12n });
    const there = (amount: bigint) => pay(ledger, { amount, kind: "interbank" });
    const step = (amount: bigint) => {
      let refused: string | undefined;
      for (let round = 0; round < 40 && refused === undefined; round += 1) refused = there(amount).refused;
      return refused;
    };
    expect(step(80_000_000n)).toBe("exchange-pools/outsideBand");
    expect(step(4_000_000n)).toBe("exchange-pools/outsideBand");
    // The yuan, of which there is too much, becomes dearer: the pool is out, and may only come back.
    settlePrices(ledger, { CNY: 141_000_000n });
    expectRefused(ledger, "outsideBand", () => there(100n));
    expectRefused(ledger, "outsideBand", () => add(ledger, { CNY: 1_000_000n }));
    expect(add(ledger, { KZT: 1_000_000n }).code).toBe(0);
    const back = { payer: "kzt-bank", payee: "cny-bank", source: "KZT", destination: "CNY" } as const;
    expect(pay(ledger, { ...back, amount: 700_000n }).code).toBe(0);
    expectRefused(ledger, "outsideBand", () => there(100n));
  });

  test("follows the oracle's price of the moment, asks for its doubt, and waits where it is not sound or vague", () => {
    const ledger = withPool();
    const first = pay(ledger).answer as { delivered: bigint };
    settlePrices(ledger, { CNY: 140_700_000n });
    const dearer = pay(ledger).answer as { delivered: bigint };
    const gained = dearer.delivered - (first.delivered * 10_050n) / 10_000n;
    expect(gained < 20_000n && gained > -20_000n).toBe(true);
    statePrices(ledger, { CNY: 500_000_000n });
    expectRefused(ledger, "oracle/priceUnsound", () => pay(ledger));
    expectRefused(ledger, "oracle/priceUnsound", () => add(ledger));
  });

  test("pays for the width of the oracle's range, and is refused where that is wider than the band", () => {
    const ledger = withPool();
    const before = (pay(ledger).answer as { kept: bigint }).kept;
    const rules = {
      ...{ maxAgeMs: 86_400_000, market: "continuous", confidenceMultiplierBp: 0, ageWideningPpm: 100, gateBp: 10_000 },
      ...{ holdMs: 0, minPublishers: 2, sampleMs: 1_000 },
    };
    expect(ledger.send("issuer", "oracle/setFeedRules", { feed: "CNY", rules }).code).toBe(0);
    settlePrices(ledger, { CNY: usualPrices.CNY });
    ledger.advance(100_000);
    // A hundred millionths by the root of a hundred seconds: another ten basis points.
    const after = (pay(ledger).answer as { kept: bigint }).kept;
    expect(after > 2n * before - 200n && after < 2n * before + 200n).toBe(true);
    ledger.advance(10_000_000);
    expectRefused(ledger, "priceVague", () => pay(ledger));
    expectRefused(ledger, "priceVague", () => add(ledger));
  });

  test("of two among three currencies needs all prices and consents, and no open zone of the third", async () => {
    const ledger = createPoolLedger();
    openPool(ledger, { currencies: ["CNY", "KZT", "UZS"] });
    for (const currency of ["CNY", "KZT", "UZS"]) consent(ledger, currency);
    expect(add(ledger, { CNY: 50_000_000n, KZT: 3_500_000_000n, UZS: 87_500_000_000n }).code).toBe(0);
    const request = { payee: "uzs-bank", destination: "UZS", amount: 10_000n } as const;
    const first = pay(ledger, request).answer as { delivered: bigint };
    expect(first.delivered > 17_480_000n && first.delivered < 17_490_000n).toBe(true);
    const reference = "order 7";
    expect(ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference }).code).toBe(0);
    expect(ledger.send("kzt-issuer", "accounts/pauseCurrency", { currency: "KZT", reference }).code).toBe(0);
    expect(pay(ledger, request).code).toBe(0);
    statePrices(ledger, { KZT: 9_000_000n });
    expectRefused(ledger, "oracle/priceUnsound", () => pay(ledger, request));
    statePrices(ledger, { KZT: usualPrices.KZT });
    expect(pay(ledger, request).code).toBe(0);
    withdraw(ledger, "KZT");
    expectRefused(ledger, "consentMissing", () => pay(ledger, request));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is refused by what the corridor says, by pauses and freezes", async () => {
    const ledger = withPool();
    expectRefused(ledger, "corridors/notMember", () => pay(ledger, { payee: "alice" }));
    expectRefused(ledger, "corridors/sameZone", () => pay(ledger, { payee: "cny-bank-2" }));
    expectRefused(ledger, "corridors/purposeNotPermitted", () => pay(ledger, { purpose: "GIFT" }));
    ledger.send("kzt-issuer", "accounts/pauseCurrency", { currency: "KZT", reference: "order 2" });
    expectRefused(ledger, "accounts/currencyPaused", () => pay(ledger));
    const payer = ledger.account("cny-bank");
    const shown = ledger.query("exchange-pools/poolQuote", { pool: 1, payer, ...askedOf(ledger), amount: "1000000" });
    await expect(shown).rejects.toThrow("currencyPaused");
    ledger.send("kzt-issuer", "accounts/resumeCurrency", { currency: "KZT", reference: "order 3" });
    const poor = { payer: "kzt-bank", payee: "cny-bank" };
    expectRefused(ledger, "accounts/insufficientFunds", () => pay(ledger, poor));
    const frozen = { account: ledger.account("kzt-bank"), currency: "KZT", reference: "order 6" };
    ledger.send("kzt-issuer", "accounts/freezeAccount", frozen);
    expectRefused(ledger, "accounts/balanceFrozen", () => pay(ledger));
    ledger.send("kzt-issuer", "accounts/unfreezeAccount", frozen);
    limitZone(ledger, "KZT", { singleMost: 1_000n });
    expectRefused(ledger, "corridors/singleTooLarge", () => pay(ledger));
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference: "order 4" });
    expectRefused(ledger, "corridors/zoneStopped", () => pay(ledger));
  });
});

describe("bestExchange", () => {
  test("shows providers and pools side by side, so that a pool is used where no provider is better", async () => {
    const ledger = withPool();
    const ask = () =>
      ledger.query("exchange-pools/bestExchange", {
        ...{ corridor: "silk-road", payer: ledger.account("cny-bank") },
        ...askedOf(ledger),
        amount: "1000000",
      });
    const alone = (await ask()) as { pools: { delivered: bigint }[] };
    expect(alone).toMatchObject({
      providers: { refusedBy: "fx/noRate" },
      pools: [{ pool: 1 }],
      best: "pool",
      bestPool: 1,
    });
    publish(ledger, "cny-bank-2", "CNY", "KZT", tier(69n * nano, 71n * nano));
    expect(await ask()).toMatchObject({ providers: { delivered: 69_000_000n }, best: "pool", bestPool: 1 });
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(70n * nano, 71n * nano));
    const better = await ask();
    expect(better).toMatchObject({ providers: { delivered: 70_000_000n }, best: "providers" });
    expect(better).not.toHaveProperty("bestPool");
    withdraw(ledger, "KZT");
    expect(await ask()).toMatchObject({ pools: [{ pool: 1, refusedBy: "exchange-pools/consentMissing" }] });
  });

  test("tells what the corridor would refuse of each, and names nothing then", async () => {
    const ledger = withPool();
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(70n * nano, 71n * nano));
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference: "order 5" });
    const asked = { payer: ledger.account("cny-bank"), ...askedOf(ledger), amount: "1000000" };
    const shown = await ledger.query("exchange-pools/bestExchange", { corridor: "silk-road", ...asked });
    const refusedBy = "corridors/zoneStopped";
    expect(shown).toEqual({ providers: { refusedBy }, pools: [{ pool: 1, refusedBy }] });
    expect(await ledger.query("exchange-pools/poolQuote", { pool: 1, ...asked })).toMatchObject({ refusedBy });
  });
});

describe("promises", () => {
  test("are broken by rows that do not fit", async () => {
    const ledger = withPool();
    const broken = async (claim: typeof sharesAddUp, ...rows: ChangedRow[]) =>
      (await claim({ state: changedState(ledger.state, rows) })).length;
    const row = poolOf(ledger);
    const pool = (change: Partial<Pool>) => rowOf(pools.key(1), pools.codec, { ...row, ...change });
    expect(await broken(bookEqualsReserves, rowOf(reserveTotals.key("KZT"), reserveTotals.codec, 1n))).toBe(1);
    const less = row.reserves.map((reserve) => ({ ...reserve, amount: reserve.amount - 1n }));
    expect(await broken(bookEqualsReserves, pool({ reserves: less }))).toBe(2);
    expect(await broken(sharesAddUp, pool({ shares: row.shares - 1n }))).toBe(1);
    const nothing = row.reserves.map((reserve) => ({ ...reserve, amount: 0n }));
    expect(await broken(sharesAddUp, pool({ reserves: nothing }))).toBe(1);
    const account = ledger.account("bob");
    expect(await broken(sharesAddUp, rowOf(shares.key(2, account), shares.codec, 1n))).toBe(1);
    const list = (numbers: number[] | undefined) => rowOf(corridorPools.key("silk-road"), corridorPools.codec, numbers);
    expect(await broken(corridorsListPools, list(undefined))).toBe(1);
    expect(await broken(corridorsListPools, list([2, 1]))).toBe(2);
    expect(await broken(corridorsListPools, list([1, 2]), rowOf(pools.key(2), pools.codec, row))).toBe(1);
  });
});
