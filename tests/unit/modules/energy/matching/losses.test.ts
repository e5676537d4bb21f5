// Losses on interconnectors: rounded against the claim, and never more used than there is.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrivingWh, fitLosses, lossWh } from "#src/modules/energy/matching/losses.ts";

const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
const ratio = fc.integer({ min: 0, max: 500_000 });

describe("a loss", () => {
  it("is what must be sent beyond what arrives, rounded up", () => {
    expect(lossWh(950n, 50_000)).toBe(50n);
    expect(lossWh(951n, 50_000)).toBe(51n);
    expect(lossWh(1n, 1)).toBe(1n);
    expect(lossWh(1_000n, 0)).toBe(0n);
  });

  it("and what arrives never use more than was there, nor leave room for another watt-hour and its loss", () => {
    fc.assert(
      fc.property(amount, ratio, (usedWh, lossPpm) => {
        const arriving = arrivingWh(usedWh, lossPpm);
        expect(arriving + lossWh(arriving, lossPpm)).toBeLessThanOrEqual(usedWh);
        expect(arriving + 1n + lossWh(arriving + 1n, lossPpm)).toBeGreaterThan(usedWh);
      }),
    );
  });
});

describe("flows that a zone cannot cover with their losses", () => {
  const flows = fc.array(fc.record({ wh: fc.bigInt({ min: 0n, max: 1_000n }), lossPpm: ratio }), { maxLength: 6 });

  it("are cut until it can, and left alone when it can", () => {
    fc.assert(
      fc.property(flows, fc.bigInt({ min: 0n, max: 500n }), fc.bigInt({ min: 0n, max: 3_000n }), (all, own, spare) => {
        const supply = own + spare;
        const fitted = fitLosses(own, all, supply);
        const used = (list: readonly bigint[]) =>
          list.reduce((sum, wh, at) => sum + wh + lossWh(wh, all[at]?.lossPpm ?? 0), own);
        expect(used(fitted)).toBeLessThanOrEqual(supply);
        for (const [at, wh] of fitted.entries()) expect(wh).toBeLessThanOrEqual(all[at]?.wh ?? 0n);
        if (used(all.map(({ wh }) => wh)) <= supply) expect(fitted).toEqual(all.map(({ wh }) => wh));
      }),
    );
  });

  it("are cut from the last on", () => {
    const all = [
      { wh: 90n, lossPpm: 100_000 },
      { wh: 90n, lossPpm: 100_000 },
    ];
    expect(fitLosses(10n, all, 210n)).toEqual([90n, 90n]);
    expect(fitLosses(10n, all, 190n)).toEqual([90n, 72n]);
    expect(fitLosses(10n, all, 60n)).toEqual([45n, 0n]);
    expect(fitLosses(10n, all, 10n)).toEqual([0n, 0n]);
  });
});
