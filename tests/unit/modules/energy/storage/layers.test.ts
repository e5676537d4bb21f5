// The queue of charged hours: nothing comes out that did not go in, the oldest first, and nothing becomes cleaner.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawOldest, layerOf } from "#src/modules/energy/storage/layers.ts";
import type { Layer } from "#src/modules/energy/storage/schemas.ts";

const layer = (hourMs: number, wh: bigint, cleanWh: bigint, gramsPerMwh = 0): Layer => ({
  hourMs,
  wh,
  cleanWh,
  gramsPerMwh,
});

describe("a discharge", () => {
  it("takes the oldest hours first, and of each clean and grey in proportion", () => {
    const drawing = drawOldest([layer(1, 100n, 50n), layer(2, 100n, 100n)], 120n, 800_000);
    expect(drawing).toEqual({
      draws: [
        { chargedHourMs: 1, cleanWh: 50n, greyWh: 50n },
        { chargedHourMs: 2, cleanWh: 50n, greyWh: 0n },
      ],
      rest: layer(2, 50n, 50n),
      drawnWh: 150n,
      dischargedWh: 120n,
      issuedWh: 80n,
      gramsPerMwh: 0,
    });
  });

  it("takes a watt-hour more rather than less, and issues one less rather than more", () => {
    const { drawnWh, issuedWh, rest } = drawOldest([layer(1, 10n, 5n)], 1n, 900_000);
    expect([drawnWh, issuedWh, rest]).toEqual([2n, 0n, layer(1, 8n, 4n)]);
  });

  it("gives no more than the layers hold, less losses", () => {
    const { drawnWh, dischargedWh, rest } = drawOldest([layer(1, 10n, 10n)], 100n, 850_000);
    expect([drawnWh, dischargedWh, rest]).toEqual([10n, 8n, undefined]);
  });

  it("gives nothing out of nothing, and leaves what is too little for a watt-hour", () => {
    const nothing = { draws: [], drawnWh: 0n, dischargedWh: 0n, issuedWh: 0n, gramsPerMwh: 0 };
    expect(drawOldest([], 5n, 850_000)).toEqual(nothing);
    expect(drawOldest([layer(1, 1n, 1n)], 5n, 850_000)).toEqual(nothing);
  });

  it("carries the carbon of what was lost, rounded up, and tells no more than the most that a device may have", () => {
    expect(drawOldest([layer(1, 10n, 10n, 50_001)], 8n, 800_000).gramsPerMwh).toBe(62_502);
    expect(drawOldest([layer(1, 10n, 10n, 4_000_000)], 5n, 500_000).gramsPerMwh).toBe(5_000_000);
  });
});

describe("a charged hour", () => {
  it("is clean as far as certificates were cancelled, at their weighted intensity, rounded up", () => {
    const clean = [
      { wh: 1n, gramsPerMwh: 10 },
      { wh: 2n, gramsPerMwh: 20 },
    ];
    expect(layerOf(5, 10n, clean)).toEqual(layer(5, 10n, 3n, 17));
    expect(layerOf(5, 10n, [])).toEqual(layer(5, 10n, 0n, 0));
  });
});

const layers = fc.array(
  fc
    .record({ wh: fc.bigInt(1n, 1_000n), clean: fc.nat(1_000), gramsPerMwh: fc.nat(100_000) })
    .map(({ wh, clean, gramsPerMwh }) => ({ wh, cleanWh: (wh * BigInt(clean)) / 1_000n, gramsPerMwh })),
  { maxLength: 12 },
);
const sum = (amounts: readonly bigint[]) => amounts.reduce((all, each) => all + each, 0n);

describe("whatever is charged and discharged", () => {
  it("what went in is what is stored, was lost and came out, and what is issued is no more than clean went in", () => {
    const outs = fc.array(fc.bigInt(0n, 3_000n), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(layers, outs, fc.integer({ min: 100_000, max: 1_000_000 }), (charged, outsWh, efficiencyPpm) => {
        let left: readonly Layer[] = charged.map((each, at) => ({ hourMs: at, ...each }));
        const inWh = sum(left.map(({ wh }) => wh));
        const cleanWh = sum(left.map((each) => each.cleanWh));
        let [lostWh, outWh, issuedWh, lastHour] = [0n, 0n, 0n, 0];
        for (const askedWh of outsWh) {
          const drawing = drawOldest(left, askedWh, efficiencyPpm);
          const { draws, rest, drawnWh, dischargedWh } = drawing;
          expect(dischargedWh).toBeLessThanOrEqual(askedWh);
          expect(dischargedWh * 1_000_000n).toBeLessThanOrEqual(drawnWh * BigInt(efficiencyPpm));
          expect(sum(draws.map((draw) => draw.cleanWh + draw.greyWh))).toBe(drawnWh);
          for (const { chargedHourMs } of draws) {
            expect(chargedHourMs).toBeGreaterThanOrEqual(lastHour);
            lastHour = chargedHourMs;
          }
          if (rest !== undefined) expect(rest.cleanWh).toBeLessThanOrEqual(rest.wh);
          left = rest === undefined ? left.slice(draws.length) : [rest, ...left.slice(draws.length)];
          [lostWh, outWh, issuedWh] = [
            lostWh + drawnWh - dischargedWh,
            outWh + dischargedWh,
            issuedWh + drawing.issuedWh,
          ];
          expect(drawing.issuedWh).toBeLessThanOrEqual(dischargedWh);
          expect(sum(left.map(({ wh }) => wh)) + lostWh + outWh).toBe(inWh);
          expect(issuedWh + sum(left.map((each) => each.cleanWh))).toBeLessThanOrEqual(cleanWh);
        }
      }),
    );
  });
});
