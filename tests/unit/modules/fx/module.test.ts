// Exchange on a ledger: rates, routes, quotes that bind for exactly their life, and legs that settle together.
import { describe, expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { reservedFunds } from "#src/modules/fx/books.ts";
import { marketsListRates, openQuotesFallDue, reservedEqualsQuotes } from "#src/modules/fx/invariants.ts";
import { markets, quotes, reservedTotals, takenCounts } from "#src/modules/fx/tables.ts";
import { type ChangedRow, changedState, rowOf } from "#tests/support/changedState.ts";
import { changeRules, limitZone, noCaps } from "#tests/support/corridors.ts";
import {
  asked,
  createExchangeLedger,
  execute,
  nano,
  publish,
  type Taken,
  take,
  taken,
  tier,
} from "#tests/support/exchange.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { settlePrices } from "#tests/support/prices.ts";

const held = (ledger: TestLedger, alias: string, currency: string) =>
  accounts.balance(ledger.state, currency, ledger.account(alias));
const inBook = (ledger: TestLedger, currency: string) => accounts.balance(ledger.state, currency, reservedFunds);

/** What is refused changes nothing. */
function expectRefused(ledger: TestLedger, code: string, act: () => { readonly refused: string | undefined }): void {
  const before = ledger.digest();
  expect(act().refused).toBe(code.includes("/") ? code : `fx/${code}`);
  expect(ledger.digest()).toBe(before);
}

/** Two providers of yuan for tenge: the one in Uzbekistan is the better one. */
function withRates(): TestLedger {
  const ledger = createExchangeLedger();
  publish(ledger, "cny-bank-2", "CNY", "KZT", tier(69n * nano, 71n * nano));
  publish(ledger, "uzs-bank", "CNY", "KZT", tier((695n * nano) / 10n, (705n * nano) / 10n));
  return ledger;
}

describe("a rate", () => {
  test("is published by banks of both zones, for a pair in order, with sound tiers and a validity", async () => {
    const ledger = createExchangeLedger();
    const one = tier(69n * nano, 71n * nano);
    expectRefused(ledger, "pairUnordered", () => publish(ledger, "uzs-bank", "KZT", "CNY", one));
    expectRefused(ledger, "pairUnordered", () => publish(ledger, "uzs-bank", "CNY", "CNY", one));
    expectRefused(ledger, "tiersUnsound", () => publish(ledger, "uzs-bank", "CNY", "KZT", tier(2n, 1n)));
    expectRefused(ledger, "corridors/unknownParticipant", () => publish(ledger, "alice", "CNY", "KZT", one));
    expectRefused(ledger, "corridors/unknownParticipant", () => publish(ledger, "uzs-bank", "AED", "CNY", one));
    const until = (ms: number) => {
      const validUntilMs = ledger.state.timeMs + 1 + ms;
      return ledger.send("uzs-bank", "fx/publishRate", { base: "CNY", quote: "KZT", tiers: [one], validUntilMs });
    };
    expectRefused(ledger, "validityWrong", () => until(0));
    expectRefused(ledger, "validityWrong", () => until(86_400_001));
    expect(until(86_400_000).code).toBe(0);
    expect(until(1).code).toBe(0);
    const provider = ledger.account("uzs-bank");
    expect(await ledger.query("fx/rate", { base: "CNY", quote: "KZT", provider })).toMatchObject({ tiers: [one] });
    expect(await ledger.query("fx/rates", { base: "CNY", quote: "KZT" })).toMatchObject({
      items: [{ provider, isValid: true }],
    });
    expect(ledger.send("uzs-bank", "accounts/closeAccount", {}).refused).toBe("accounts/accountNotEmpty");
    expect(await ledger.audit()).toEqual([]);
  });

  test("replaces the provider's old one at once, and is gone when withdrawn or over", () => {
    const ledger = withRates();
    expect(taken(ledger).hops[0]).toMatchObject({ delivered: { amount: 69_500_000n } });
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(68n * nano, 72n * nano));
    expect(taken(ledger).hops[0]).toMatchObject({ delivered: { amount: 69_000_000n } });
    const pair = { base: "CNY", quote: "KZT" };
    expect(ledger.send("cny-bank-2", "fx/withdrawRate", pair).code).toBe(0);
    expectRefused(ledger, "unknownRate", () => ledger.send("cny-bank-2", "fx/withdrawRate", pair));
    expect(taken(ledger).hops[0]).toMatchObject({ delivered: { amount: 68_000_000n } });
    ledger.advance(3_600_000);
    expectRefused(ledger, "noRate", () => take(ledger));
  });

  test("outside of the oracle's band is refused, where there is a fresh feed for both", () => {
    const ledger = createExchangeLedger();
    const feeders = ["price-feeder", "price-feeder-2", "price-feeder-3"].map(ledger.account);
    const rules = {
      ...{ maxAgeMs: 3_600_000, market: "continuous", confidenceMultiplierBp: 0, ageWideningPpm: 0, gateBp: 1_000 },
      ...{ holdMs: 0, minPublishers: 2, sampleMs: 1_000 },
    };
    for (const feed of ["CNY", "KZT"]) {
      const described = { feed, unit: feed, measure: "minor", measuresPerUnit: 100n, frequency: "fast", label: "mock" };
      expect(ledger.send("issuer", "oracle/registerFeed", { ...described, rules, feeders }).code).toBe(0);
      // Without a price there is no band.
      expect(publish(ledger, "uzs-bank", "CNY", "KZT", tier(nano, nano)).code).toBe(0);
    }
    settlePrices(ledger, { CNY: 140_000_000n, KZT: 2_000_000n });
    const offer = (bid: bigint, ask: bigint) => publish(ledger, "uzs-bank", "CNY", "KZT", tier(bid, ask));
    const [low, high] = [(70n * nano * 95n) / 100n, (70n * nano * 105n) / 100n];
    expectRefused(ledger, "outsideBand", () => offer(low - 1n, 70n * nano));
    expectRefused(ledger, "outsideBand", () => offer(70n * nano, high + 1n));
    expect(offer(low, high).code).toBe(0);
    ledger.advance(3_700_000);
    expect(offer(nano, nano).code).toBe(0);
  });

  test("has eight places in a market, and one that is over makes room", async () => {
    const ledger = createExchangeLedger();
    const one = tier(69n * nano, 71n * nano);
    const names = Array.from({ length: limits.fxProvidersMax + 1 }, (_, at) => `provider-${at}`);
    for (const [at, name] of names.entries()) {
      const policy = { threshold: 1, keys: [ledger.publicKey(name)] };
      ledger.send("participant-bank", "accounts/openAccount", { policy, salt: new Uint8Array() });
      const admission = { account: ledger.account(name), bic: `PROVCN2${at}` };
      ledger.send("cny-issuer", "corridors/admitParticipant", { currency: "CNY", ...admission, isResident: true });
      ledger.send(name, "corridors/acceptAdmission", { currency: "CNY" });
      ledger.send("kzt-issuer", "corridors/admitParticipant", { currency: "KZT", ...admission, isResident: false });
    }
    for (let block = 0; block < 10; block += 1) ledger.advance(1);
    const outcomes = names.map((name) => publish(ledger, name, "CNY", "KZT", one));
    expect(outcomes.map(({ refused }) => refused)).toEqual([...Array(8).fill(undefined), "fx/marketFull"]);
    ledger.advance(3_600_000);
    expect(publish(ledger, names[8] ?? "", "CNY", "KZT", one).code).toBe(0);
    expect(markets.get(ledger.state, "CNY", "KZT")).toHaveLength(8);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the best route (takeQuote)", () => {
  test("delivers most for a fixed source, and costs least for a fixed destination", async () => {
    const ledger = withRates();
    const uzbek = ledger.account("uzs-bank");
    expect(taken(ledger).hops).toEqual([
      {
        provider: uzbek,
        paid: { currency: "CNY", amount: 1_000_000n },
        spread: 7_142n,
        delivered: { currency: "KZT", amount: 69_500_000n },
      },
    ]);
    const wanted = { fixed: "destination", amount: 69_500_001n } as const;
    expect(taken(ledger, wanted).hops[0]).toMatchObject({ provider: uzbek, paid: { amount: 1_000_001n } });
    const payer = ledger.account("cny-bank");
    const { amount, ...rest } = asked(ledger, wanted);
    const shown = await ledger.query("fx/bestQuote", { payer, ...rest, amount: amount.toString() });
    expect(shown).toMatchObject({ paid: 1_000_001n, delivered: 69_500_001n, fee: 101n });
  });

  test("goes through KDG or a third currency only when that is better", () => {
    const ledger = withRates();
    const uzbek = ledger.account("uzs-bank");
    // A yuan is 1,750 som, and a tenge 24.9: 70.28 tenge for a yuan by way of som.
    publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
    ledger.send("uzs-issuer", "accounts/issueCurrency", {
      currency: "UZS",
      to: ledger.account("cny-bank-2"),
      amount: 10n ** 12n,
    });
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    const { quote, hops } = taken(ledger);
    expect(hops).toMatchObject([
      { provider: uzbek, delivered: { currency: "UZS", amount: 1_750_000_000n } },
      { provider: ledger.account("cny-bank-2"), delivered: { currency: "KZT", amount: 70_281_124n } },
    ]);
    const before = held(ledger, "cny-bank-2", "UZS");
    const { answer, refused } = execute(ledger, quote);
    expect(refused).toBeUndefined();
    const { legs } = answer as { legs: { kind: string; amount: bigint }[] };
    expect(legs.map(({ kind }) => kind)).toEqual(["exchange", "spread", "exchange", "spread", "delivery", "fee"]);
    expect(held(ledger, "cny-bank-2", "UZS")).toBe(before + 1_750_000_000n);
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier(25n * nano, 26n * nano));
    expect(taken(ledger).hops).toHaveLength(1);
    const wanted = { fixed: "destination", amount: 70_000_000n } as const;
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    expect(taken(ledger, wanted).hops).toHaveLength(2);
  });

  test("among equals is the first provider in the order of bytes", () => {
    const ledger = createExchangeLedger();
    for (const provider of ["uzs-bank", "cny-bank-2"])
      publish(ledger, provider, "CNY", "KZT", tier(70n * nano, 70n * nano));
    const [first] = ["uzs-bank", "cny-bank-2"].map(ledger.account).sort();
    expect(taken(ledger).hops[0]?.provider).toBe(first);
  });

  test("never asks payer or payee, nor who is not of the corridor", () => {
    const ledger = createExchangeLedger();
    for (const party of ["cny-bank", "kzt-bank", "cny-bank-2"])
      publish(ledger, party, "CNY", "KZT", tier(70n * nano, 70n * nano));
    expect(taken(ledger).hops[0]?.provider).toBe(ledger.account("cny-bank-2"));
    const bank = { corridor: "silk-road", account: ledger.account("cny-bank-2") };
    ledger.send("corridor-operator", "corridors/removeMember", bank);
    expectRefused(ledger, "noRate", () => take(ledger));
  });

  test("refuses one currency, an unknown one and an unknown corridor", () => {
    const ledger = withRates();
    expectRefused(ledger, "sameCurrency", () => take(ledger, { destination: "CNY" }));
    expectRefused(ledger, "accounts/unknownCurrency", () => take(ledger, { destination: "XXX" }));
    expectRefused(ledger, "corridors/unknownCorridor", () => take(ledger, { corridor: "nowhere" }));
    expectRefused(ledger, "noRate", () => take(ledger, { source: "UZS" }));
  });

  test("an exchange that rounds to nothing is refused, not accepted for nothing (Rafiki 2770)", () => {
    const ledger = createExchangeLedger();
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(69n * nano, 71n * nano));
    const back = { payer: "kzt-bank", payee: "cny-bank", source: "KZT", destination: "CNY" };
    expectRefused(ledger, "deliversNothing", () => take(ledger, { ...back, amount: 70n }));
    expect(taken(ledger, { ...back, amount: 71n }).hops[0]?.delivered.amount).toBe(1n);
  });

  test("a provider without the money is passed over, and a lack of it is told as such (Rafiki 698)", () => {
    const ledger = withRates();
    const most = held(ledger, "uzs-bank", "KZT");
    const amount = most / 70n;
    expect(taken(ledger, { fixed: "destination", amount: most, kind: "interbank" }).hops[0]?.provider).toBe(
      ledger.account("uzs-bank"),
    );
    expect(taken(ledger, { amount, kind: "interbank" }).hops[0]?.provider).toBe(ledger.account("cny-bank-2"));
    expectRefused(ledger, "liquidityShort", () => take(ledger, { amount, kind: "interbank" }));
  });
});

