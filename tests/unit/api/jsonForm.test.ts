// Values as JSON shows them.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonFormOf } from "#src/api/jsonForm.ts";
import { amountSchema, hashSchema } from "#src/core/schemas.ts";

describe("the JSON form of a value", () => {
  it("shows integers of any size as texts, bytes as hex, and leaves out what is absent", () => {
    const value = { amount: 5n, bytes: Uint8Array.of(0, 255), absent: undefined, list: [1, null, true, { deep: -7n }] };
    expect(jsonFormOf(value)).toEqual({ amount: "5", bytes: "00ff", list: [1, null, true, { deep: "-7" }] });
  });

  it("reads back through the schema to the same value", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 96n - 1n), fc.uint8Array({ minLength: 32, maxLength: 32 }), (amount, bytes) => {
        expect(amountSchema.parse(jsonFormOf(amount))).toBe(amount);
        expect(hashSchema.parse(jsonFormOf(bytes))).toEqual(bytes);
      }),
    );
  });

  it("refuses what no schema can produce", () => {
    expect(() => jsonFormOf(() => 1)).toThrow("no JSON form");
  });
});
