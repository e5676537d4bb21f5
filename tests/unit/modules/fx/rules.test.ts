// Arithmetic of exchange: no rounding ever costs the provider, tiers, spreads and the oracle's band.
import fc from "fast-check";
import { expect, test } from "vitest";
import { areSoundTiers, bandOf, type Direction, exchangeAt } from "#src/modules/fx/rules.ts";
import { nano, tier } from "#tests/support/exchange.ts";

const direction = (givesBase: boolean, baseDecimals = 2, quoteDecimals = 2): Direction => ({
  ...{ base: "CNY", quote: "KZT", givesBase, baseDecimals, quoteDecimals },
});

test("buys the base at its bid and sells it at its ask", () => {
  const rate = { tiers: [tier(69n * nano, 71n * nano)] };
  expect(exchangeAt(rate, direction(true), "source", 100n)).toEqual({ paid: 100n, delivered: 6_900n, spread: 1n });
  expect(exchangeAt(rate, direction(false), "source", 7_100n)).toEqual({ paid: 7_100n, delivered: 100n, spread: 100n });
  expect(exchangeAt(rate, direction(true), "destination", 6_900n)).toMatchObject({ paid: 100n });
  expect(exchangeAt(rate, direction(false), "destination", 100n)).toMatchObject({ paid: 7_100n });
});

test("knows the decimals of both currencies", () => {
  const rate = { tiers: [tier(7n * nano, 7n * nano)] };
  expect(exchangeAt(rate, direction(true, 2, 6), "source", 100n)).toMatchObject({ delivered: 7_000_000n, spread: 0n });
  expect(exchangeAt(rate, direction(false, 2, 6), "source", 7_000_000n)).toMatchObject({ delivered: 100n });
});

test("every rounding is for the provider, and there and back again never gains", () => {
  const prices = fc.tuple(fc.bigInt(1n, 10n ** 15n), fc.bigInt(0n, 10n ** 12n));
  const places = fc.integer({ min: 0, max: 8 });
  fc.assert(
    fc.property(
      prices,
      fc.bigInt(1n, 10n ** 15n),
      fc.boolean(),
      places,
      places,
      ([bid, wide], amount, gives, base, quote) => {
        const rate = { tiers: [tier(bid, bid + wide, 2n ** 95n)] };
        const there = exchangeAt(rate, direction(gives, base, quote), "source", amount);
        if (there === undefined) return;
        // Exactly: delivered * price <= paid, without fractions.
        const [top, bottom] = [10n ** BigInt(quote), nano * 10n ** BigInt(base)];
        const isFair = gives
          ? there.delivered * bottom <= there.paid * bid * top
          : there.delivered * (bid + wide) * top <= there.paid * bottom;
        expect(isFair).toBe(true);
        expect(there.spread).toBeGreaterThanOrEqual(0n);
        expect(there.spread).toBeLessThanOrEqual(there.paid);
        const back = exchangeAt(rate, direction(!gives, base, quote), "source", there.delivered);
        if (back !== undefined) expect(back.delivered).toBeLessThanOrEqual(amount);
        const wanted = exchangeAt(rate, direction(gives, base, quote), "destination", there.delivered);
        if (wanted === undefined || there.delivered === 0n) return;
        // What the same delivery costs when asked for by itself is no more than was paid.
        expect(wanted.paid).toBeLessThanOrEqual(there.paid);
        const again = exchangeAt(rate, direction(gives, base, quote), "source", wanted.paid);
        expect(again?.delivered).toBeGreaterThanOrEqual(there.delivered);
      },
    ),
    { numRuns: 2_000, seed: 9 },
  );
});

test("takes the first tier that holds the amount of the base, and none beyond the last", () => {
  const rate = { tiers: [tier(70n * nano, 70n * nano, 100n), tier(68n * nano, 72n * nano, 1_000n)] };
  expect(exchangeAt(rate, direction(true), "source", 100n)?.delivered).toBe(7_000n);
  expect(exchangeAt(rate, direction(true), "source", 101n)?.delivered).toBe(6_868n);
  expect(exchangeAt(rate, direction(true), "source", 1_000n)?.delivered).toBe(68_000n);
  expect(exchangeAt(rate, direction(true), "source", 1_001n)).toBeUndefined();
  expect(exchangeAt(rate, direction(false), "destination", 100n)?.paid).toBe(7_000n);
  expect(exchangeAt(rate, direction(false), "destination", 101n)?.paid).toBe(7_272n);
  expect(exchangeAt(rate, direction(false), "source", 7_070n)?.delivered).toBe(98n);
});

test("tiers rise, and bid no more than they ask", () => {
  expect(areSoundTiers([tier(1n, 1n, 5n), tier(1n, 2n, 6n)])).toBe(true);
  expect(areSoundTiers([tier(2n, 1n, 5n)])).toBe(false);
  expect(areSoundTiers([tier(1n, 1n, 5n), tier(1n, 1n, 5n)])).toBe(false);
});

test("the band is the oracle's cross price at its widest, and so much beyond", () => {
  const [yuan, tenge] = [
    { low: 139n, high: 141n },
    { low: 2n, high: 2n },
  ];
  expect(bandOf(yuan, tenge, 0n)).toEqual({ lowNano: (139n * nano) / 2n, highNano: (141n * nano) / 2n });
  expect(bandOf(yuan, tenge, 500n).lowNano).toBe((139n * nano * 95n) / 200n);
});
