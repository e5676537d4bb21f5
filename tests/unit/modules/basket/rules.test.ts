// The arithmetic of the basket: shares and steps.
import { expect, test } from "vitest";
import { shareBp, stepPpm } from "#src/modules/basket/rules.ts";

test("a share is rounded down, and of nothing there is none", () => {
  expect(shareBp({ partNano: 2n, totalNano: 3n })).toBe(6_666);
  expect(shareBp({ partNano: 0n, totalNano: 0n })).toBe(0);
});

test("a step is rounded up, whichever way it goes", () => {
  expect(stepPpm({ partNano: 1n, totalNano: 2n }, 500_000n)).toBe(0n);
  expect(stepPpm({ partNano: 2n, totalNano: 3n }, 666_666n)).toBe(1n);
  expect(stepPpm({ partNano: 2n, totalNano: 3n }, 666_667n)).toBe(1n);
  expect(stepPpm({ partNano: 2n, totalNano: 3n }, 566_666n)).toBe(100_001n);
  expect(stepPpm({ partNano: 0n, totalNano: 0n }, 4_000n)).toBe(4_000n);
});
