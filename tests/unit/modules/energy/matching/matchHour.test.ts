// The matching of one hour: who covers whom, what is lost on the way, and that no watt-hour counts twice.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DedicatedVolume } from "#src/modules/energy/matching/dedicated.ts";
import { type Hour, type HourMatching, type HourVolume, matchHour } from "#src/modules/energy/matching/matchHour.ts";

const sum = (values: readonly { readonly wh: bigint }[]) => values.reduce((all, { wh }) => all + wh, 0n);
const usedOf = ({ pairs, losses }: HourMatching, device: string) =>
  sum(pairs.filter(({ generator }) => generator === device)) + sum(losses.filter((lost) => lost.device === device));
const coveredOf = ({ dedicated, pairs }: HourMatching, device: string) =>
  sum([...dedicated, ...pairs].filter(({ load }) => load === device));
const volume = (device: string, zone: string, wh: bigint): HourVolume => ({ device, zone, wh });

const zoneNames = ["CISO", "ERCO", "MISO", "PJM"] as const;
const volumes = (prefix: string) =>
  fc
    .array(fc.record({ zone: fc.constantFrom(...zoneNames), wh: fc.bigInt({ min: 0n, max: 10n ** 6n }) }), {
      maxLength: 12,
    })
    .map((all) => all.map(({ zone, wh }, index) => volume(`${prefix}${index}`, zone, wh)));
/** Loads, and generation dedicated to some of them; a generator may have some for the pool as well. */
const hours: fc.Arbitrary<Hour> = fc
  .record({
    generation: volumes("g"),
    loads: volumes("d"),
    shares: fc.array(fc.record({ at: fc.nat(), by: fc.nat(5), wh: fc.bigInt({ min: 0n, max: 10n ** 6n }) }), {
      maxLength: 6,
    }),
    links: fc
      .uniqueArray(
        fc.record({
          from: fc.constantFrom(...zoneNames),
          to: fc.constantFrom(...zoneNames),
          capacityWh: fc.bigInt({ min: 0n, max: 10n ** 6n }),
          lossPpm: fc.integer({ min: 0, max: 100_000 }),
        }),
        { maxLength: 8, selector: ({ from, to }) => `${from}>${to}` },
      )
      .map((links) =>
        links.filter(({ from, to }) => from !== to).map((link) => ({ ...link, device: `${link.from}-${link.to}` })),
      ),
  })
  .map(({ shares, ...hour }) => ({ ...hour, dedicated: dedicatedOf(shares, hour.loads) }));

function dedicatedOf(
  shares: readonly { at: number; by: number; wh: bigint }[],
  loads: readonly HourVolume[],
): DedicatedVolume[] {
  const found = shares.flatMap(({ at, by, wh }) => {
    const load = loads[loads.length === 0 ? 0 : at % loads.length];
    return load === undefined ? [] : [{ generator: `own${by}-${load.zone}`, load: load.device, wh }];
  });
  return [...new Map(found.map((each) => [`${each.generator} ${each.load}`, each])).values()];
}

