// Arithmetic of auctions: bounds, one price, who wins, and what splitting a bid cannot gain.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Account } from "#src/core/account.ts";
import {
  clearAcquisition,
  clearRelease,
  commitmentOf,
  costUp,
  forfeitOf,
  leastPrice,
  mostPrice,
  type Priced,
  proceedsDown,
  type RevealedBid,
} from "#src/modules/reserve-auctions/rules.ts";
import { devnet } from "#tests/support/payments.ts";

const price = fc.bigInt({ min: 1n, max: 2_000_000n });
const weight = fc.bigInt({ min: 1n, max: 5_000n });
const lotsOf = (weights: readonly bigint[]) =>
  weights.map((fineWeightMg, at) => ({ certificateId: at + 1, fineWeightMg }));
const someBids = fc
  .array(fc.record({ microKdgPerGram: price, weightMg: weight }), { maxLength: 12 })
  .map((all) => all.map((bid, at) => ({ ...bid, bid: at + 1 })));
const someLots = fc.array(weight, { maxLength: 8 }).map(lotsOf);
const bars = (wholeMg: bigint, mostMg: bigint) => (wholeMg <= mostMg ? wholeMg : 0n);
const divisible = (wholeMg: bigint, mostMg: bigint) => (wholeMg < mostMg ? wholeMg : mostMg);
const filledOf = (lots: readonly { readonly fineWeightMg: bigint }[]) =>
  lots.reduce((sum, { fineWeightMg }) => sum + fineWeightMg, 0n);
const market: fc.Arbitrary<Priced> = fc.record({
  lowNano: fc.bigInt({ min: 1n, max: 10n ** 14n }),
  measuresPerUnit: fc.constantFrom(1_000n, 1_000_000n),
  high: fc.record({
    basketKdg: fc.bigInt({ min: 1n, max: 10n ** 7n }),
    valueNano: fc.bigInt({ min: 10n ** 8n, max: 10n ** 18n }),
  }),
});

describe("price bounds", () => {
  test("keep a sale from losing more than the slippage on the metal's low worth, and a purchase from losing anything", () => {
    const slippage = fc.bigInt({ min: 0n, max: 1_000n });
    fc.assert(
      fc.property(market, slippage, weight, (priced, slippageBp, weightMg) => {
        const { lowNano, measuresPerUnit, high } = priced;
        // Both sides multiplied out: worth at the low price against money at the high reference value.
        const money = (microKdg: bigint) => microKdg * high.valueNano * measuresPerUnit;
        const metal = weightMg * lowNano * high.basketKdg * 1_000_000n;
        const paid = costUp(leastPrice(priced, slippageBp), weightMg);
        expect(money(paid) * 10_000n).toBeGreaterThanOrEqual(metal * (10_000n - slippageBp));
        expect(money(proceedsDown(mostPrice(priced), weightMg))).toBeLessThanOrEqual(metal);
      }),
    );
  });
});

describe("a sale", () => {
  test("has one price: no winner pays more than it bid, and none below the floor", () => {
    fc.assert(
      fc.property(
        someBids,
        someLots,
        weight,
        price,
        fc.constantFrom(bars, divisible),
        (bids, lots, mostMg, floor, takeableMg) => {
          const { microKdgPerGram, wins } = clearRelease({ bids, lots, mostMg, floor, takeableMg });
          for (const { bid, lots: won } of wins) {
            const said = bids[bid - 1] as RevealedBid;
            expect(microKdgPerGram).toBeLessThanOrEqual(said.microKdgPerGram);
            expect(filledOf(won)).toBeLessThanOrEqual(said.weightMg);
          }
          if (wins.length > 0) expect(microKdgPerGram).toBeGreaterThanOrEqual(floor);
          else expect(microKdgPerGram).toBe(0n);
          expect(filledOf(wins.flatMap((win) => win.lots))).toBeLessThanOrEqual(mostMg);
          for (const { certificateId, fineWeightMg } of lots) {
            const taken = wins.flatMap((win) => win.lots).filter((lot) => lot.certificateId === certificateId);
            expect(filledOf(taken)).toBeLessThanOrEqual(fineWeightMg);
          }
        },
      ),
    );
  });

  test("leaves nothing that a bid at the floor or above could still take", () => {
    fc.assert(
      fc.property(
        someBids,
        someLots,
        weight,
        price,
        fc.constantFrom(bars, divisible),
        (bids, lots, mostMg, floor, takeableMg) => {
          const { wins } = clearRelease({ bids, lots, mostMg, floor, takeableMg });
          const taken = wins.flatMap((win) => win.lots);
          const leftMg = mostMg - filledOf(taken);
          for (const { bid, microKdgPerGram, weightMg } of bids) {
            if (microKdgPerGram < floor) continue;
            const wantedMg = weightMg - filledOf(wins.find((win) => win.bid === bid)?.lots ?? []);
            for (const lot of lots) {
              const restMg =
                lot.fineWeightMg - filledOf(taken.filter((each) => each.certificateId === lot.certificateId));
              const roomMg = wantedMg < leftMg ? wantedMg : leftMg;
              if (restMg > 0n && roomMg > 0n) expect(takeableMg(restMg, roomMg)).toBe(0n);
            }
          }
        },
      ),
    );
  });

  test("gives the parts of a split bid no more, and no lower price, than the whole", () => {
    const supply = fc.bigInt({ min: 1n, max: 30_000n });
    fc.assert(
      fc.property(someBids, supply, fc.nat(), weight, (bids, suppliedMg, at, cutMg) => {
        const whole = bids[at % Math.max(1, bids.length)];
        fc.pre(whole !== undefined && cutMg < whole.weightMg);
        if (whole === undefined) return;
        const lots = lotsOf([suppliedMg]);
        const sale = { lots, mostMg: suppliedMg, floor: 1n, takeableMg: divisible };
        const parts = [
          ...bids.map((bid) => (bid === whole ? { ...bid, weightMg: bid.weightMg - cutMg } : bid)),
          { ...whole, bid: bids.length + 1, weightMg: cutMg },
        ];
        const [one, two] = [clearRelease({ ...sale, bids }), clearRelease({ ...sale, bids: parts })];
        const wonBy = ({ wins }: typeof one, names: readonly number[]) =>
          filledOf(wins.filter(({ bid }) => names.includes(bid)).flatMap((win) => win.lots));
        expect(wonBy(two, [whole.bid, bids.length + 1])).toBeLessThanOrEqual(wonBy(one, [whole.bid]));
        expect(two.microKdgPerGram).toBe(one.microKdgPerGram);
      }),
    );
  });

  test("fills equal prices in the order of sealing", () => {
    const bids = [1, 2, 3].map((bid) => ({ bid, microKdgPerGram: 5n, weightMg: 10n }));
    const sale = { bids: bids.toReversed(), lots: lotsOf([15n]), mostMg: 15n, floor: 5n, takeableMg: divisible };
    expect(clearRelease(sale).wins).toEqual([
      { bid: 1, lots: [{ certificateId: 1, fineWeightMg: 10n }] },
      { bid: 2, lots: [{ certificateId: 1, fineWeightMg: 5n }] },
    ]);
  });

  test("costs pieces together what their weight costs, rounded up once", () => {
    fc.assert(
      fc.property(price, fc.array(weight, { minLength: 1, maxLength: 8 }), (microKdgPerGram, pieces) => {
        let filledMg = 0n;
        let paid = 0n;
        for (const pieceMg of pieces) {
          filledMg += pieceMg;
          paid += costUp(microKdgPerGram, filledMg) - paid;
        }
        expect(paid).toBe(costUp(microKdgPerGram, filledMg));
        expect((paid - 1n) * 1_000n).toBeLessThan(microKdgPerGram * filledMg);
      }),
    );
  });
});

