// Keys of several sorted lists walked as one.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MergedKeys } from "#src/state/store/sortedRows.ts";

const keyArbitrary = fc.constantFrom("a", "b", "c", "d", "e", "f", "g");
const listArbitrary = fc.uniqueArray(keyArbitrary).map((keys) => keys.sort());

describe("MergedKeys", () => {
  it("gives each key of the range once, in the order of the range", () => {
    fc.assert(
      fc.property(
        fc.array(listArbitrary, { maxLength: 4 }),
        keyArbitrary,
        keyArbitrary,
        fc.boolean(),
        (lists, from, to, reverse) => {
          const walked: string[] = [];
          for (const keys = new MergedKeys(lists, { from, to, reverse }); keys.key !== undefined; keys.advance()) {
            walked.push(keys.key);
          }
          const expected = [...new Set(lists.flat())].filter((key) => key >= from && key < to).sort();
          expect(walked).toEqual(reverse ? expected.reverse() : expected);
        },
      ),
    );
  });
});