describe("an hour", () => {
  it("uses no watt-hour twice and covers nobody beyond what was consumed", () => {
    fc.assert(
      fc.property(hours, (hour) => {
        const matching = matchHour(hour);
        for (const { device, wh } of hour.generation) expect(usedOf(matching, device)).toBeLessThanOrEqual(wh);
        for (const { device, wh } of hour.loads) expect(coveredOf(matching, device)).toBeLessThanOrEqual(wh);
        for (const { generator, load, wh } of hour.dedicated) {
          const used = matching.dedicated.filter((pair) => pair.generator === generator && pair.load === load);
          expect(sum(used)).toBeLessThanOrEqual(wh);
        }
        for (const { wh } of [...matching.dedicated, ...matching.pairs]) expect(wh).toBeGreaterThan(0n);
      }),
    );
  });

  it("pairs only within a zone or over a link, within its capacity", () => {
    fc.assert(
      fc.property(hours, (hour) => {
        const zoneOf = new Map([...hour.generation, ...hour.loads].map(({ device, zone }) => [device, zone]));
        const flows = new Map<string, bigint>();
        for (const { generator, load, wh } of matchHour(hour).pairs) {
          const key = `${zoneOf.get(generator)}>${zoneOf.get(load)}`;
          flows.set(key, (flows.get(key) ?? 0n) + wh);
        }
        for (const [key, wh] of flows) {
          const [from, to] = key.split(">");
          const link = hour.links.find((each) => each.from === from && each.to === to);
          if (from !== to) expect(wh).toBeLessThanOrEqual(link?.capacityWh ?? 0n);
        }
      }),
    );
  });

  it("does not depend on the order in which anything is listed", () => {
    fc.assert(
      fc.property(hours, (hour) => {
        const backwards = {
          dedicated: [...hour.dedicated].reverse(),
          generation: [...hour.generation].reverse(),
          loads: [...hour.loads].reverse(),
          links: [...hour.links].reverse(),
        };
        expect(matchHour(backwards)).toEqual(matchHour(hour));
      }),
    );
  });

  it("shares a zone's generation among its loads by what they consume, and asks each generator by what it made", () => {
    const generation = [volume("solar", "CISO", 300n), volume("wind", "CISO", 100n)];
    const loads = [volume("east", "CISO", 600n), volume("west", "CISO", 200n)];
    const matching = matchHour({ dedicated: [], generation, loads, links: [] });
    expect(coveredOf(matching, "east")).toBe(300n);
    expect(coveredOf(matching, "west")).toBe(100n);
    const plenty = matchHour({ dedicated: [], generation, loads: [volume("east", "CISO", 200n)], links: [] });
    expect([usedOf(plenty, "solar"), usedOf(plenty, "wind")]).toEqual([150n, 50n]);
  });

  it("serves a load from what is dedicated to it before the pool, which then has more for the others", () => {
    const dedicated = [
      { generator: "roof", load: "east", wh: 150n },
      { generator: "garage", load: "east", wh: 50n },
      { generator: "roof", load: "nobody", wh: 500n },
    ];
    const loads = [volume("east", "CISO", 160n), volume("west", "CISO", 200n)];
    const matching = matchHour({ dedicated, generation: [volume("solar", "CISO", 100n)], loads, links: [] });
    expect(matching.dedicated).toEqual([
      { generator: "garage", load: "east", wh: 40n },
      { generator: "roof", load: "east", wh: 120n },
    ]);
    expect(matching.pairs).toEqual([{ generator: "solar", load: "west", wh: 100n }]);
  });

  it("tells what goes from zone to zone, over all lines between them", () => {
    const links = [
      { device: "old", from: "BPAT", to: "CISO", capacityWh: 100n, lossPpm: 90_000 },
      { device: "new", from: "BPAT", to: "CISO", capacityWh: 100n, lossPpm: 50_000 },
    ];
    const generation = [volume("hydro", "BPAT", 1_000n)];
    const matching = matchHour({ dedicated: [], generation, loads: [volume("east", "CISO", 150n)], links });
    // Over the better line 100 arrive and 6 are lost, over the other 50 and 5: both losses rounded up.
    expect(matching.flows).toEqual([{ from: "BPAT", to: "CISO", wh: 150n, lostWh: 11n }]);
  });

  it("brings from a neighbour what is missing, and uses up its certificates for the losses", () => {
    const generation = [volume("hydro", "BPAT", 1_000n), volume("solar", "CISO", 400n)];
    const loads = [volume("east", "CISO", 875n)];
    const links = [{ device: "line", from: "BPAT", to: "CISO", capacityWh: 900n, lossPpm: 50_000 }];
    const matching = matchHour({ dedicated: [], generation, loads, links });
    expect(matching.pairs).toEqual([
      { generator: "hydro", load: "east", wh: 475n },
      { generator: "solar", load: "east", wh: 400n },
    ]);
    expect(matching.losses).toEqual([{ device: "hydro", zone: "BPAT", wh: 25n }]);
  });

  it("covers less from a neighbour that cannot make up for the losses too", () => {
    const generation = [volume("hydro", "BPAT", 100n)];
    const links = [{ device: "line", from: "BPAT", to: "CISO", capacityWh: 900n, lossPpm: 100_000 }];
    const matching = matchHour({ dedicated: [], generation, loads: [volume("east", "CISO", 100n)], links });
    expect(coveredOf(matching, "east")).toBe(90n);
    expect(usedOf(matching, "hydro")).toBe(100n);
  });

  it("covers nothing in a zone that has no generation and no link", () => {
    const generation = [volume("hydro", "BPAT", 100n)];
    expect(matchHour({ dedicated: [], generation, loads: [volume("east", "ERCO", 100n)], links: [] })).toEqual({
      dedicated: [],
      pairs: [],
      losses: [],
      flows: [],
    });
  });
});