describe("a purchase", () => {
  const someOffers = fc
    .array(fc.record({ microKdgPerGram: price, weightMg: weight, weights: fc.array(weight, { maxLength: 4 }) }), {
      maxLength: 10,
    })
    .map((all) =>
      all.map(({ weights, ...offer }, at) => ({
        ...offer,
        bid: at + 1,
        lots: weights.map((fineWeightMg, each) => ({ certificateId: at * 10 + each, fineWeightMg })),
      })),
    );

  test("has one price: no seller gets less than it asked, and none above the ceiling", () => {
    fc.assert(
      fc.property(someOffers, weight, price, (offers, mostMg, ceiling) => {
        const { microKdgPerGram, wins } = clearAcquisition({ offers, mostMg, ceiling });
        expect(microKdgPerGram).toBeLessThanOrEqual(ceiling);
        expect(filledOf(wins.flatMap((win) => win.lots))).toBeLessThanOrEqual(mostMg);
        for (const { bid, lots } of wins) {
          const said = offers[bid - 1];
          if (said === undefined) throw new Error("a winner has made an offer");
          expect(microKdgPerGram).toBeGreaterThanOrEqual(said.microKdgPerGram);
          expect(filledOf(lots)).toBeLessThanOrEqual(said.weightMg);
        }
      }),
    );
  });

  test("leaves no certificate that an offer at the ceiling or below could still give", () => {
    fc.assert(
      fc.property(someOffers, weight, price, (offers, mostMg, ceiling) => {
        const { wins } = clearAcquisition({ offers, mostMg, ceiling });
        const leftMg = mostMg - filledOf(wins.flatMap((win) => win.lots));
        for (const { bid, microKdgPerGram, weightMg, lots } of offers) {
          if (microKdgPerGram > ceiling) continue;
          const won = wins.find((win) => win.bid === bid)?.lots ?? [];
          const offeredMg = weightMg - filledOf(won);
          const kept = lots.filter(({ certificateId }) => !won.some((lot) => lot.certificateId === certificateId));
          for (const { fineWeightMg } of kept) {
            expect(fineWeightMg).toBeGreaterThan(offeredMg < leftMg ? offeredMg : leftMg);
          }
        }
      }),
    );
  });
});

test("a forfeit is a part of the lock, rounded down", () => {
  expect(forfeitOf(199n, 100n)).toBe(1n);
  expect(forfeitOf(10n, 10_000n)).toBe(10n);
});

test("a seal is of its bidder, its auction and everything that it says", () => {
  const said = { auction: 1, bidder: devnet.account("alice") as Account, microKdgPerGram: 5n, weightMg: 7n };
  const sealed = { ...said, salt: new Uint8Array(16) };
  const others = [
    { ...sealed, auction: 2 },
    { ...sealed, bidder: devnet.account("bob") as Account },
    { ...sealed, microKdgPerGram: 6n },
    { ...sealed, weightMg: 8n },
    { ...sealed, salt: new Uint8Array(16).fill(1) },
  ];
  const texts = new Set([sealed, ...others].map((each) => commitmentOf(each).join()));
  expect(texts.size).toBe(6);
});
