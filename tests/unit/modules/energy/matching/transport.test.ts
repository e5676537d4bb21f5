// The transport of watt-hours between zones: as much as possible, as cheaply as possible, and judged by a solver not ours.
import fc from "fast-check";
import * as highsPackage from "highs";
import { describe, expect, it } from "vitest";
import { planTransport, type TransportLink, type TransportProblem } from "#src/modules/energy/matching/transport.ts";

// Its types describe the CommonJS form, in which the function lies one level deeper.
const loadHighs = highsPackage.default as unknown as typeof highsPackage.default.default;
const highs = await loadHighs();
const sum = (values: readonly bigint[]) => values.reduce((all, value) => all + value, 0n);
const at = (values: readonly bigint[], index: number) => values[index] ?? 0n;

/** What matters of a plan: how much arrives, and what that costs. */
function worthOf({ links }: TransportProblem, plan: ReturnType<typeof planTransport>) {
  const cost = links.reduce((all, link, index) => all + at(plan.linkedWh, index) * BigInt(link.cost), 0n);
  return { metWh: sum(plan.localWh) + sum(plan.linkedWh), cost };
}

/** The same by linear programming: first the most that can be met, then the least cost at that. */
function solvedApart({ supplyWh, demandWh, links }: TransportProblem) {
  const locals = supplyWh.map((_, zone) => `l${zone}`);
  const names = [...locals, ...links.map((_, index) => `k${index}`)];
  const rows = supplyWh.flatMap((wh, zone) => {
    const out = [`l${zone}`, ...links.flatMap(({ from }, index) => (from === zone ? [`k${index}`] : []))];
    const into = [`l${zone}`, ...links.flatMap(({ to }, index) => (to === zone ? [`k${index}`] : []))];
    return [` s${zone}: ${out.join(" + ")} <= ${wh}`, ` d${zone}: ${into.join(" + ")} <= ${at(demandWh, zone)}`];
  });
  const bounds = links.map(({ capacityWh }, index) => ` 0 <= k${index} <= ${capacityWh}`);
  const constraints = `Subject To\n${rows.join("\n")}`;
  const most = highs.solve(`Maximize\n obj: ${names.join(" + ")}\n${constraints}\nBounds\n${bounds.join("\n")}\nEnd`);
  const metWh = BigInt(Math.round(most.ObjectiveValue));
  const costs = links.length === 0 ? "0 l0" : links.map(({ cost }, index) => `${cost} k${index}`).join(" + ");
  const least = highs.solve(
    `Minimize\n obj: ${costs}\n${constraints}\n met: ${names.join(" + ")} >= ${metWh}\nBounds\n${bounds.join("\n")}\nEnd`,
  );
  return { metWh, cost: BigInt(Math.round(least.ObjectiveValue)) };
}

const problems = fc.integer({ min: 1, max: 5 }).chain((zones) => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 60n }), { minLength: zones, maxLength: zones });
  const link: fc.Arbitrary<TransportLink> = fc
    .record({
      from: fc.integer({ min: 0, max: zones - 1 }),
      step: fc.integer({ min: 1, max: Math.max(1, zones - 1) }),
      capacityWh: fc.bigInt({ min: 0n, max: 40n }),
      cost: fc.integer({ min: 1, max: 30 }),
    })
    .map(({ from, step, ...others }) => ({ from, to: (from + step) % zones, ...others }));
  const links = zones === 1 ? fc.constant<TransportLink[]>([]) : fc.array(link, { maxLength: 10 });
  return fc.record({ supplyWh: amounts, demandWh: amounts, links });
});

describe("a plan", () => {
  it("meets as much, and costs as little, as the plan of an independent solver", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        expect(worthOf(problem, planTransport(problem))).toEqual(solvedApart(problem));
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);

  it("takes no more than a zone has, gives no more than it needs, and fills no link beyond its capacity", () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { localWh, linkedWh } = planTransport(problem);
        const over = (zone: number, end: "from" | "to") =>
          sum(problem.links.map((link, index) => (link[end] === zone ? at(linkedWh, index) : 0n)));
        return (
          problem.supplyWh.every((wh, zone) => at(localWh, zone) + over(zone, "from") <= wh) &&
          problem.demandWh.every((wh, zone) => at(localWh, zone) + over(zone, "to") <= wh) &&
          problem.links.every(({ capacityWh }, index) => at(linkedWh, index) >= 0n && at(linkedWh, index) <= capacityWh)
        );
      }),
    );
  });

  it("lets a zone send its own away when others can then cover more in all", () => {
    // The first can be helped by the third, the second by the first alone.
    const links = [
      { from: 0, to: 1, capacityWh: 10n, cost: 1 },
      { from: 2, to: 0, capacityWh: 10n, cost: 1 },
    ];
    const plan = planTransport({ supplyWh: [10n, 0n, 10n], demandWh: [10n, 10n, 0n], links });
    expect(plan).toEqual({ localWh: [0n, 0n, 0n], linkedWh: [10n, 10n] });
  });

  it("prefers what stays in the zone, then the cheaper link, then the earlier one", () => {
    const link = (from: number, cost: number) => ({ from, to: 0, capacityWh: 100n, cost });
    const scarce = planTransport({ supplyWh: [5n, 9n, 9n], demandWh: [12n, 0n, 0n], links: [link(1, 2), link(2, 1)] });
    expect(scarce).toEqual({ localWh: [5n, 0n, 0n], linkedWh: [0n, 7n] });
    const equal = planTransport({ supplyWh: [0n, 9n, 9n], demandWh: [12n, 0n, 0n], links: [link(2, 1), link(1, 1)] });
    expect(equal.linkedWh).toEqual([9n, 3n]);
  });

  it("is a fault for a link that leads nowhere or is free", () => {
    const problem = { supplyWh: [1n, 1n], demandWh: [1n, 1n] };
    for (const wrong of [{ to: 0 }, { to: 2 }, { cost: 0 }, { capacityWh: -1n }]) {
      const links = [{ from: 0, to: 1, capacityWh: 1n, cost: 1, ...wrong }];
      expect(() => planTransport({ ...problem, links })).toThrow();
    }
  });
});