describe("a quote", () => {
  test("settles all legs together, with spread and fee as legs of their own", async () => {
    const ledger = withRates();
    const before = { payer: held(ledger, "cny-bank", "CNY"), provider: held(ledger, "uzs-bank", "CNY") };
    const { quote } = taken(ledger);
    expect([inBook(ledger, "KZT"), await ledger.query("fx/reserved", { currency: "KZT" })]).toEqual([
      69_500_000n,
      { amount: 69_500_000n },
    ]);
    expect(await ledger.audit()).toEqual([]);
    const payee = held(ledger, "kzt-bank", "KZT");
    const { answer, events } = execute(ledger, quote);
    const [payer, provider, operator] = ["cny-bank", "uzs-bank", "corridor-operator"].map(ledger.account);
    const { legs } = answer as { legs: object[] };
    expect(legs).toEqual([
      { kind: "exchange", from: payer, to: provider, currency: "CNY", amount: 992_858n },
      { kind: "spread", from: payer, to: provider, currency: "CNY", amount: 7_142n },
      { kind: "delivery", from: provider, to: ledger.account("kzt-bank"), currency: "KZT", amount: 69_500_000n },
      { kind: "fee", from: payer, to: operator, currency: "CNY", amount: 100n },
    ]);
    expect(held(ledger, "cny-bank", "CNY")).toBe(before.payer - 1_000_100n);
    expect(held(ledger, "uzs-bank", "CNY")).toBe(before.provider + 1_000_000n);
    expect(held(ledger, "kzt-bank", "KZT")).toBe(payee + 69_500_000n);
    expect(inBook(ledger, "KZT")).toBe(0n);
    const settled = events.find(({ type }) => type === "fx/exchangeSettled")?.content as {
      judged: { counters: { kind: string; currency?: string }[] };
    };
    expect(settled).toMatchObject({ number: quote, legs });
    expect(settled.judged.counters.map(({ kind, currency = "" }) => `${kind} ${currency}`)).toEqual([
      ...["zone CNY", "zone KZT", "participant CNY", "participant KZT", "corridor ", "position CNY", "position KZT"],
    ]);
    expectRefused(ledger, "quoteClosed", () => execute(ledger, quote));
    expectRefused(ledger, "unknownQuote", () => execute(ledger, quote + 1));
    expect(await ledger.audit()).toEqual([]);
  });

  test("is honoured to the last millisecond of its life, and never after it (Rafiki 3141)", () => {
    const ledger = withRates();
    const wholesale = taken(ledger, { kind: "interbank" });
    expect(wholesale.expiresMs).toBe(ledger.state.timeMs + 45_000);
    const retail = taken(ledger);
    expect(retail.expiresMs).toBe(ledger.state.timeMs + 600_000);
    const late = ledger.transaction([
      { actor: "cny-bank", type: "fx/executeQuote", content: { quote: wholesale.quote } },
    ]);
    const block = ledger.executeBlock([late], { timeMs: wholesale.expiresMs });
    expect(block.results[0]?.refusal?.code).toBe("fx/quoteExpired");
    expect(inBook(ledger, "KZT")).toBe(retail.hops[0]?.delivered.amount);
    ledger.advance(retail.expiresMs - 2 - ledger.state.timeMs);
    expect(ledger.state.timeMs).toBe(retail.expiresMs - 2);
    expect(execute(ledger, retail.quote).code).toBe(0);
  });

  test("keeps its price when the provider publishes another one or withdraws", () => {
    const ledger = withRates();
    const { quote } = taken(ledger);
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(nano, nano));
    ledger.send("uzs-bank", "fx/withdrawRate", { base: "CNY", quote: "KZT" });
    const payee = held(ledger, "kzt-bank", "KZT");
    expect(execute(ledger, quote).code).toBe(0);
    expect(held(ledger, "kzt-bank", "KZT")).toBe(payee + 69_500_000n);
  });

  test("has one expiry for both hops: when it lapses every provider has its money back (Mojaloop 4274, 868)", async () => {
    const ledger = withRates();
    publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    const before = [
      held(ledger, "uzs-bank", "UZS"),
      held(ledger, "cny-bank-2", "KZT"),
      held(ledger, "cny-bank", "CNY"),
    ];
    const { expiresMs, quote } = taken(ledger);
    expect([inBook(ledger, "UZS"), inBook(ledger, "KZT")]).toEqual([1_750_000_000n, 70_281_124n]);
    const { blockEvents } = ledger.executeBlock([], { timeMs: expiresMs });
    expect(blockEvents).toEqual([
      { type: "fx/quoteLapsed", content: { number: quote, payer: ledger.account("cny-bank") } },
    ]);
    expect([inBook(ledger, "UZS"), inBook(ledger, "KZT")]).toEqual([0n, 0n]);
    expect([
      held(ledger, "uzs-bank", "UZS"),
      held(ledger, "cny-bank-2", "KZT"),
      held(ledger, "cny-bank", "CNY"),
    ]).toEqual(before);
    expectRefused(ledger, "quoteClosed", () => execute(ledger, quote));
    expect(await ledger.audit()).toEqual([]);
  });

  test("returns what was set aside to a provider that was frozen meanwhile, where it stays frozen", async () => {
    const ledger = withRates();
    const { expiresMs } = taken(ledger);
    const all = held(ledger, "uzs-bank", "KZT") + 69_500_000n;
    const frozen = { account: ledger.account("uzs-bank"), reference: "order 1" };
    expect(ledger.send("regulator", "accounts/freezeAccount", frozen).code).toBe(0);
    ledger.executeBlock([], { timeMs: expiresMs });
    expect(held(ledger, "uzs-bank", "KZT")).toBe(all);
    expect(await ledger.audit()).toEqual([]);
  });

  test("is not taken of a provider whose money in either currency is frozen: another one is", () => {
    const ledger = withRates();
    const best = taken(ledger).hops[0]?.provider;
    const alias = ["uzs-bank", "cny-bank-2"].find((name) => ledger.account(name) === best) ?? "";
    const frozen = { account: ledger.account(alias), currency: "CNY", reference: "order 1" };
    // Who has no yuan yet has none that could be frozen.
    ledger.send("cny-issuer", "accounts/issueCurrency", { currency: "CNY", to: ledger.account(alias), amount: 1n });
    expect(ledger.send("cny-issuer", "accounts/freezeAccount", frozen).code).toBe(0);
    const other = taken(ledger).hops[0]?.provider;
    expect([other === undefined, other === best]).toEqual([false, false]);
  });

  test("is refused at execution by rules that were tightened since it was taken, and nothing moves", () => {
    const ledger = withRates();
    const { quote } = taken(ledger);
    limitZone(ledger, "CNY", { singleMost: 999_999n });
    expectRefused(ledger, "corridors/singleTooLarge", () => execute(ledger, quote));
    const other = taken(ledger, { amount: 999_999n });
    ledger.send("kzt-issuer", "corridors/stopZone", { currency: "KZT", reference: "drill" });
    expectRefused(ledger, "corridors/zoneStopped", () => execute(ledger, other.quote));
    expectRefused(ledger, "corridors/zoneStopped", () => take(ledger, { amount: 1_000n }));
  });

  test("moves the firewalls' counters when it is executed, not when it is taken", () => {
    const ledger = withRates();
    const hour = { grossMost: 1_500_000n };
    limitZone(ledger, "CNY", { caps: { ...noCaps, hour } });
    const [first, second] = [taken(ledger), taken(ledger)];
    expect(execute(ledger, first.quote).code).toBe(0);
    expectRefused(ledger, "corridors/capExceeded", () => execute(ledger, second.quote));
    expectRefused(ledger, "corridors/capExceeded", () => take(ledger));
  });

  test("touches the zone of the currency between, and another one is led around it when it is stopped", async () => {
    const ledger = withRates();
    publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    const { quote, hops } = taken(ledger);
    expect(hops).toHaveLength(2);
    ledger.send("uzs-issuer", "corridors/stopZone", { currency: "UZS", reference: "drill" });
    expectRefused(ledger, "corridors/zoneStopped", () => execute(ledger, quote));
    expect(taken(ledger).hops).toHaveLength(1);
    for (const provider of ["uzs-bank", "cny-bank-2"]) {
      ledger.send(provider, "fx/withdrawRate", { base: "CNY", quote: "KZT" });
    }
    expectRefused(ledger, "corridors/zoneStopped", () => take(ledger));
    ledger.send("uzs-issuer", "corridors/leaveCorridor", { currency: "UZS", corridor: "silk-road" });
    expectRefused(ledger, "noRate", () => take(ledger));
  });

  test("leads around a currency whose zone lets nothing so large pass", () => {
    const ledger = withRates();
    publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    limitZone(ledger, "UZS", { singleMost: 1_750_000_000n });
    expect(taken(ledger).hops).toHaveLength(2);
    limitZone(ledger, "UZS", { singleMost: 1_749_999_999n });
    expect(taken(ledger).hops).toHaveLength(1);
  });

  test("leads around a paused currency, and is not taken of a paused source or destination", async () => {
    const ledger = withRates();
    publish(ledger, "uzs-bank", "CNY", "UZS", tier(1_750n * nano, 1_760n * nano));
    publish(ledger, "cny-bank-2", "KZT", "UZS", tier((248n * nano) / 10n, (249n * nano) / 10n));
    const pause = (currency: string, verb = "pauseCurrency") =>
      ledger.send(`${currency.toLowerCase()}-issuer`, `accounts/${verb}`, { currency, reference: "drill" });
    expect(taken(ledger).hops).toHaveLength(2);
    expect(pause("UZS").code).toBe(0);
    expect(taken(ledger).hops).toHaveLength(1);
    for (const currency of ["CNY", "KZT"]) {
      pause(currency);
      expectRefused(ledger, "accounts/currencyPaused", () => take(ledger));
      const query = { payer: ledger.account("cny-bank"), ...asked(ledger), amount: "1000000" };
      await expect(ledger.query("fx/bestQuote", query)).rejects.toThrow("currencyPaused");
      pause(currency, "resumeCurrency");
    }
    for (const provider of ["uzs-bank", "cny-bank-2"]) {
      ledger.send(provider, "fx/withdrawRate", { base: "CNY", quote: "KZT" });
    }
    expectRefused(ledger, "accounts/currencyPaused", () => take(ledger));
    pause("UZS", "resumeCurrency");
    expect(taken(ledger).hops).toHaveLength(2);
  });

  test("is executed for no higher fee of the corridor than its taker says (feeHigherThanAsked)", async () => {
    const ledger = createExchangeLedger();
    publish(ledger, "uzs-bank", "CNY", "KZT", tier(69n * nano, 71n * nano));
    const { quote } = taken(ledger);
    const other = taken(ledger);
    const executeFor = (number: number, feeMost: bigint) =>
      ledger.send("cny-bank", "fx/executeQuote", { quote: number, feeMost });
    expectRefused(ledger, "feeHigherThanAsked", () => executeFor(quote, 99n));
    expect(executeFor(quote, 100n).code).toBe(0);
    await changeRules(ledger, { feeBp: 2 });
    expectRefused(ledger, "feeHigherThanAsked", () => executeFor(other.quote, 199n));
    expect(executeFor(other.quote, 200n).code).toBe(0);
  });

  test("is not taken where the rule book has no rate for its currencies", async () => {
    const ledger = withRates();
    await changeRules(ledger, { rates: [{ currency: "CNY", unitNano: 1n }] });
    expectRefused(ledger, "corridors/currencyUnrated", () => take(ledger));
  });

  test("needs no money of the payer until it is executed, and then all of it, with the fee", () => {
    const ledger = withRates();
    const back = {
      payer: "kzt-bank",
      payee: "cny-bank",
      source: "KZT",
      destination: "CNY",
      kind: "interbank",
    } as const;
    const all = held(ledger, "kzt-bank", "KZT");
    const { quote } = taken(ledger, { ...back, amount: all });
    expectRefused(ledger, "accounts/insufficientFunds", () => execute(ledger, quote, "kzt-bank"));
    const to = ledger.account("kzt-bank");
    ledger.send("kzt-issuer", "accounts/issueCurrency", { currency: "KZT", to, amount: all / 10_000n });
    expect(execute(ledger, quote, "kzt-bank").code).toBe(0);
    expect(held(ledger, "kzt-bank", "KZT")).toBe(0n);
  });

  test("belongs to who took it, who may give it up", async () => {
    const ledger = withRates();
    const { quote } = taken(ledger);
    const cancel = (actor: string, number = quote) => ledger.send(actor, "fx/cancelQuote", { quote: number });
    expectRefused(ledger, "notTaker", () => execute(ledger, quote, "uzs-bank"));
    expectRefused(ledger, "notTaker", () => cancel("uzs-bank"));
    expect(await ledger.query("fx/quote", { number: quote })).toMatchObject({ payer: ledger.account("cny-bank") });
    expect(await ledger.query("fx/quotes")).toMatchObject({ items: [{ number: quote }] });
    expect(cancel("cny-bank").code).toBe(0);
    expect(inBook(ledger, "KZT")).toBe(0n);
    expectRefused(ledger, "quoteClosed", () => cancel("cny-bank"));
    expectRefused(ledger, "unknownQuote", () => cancel("cny-bank", quote + 1));
    await expect(ledger.query("fx/quote", { number: quote })).rejects.toThrow("quoteClosed");
  });

  test("is not taken when it is worse than the limit that came with the request", () => {
    const ledger = withRates();
    expectRefused(ledger, "worseThanAsked", () => take(ledger, { limit: 69_500_001n }));
    expect(take(ledger, { limit: 69_500_000n }).code).toBe(0);
    const wanted = { fixed: "destination", amount: 69_500_000n } as const;
    expectRefused(ledger, "worseThanAsked", () => take(ledger, { ...wanted, limit: 999_999n }));
    expect(take(ledger, { ...wanted, limit: 1_000_000n }).code).toBe(0);
  });

  test("is one of as many as a payer may hold", async () => {
    const ledger = withRates();
    const next = () => {
      // Its quota of work lets a bank do so much at a time.
      ledger.advance(10_000);
      return take(ledger).refused;
    };
    const all = Array.from({ length: 33 }, next);
    expect(all).toEqual([...Array(32).fill(undefined), "fx/tooManyQuotes"]);
    expectRefused(ledger, "tooManyQuotes", () => take(ledger));
    expect(ledger.send("cny-bank", "fx/cancelQuote", { quote: 3 }).code).toBe(0);
    expect((take(ledger).answer as Taken).quote).toBe(33);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("promises", () => {
  test("are broken by rows that do not fit", async () => {
    const ledger = withRates();
    taken(ledger);
    const broken = async (claim: typeof marketsListRates, ...rows: ChangedRow[]) =>
      (await claim({ state: changedState(ledger.state, rows) })).length;
    const { codec } = reservedTotals;
    expect(await broken(reservedEqualsQuotes, rowOf(reservedTotals.key("KZT"), codec, 1n))).toBe(1);
    const pair = markets.key("CNY", "KZT");
    expect(await broken(marketsListRates, rowOf(pair, markets.codec, undefined))).toBe(1);
    const both = markets.get(ledger.state, "CNY", "KZT") ?? [];
    expect(await broken(marketsListRates, rowOf(pair, markets.codec, [...both].reverse()))).toBe(1);
    const account = ledger.account("cny-bank");
    expect(await broken(openQuotesFallDue, rowOf(takenCounts.key(account), takenCounts.codec, 2))).toBe(1);
    const quote = quotes.get(ledger.state, 1);
    if (quote === undefined) throw new Error("it was taken");
    const later = { ...quote, expiresMs: quote.expiresMs + 1 };
    expect(await broken(openQuotesFallDue, rowOf(quotes.key(1), quotes.codec, later))).toBe(1);
  });
});
