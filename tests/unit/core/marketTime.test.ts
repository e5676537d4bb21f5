// Open market time: all of it, or that from Monday to Friday.
import fc from "fast-check";
import { expect, it } from "vitest";
import { openMarketMs } from "#src/core/marketTime.ts";

const hourMs = 3_600_000;

it("of weekdays is the sum of the hours that are none of Saturday or Sunday", () => {
  const hour = fc.integer({ min: 0, max: 24 * 365 * 60 });
  fc.assert(
    fc.property(hour, fc.integer({ min: 0, max: 24 * 21 }), (from, hours) => {
      const isOpen = (at: number) => ![0, 6].includes(new Date((from + at) * hourMs).getUTCDay());
      const open = Array.from({ length: hours }, (_, at) => at).filter(isOpen).length;
      const [fromMs, toMs] = [from * hourMs, (from + hours) * hourMs];
      expect(openMarketMs("weekdays", fromMs, toMs)).toBe(open * hourMs);
      expect(openMarketMs("continuous", fromMs, toMs)).toBe(hours * hourMs);
    }),
  );
});
