// What is dedicated to single loads is served first, and the whole stays the greatest matching: judged by a solver not ours.
import fc from "fast-check";
import * as highsPackage from "highs";
import { describe, expect, it } from "vitest";
import { type DedicatedVolume, serveDedicated } from "#src/modules/energy/matching/dedicated.ts";
import { type Hour, type HourMatching, type HourVolume, matchHour } from "#src/modules/energy/matching/matchHour.ts";

// Its types describe the CommonJS form, in which the function lies one level deeper.
const loadHighs = highsPackage.default as unknown as typeof highsPackage.default.default;
const highs = await loadHighs();
const sum = (values: readonly { readonly wh: bigint }[]) => values.reduce((all, { wh }) => all + wh, 0n);

const zones = ["CISO", "ERCO", "MISO"] as const;
const volumes = (prefix: string, most: number) =>
  fc
    .array(fc.record({ zone: fc.constantFrom(...zones), wh: fc.bigInt({ min: 0n, max: 40n }) }), { maxLength: most })
    .map((all) => all.map(({ zone, wh }, at): HourVolume => ({ device: `${prefix}${at}`, zone, wh })));

/** Small hours without losses: what is lost comes off after the matching, and is no part of what is the greatest. */
const hours: fc.Arbitrary<Hour> = fc
  .record({
    generation: volumes("g", 4),
    loads: volumes("d", 4),
    owned: fc.array(fc.record({ at: fc.nat(3), by: fc.nat(2), wh: fc.bigInt({ min: 0n, max: 40n }) }), {
      maxLength: 5,
    }),
    links: fc.uniqueArray(
      fc.record({
        from: fc.constantFrom(...zones),
        to: fc.constantFrom(...zones),
        capacityWh: fc.bigInt({ min: 0n, max: 30n }),
      }),
      { maxLength: 5, selector: ({ from, to }) => `${from}>${to}` },
    ),
  })
  .map(({ generation, loads, owned, links }) => ({
    generation,
    loads,
    dedicated: dedicatedOf(owned, loads),
    links: links
      .filter(({ from, to }) => from !== to)
      .map((link) => ({ ...link, device: `${link.from}-${link.to}`, lossPpm: 0 })),
  }));

type Owned = { readonly at: number; readonly by: number; readonly wh: bigint };

/** Each generator and load once; a load that does not consume in this hour may have some too. */
function dedicatedOf(owned: readonly Owned[], loads: readonly HourVolume[]): DedicatedVolume[] {
  const all = owned.map(({ at, by, wh }) => ({ generator: `own${by}`, load: loads[at]?.device ?? "away", wh }));
  return [...new Map(all.map((each) => [`${each.generator} ${each.load}`, each])).values()];
}

/**
 * The most that can be covered, certificates device by device: a variable for each generator of the pool and load, and for
 * each dedicated volume; links bound the pool's variables between two zones together.
 */
function mostCovered({ generation, loads, dedicated, links }: Hour): bigint {
  const own = dedicated.flatMap(({ load, wh }, at) =>
    loads.some(({ device }) => device === load) ? [{ name: `o${at}`, load, wh }] : [],
  );
  const pooled = generation.flatMap((giver, g) =>
    loads.flatMap((taker, d) => {
      const link = links.find(({ from, to }) => from === giver.zone && to === taker.zone);
      if (giver.zone !== taker.zone && link === undefined) return [];
      return [
        {
          name: `p${g}x${d}`,
          giver: giver.device,
          taker: taker.device,
          link: giver.zone === taker.zone ? undefined : link,
        },
      ];
    }),
  );
  const names = [...own, ...pooled].map(({ name }) => name);
  if (names.length === 0) return 0n;
  const rows = [
    ...own.map(({ name, wh }) => ({ of: [name], most: wh })),
    ...generation.map(({ device, wh }) => ({
      of: pooled.filter(({ giver }) => giver === device).map(({ name }) => name),
      most: wh,
    })),
    ...loads.map(({ device, wh }) => ({
      of: [...own.filter(({ load }) => load === device), ...pooled.filter(({ taker }) => taker === device)].map(
        ({ name }) => name,
      ),
      most: wh,
    })),
    ...links.map((each) => ({
      of: pooled.filter(({ link }) => link === each).map(({ name }) => name),
      most: each.capacityWh,
    })),
  ].filter(({ of }) => of.length > 0);
  const constraints = rows.map(({ of, most }, at) => ` r${at}: ${of.join(" + ")} <= ${most}`);
  const solved = highs.solve(`Maximize\n obj: ${names.join(" + ")}\nSubject To\n${constraints.join("\n")}\nEnd`);
  return BigInt(Math.round(solved.ObjectiveValue));
}

const coveredWh = ({ dedicated, pairs }: HourMatching) => sum(dedicated) + sum(pairs);

describe("an hour with dedicated supply", () => {
  it("covers as much as an independent solver can, thousands of times", () => {
    fc.assert(
      fc.property(hours, (hour) => {
        expect(coveredWh(matchHour(hour))).toBe(mostCovered(hour));
      }),
      { numRuns: 3_000 },
    );
  }, 120_000);

  it("gives every load the lesser of its consumption and what is dedicated to it", () => {
    fc.assert(
      fc.property(hours, (hour) => {
        const matching = matchHour(hour);
        for (const { device, wh } of hour.loads) {
          const offered = sum(hour.dedicated.filter(({ load }) => load === device));
          const served = sum(matching.dedicated.filter(({ load }) => load === device));
          expect(served).toBe(offered < wh ? offered : wh);
        }
      }),
    );
  });
});

it("generators give in proportion, the first by name the odd watt-hour, and what is left of a load is told", () => {
  const dedicated = ["c", "a", "b"].map((generator) => ({ generator, load: "east", wh: 10n }));
  const loads = [
    { device: "east", zone: "CISO", wh: 10n },
    { device: "west", zone: "CISO", wh: 5n },
  ];
  expect(serveDedicated(dedicated, loads)).toEqual({
    pairs: [
      { generator: "a", load: "east", wh: 4n },
      { generator: "b", load: "east", wh: 3n },
      { generator: "c", load: "east", wh: 3n },
    ],
    loads: [
      { device: "east", zone: "CISO", wh: 0n },
      { device: "west", zone: "CISO", wh: 5n },
    ],
  });
});
