// Arithmetic of junior units, checked against a model that visits every holder with exact fractions.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  broughtUp,
  type Holding,
  newTotals,
  retire,
  type Series,
  wholeFactor,
} from "#src/modules/issuance/juniorRules.ts";

/** A small ledger of junior units over the rules. */
class Units {
  totals = newTotals;
  paid = 0n;
  readonly ended: Series[] = [];
  readonly holdings = new Map<number, Holding>();

  holding(holder: number): Holding {
    const stored = this.holdings.get(holder) ?? { ...this.totals, units: 0n, owedMicroKdg: 0n };
    return broughtUp(stored, this.totals, (series) => this.ended[series] ?? { factor: 0n, paidSum: 0n });
  }

  add(holder: number, units: bigint): void {
    const before = this.holding(holder);
    this.holdings.set(holder, { ...before, units: before.units + units });
    this.totals = { ...this.totals, units: this.totals.units + units };
  }

  retire(paid: bigint, cut: bigint): void {
    const { totals, ended } = retire(this.totals, paid, cut);
    if (ended !== undefined) this.ended[totals.series - 1] = ended;
    this.totals = totals;
    this.paid += paid;
  }

  sums(): { units: bigint; owed: bigint } {
    const all = [...this.holdings.keys()].map((holder) => this.holding(holder));
    return {
      units: all.reduce((sum, { units }) => sum + units, 0n),
      owed: all.reduce((sum, { owedMicroKdg }) => sum + owedMicroKdg, 0n),
    };
  }
}

test("a payment goes to holders in proportion and retires as many units", () => {
  const units = new Units();
  units.add(1, 300n);
  units.add(2, 100n);
  units.retire(200n, 0n);
  expect(units.holding(1)).toMatchObject({ units: 150n, owedMicroKdg: 150n });
  expect(units.holding(2)).toMatchObject({ units: 50n, owedMicroKdg: 50n });
});

test("a cut takes units and owes nothing", () => {
  const units = new Units();
  units.add(1, 300n);
  units.add(2, 100n);
  units.retire(0n, 200n);
  expect(units.holding(1)).toMatchObject({ units: 150n, owedMicroKdg: 0n });
});

test("whoever comes later has no part in what was paid before", () => {
  const units = new Units();
  units.add(1, 400n);
  units.retire(100n, 0n);
  units.add(2, 300n);
  units.retire(60n, 0n);
  expect(units.holding(1)).toMatchObject({ units: 270n, owedMicroKdg: 130n });
  expect(units.holding(2)).toMatchObject({ units: 270n, owedMicroKdg: 30n });
});

test("when all units are retired the next ones begin a new series, and the old holders keep what they are owed", () => {
  const units = new Units();
  units.add(1, 100n);
  units.retire(60n, 40n);
  expect(units.totals).toEqual({ units: 0n, series: 1, factor: wholeFactor, paidSum: 0n });
  units.add(2, 50n);
  units.retire(50n, 0n);
  expect(units.holding(1)).toMatchObject({ units: 0n, owedMicroKdg: 60n });
  expect(units.holding(2)).toMatchObject({ units: 0n, owedMicroKdg: 50n });
});

test("a holding lives through a series that ends because its factor has grown too small", () => {
  const units = new Units();
  const large = 10n ** 24n;
  units.add(1, large);
  units.retire(large - 10n ** 14n, 0n);
  expect(units.totals.series).toBe(1);
  expect(units.holding(1).units).toBe(10n ** 14n);
  units.add(2, 10n ** 14n);
  units.retire(10n ** 14n, 0n);
  expect(units.holding(1)).toMatchObject({ units: 5n * 10n ** 13n, owedMicroKdg: large - 5n * 10n ** 13n });
});

test("holders never have more than all units nor are owed more than was paid, and lose dust at most", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), holder: fc.nat(4), units: fc.bigInt(1n, 10n ** 18n) }),
    fc.record({ kind: fc.constant("retire" as const), paidBp: fc.bigInt(0n, 9_000n), cutBp: fc.bigInt(0n, 1_000n) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const units = new Units();
      let touches = 1n;
      for (const given of steps) {
        touches += 1n;
        if (given.kind === "add") units.add(given.holder, given.units);
        else if (units.totals.units > 0n) {
          const part = (bp: bigint) => (units.totals.units * bp) / 10_000n;
          units.retire(part(given.paidBp), part(given.cutBp));
        }
        const { units: held, owed } = units.sums();
        expect(held).toBeLessThanOrEqual(units.totals.units);
        expect(owed).toBeLessThanOrEqual(units.paid);
        // Each step loses less than one unit for each holder; a factor of eighteen digits adds less than one more.
        expect(units.totals.units - held).toBeLessThanOrEqual(touches * 12n);
        expect(units.paid - owed).toBeLessThanOrEqual(touches * 12n);
      }
    }),
    { numRuns: 300 },
  );
});
