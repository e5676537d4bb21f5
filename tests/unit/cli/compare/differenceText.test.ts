// A difference of two states as a person reads it.
import { expect, it } from "vitest";
import { describeDifference } from "#src/cli/compare/differenceText.ts";

const names = { left: "here", right: "over there" };

it("tells modules with their counts, rows with both values, and how many are not told", () => {
  const text = describeDifference(
    {
      height: 7,
      rowsCompared: 100,
      rowsDiffering: 4,
      modules: [
        { module: "accounts", rows: 3 },
        { module: "machine", rows: 1 },
      ],
      first: [
        { key: "accounts/a", module: "accounts", left: { value: { amount: "1" }, hex: "01" }, right: { hex: "ff" } },
        { key: "accounts/b", module: "accounts", right: { value: "x".repeat(1_000), hex: "02" } },
      ],
    },
    names,
  );
  const lines = text.split("\n");
  expect(lines.slice(0, 6)).toEqual([
    "At height 7, 4 of 100 rows differ: accounts (3), machine (1)",
    "accounts/a",
    '  here        {"amount":"1"}',
    "  over there  0xff",
    "accounts/b",
    "  here        (no such row)",
  ]);
  expect(lines[6]?.length).toBeLessThan(450);
  expect(lines[7]).toBe("and 2 more");
});

it("says that no row differs where only the record of a block does", () => {
  const same = { height: 7, rowsCompared: 3, rowsDiffering: 0, modules: [], first: [] };
  expect(describeDifference(same, names)).toBe("At height 7, 0 of 3 rows differ: none");
});
