// Ranges of keys: exactly those under a prefix, from behind a key, in either direction.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Fault } from "#src/core/assert.ts";
import { assertStorableKey, formatHeight, rangeOf, rangeUnder } from "#src/state/store/keyLayout.ts";

const keyArbitrary = fc.string({ unit: fc.constantFrom("a", "b", "/", "~", "!"), maxLength: 4 });

describe("rangeOf", () => {
  it("holds the keys that begin with the prefix and lie behind the given one, and no others", () => {
    fc.assert(
      fc.property(
        keyArbitrary,
        keyArbitrary,
        fc.option(keyArbitrary, { nil: undefined }),
        fc.boolean(),
        (key, prefix, after, reverse) => {
          const { from, to } = rangeOf(prefix, after, reverse);
          const isBehind = after === undefined || (reverse ? key < after : key > after);
          expect(key >= from && key < to).toBe(key.startsWith(prefix) && isBehind);
        },
      ),
    );
  });

  it("is the same range under a prefix of the database", () => {
    expect(rangeUnder("s/", rangeOf("a", "ab", true))).toEqual({ from: "s/a", to: "s/ab", reverse: true });
  });
});

describe("keys", () => {
  it("hold heights that sort as text", () => {
    expect([formatHeight(9), formatHeight(10)].sort()).toEqual([formatHeight(9), formatHeight(10)]);
    expect(formatHeight(Number.MAX_SAFE_INTEGER)).toHaveLength(16);
  });

  it("are printable ASCII, anything else being a fault", () => {
    for (const key of ["", "a b", "a\u007f", "ä", "\ud800", "a\u0000"])
      expect(() => assertStorableKey(key)).toThrow(Fault);
    expect(() => assertStorableKey("a/b~!")).not.toThrow();
  });
});
