// Storage gets what loads left of the pool of its zone, in proportion.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchHour } from "#src/modules/energy/matching/matchHour.ts";
import { leftOver, serveCharging } from "#src/modules/energy/storage/charging.ts";

const volume = (device: string, wh: bigint, zone = "A") => ({ device, zone, wh });

describe("charging", () => {
  it("comes after loads and losses", () => {
    const generation = [volume("sun", 100n), volume("wind", 100n)];
    const loads = [volume("load", 60n), volume("far", 40n, "B")];
    const links = [{ device: "line", from: "A", to: "B", capacityWh: 40n, lossPpm: 200_000 }];
    const matching = matchHour({ dedicated: [], generation, loads, links });
    expect(leftOver(generation, matching)).toEqual([volume("sun", 45n), volume("wind", 45n)]);
  });

  it("is shared out among storage devices, and among generators, by the order of names at a tie", () => {
    const left = [volume("wind", 1n), volume("sun", 2n)];
    expect(serveCharging(left, [volume("b", 10n), volume("a", 10n)])).toEqual([
      { generator: "sun", charging: "a", wh: 2n },
      { generator: "wind", charging: "b", wh: 1n },
    ]);
  });

  it("gets nothing from another zone", () => {
    expect(serveCharging([volume("sun", 5n, "B")], [volume("a", 10n)])).toEqual([]);
  });

  it("never gives more than there is, nor more than was charged, and as much as can be", () => {
    const volumes = (prefix: string) =>
      fc
        .array(fc.tuple(fc.bigInt(0n, 50n), fc.constantFrom("A", "B")), { maxLength: 6 })
        .map((list) => list.map(([wh, zone], at) => volume(`${prefix}${at}`, wh, zone)));
    const sum = (list: readonly { readonly wh: bigint }[]) => list.reduce((all, { wh }) => all + wh, 0n);
    fc.assert(
      fc.property(volumes("g"), volumes("s"), (left, charges) => {
        const pairs = serveCharging(left, charges);
        for (const { device, wh } of left)
          expect(sum(pairs.filter(({ generator }) => generator === device))).toBeLessThanOrEqual(wh);
        for (const { device, wh } of charges)
          expect(sum(pairs.filter(({ charging }) => charging === device))).toBeLessThanOrEqual(wh);
        const most = ["A", "B"].map((zone) => {
          const [have, want] = [left, charges].map((list) => sum(list.filter((each) => each.zone === zone)));
          return (have ?? 0n) < (want ?? 0n) ? (have ?? 0n) : (want ?? 0n);
        });
        expect(sum(pairs)).toBe((most[0] ?? 0n) + (most[1] ?? 0n));
      }),
    );
  });
});
