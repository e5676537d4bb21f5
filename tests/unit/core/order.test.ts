// The order of text: total, and for keys the order of their bytes.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareText } from "#src/core/order.ts";

test("texts order as their ASCII bytes do, whatever the locale", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), fc.string({ unit: "binary-ascii" }), (left, right) => {
      expect(compareText(left, right)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
    }),
  );
  expect(["b", "B", "a", "_", "10", "9"].sort(compareText)).toEqual(["10", "9", "B", "_", "a", "b"]);
});

/** Any code units, halves of surrogate pairs among them. */
const anyUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units));

test("a text equals itself alone, and the order turns round with its sides", () => {
  fc.assert(
    fc.property(anyUnits, anyUnits, (left, right) => {
      expect(compareText(left, right) === 0).toBe(left === right);
      expect(compareText(left, right) + compareText(right, left)).toBe(0);
    }),
  );
});
