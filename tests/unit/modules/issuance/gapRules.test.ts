// Arithmetic of the reserve's gap.
import { expect, test } from "vitest";
import { adviceOn, askedQuantity, distanceNano, lackingNano } from "#src/modules/issuance/gapRules.ts";

const of = (part: bigint, total = 100n) => ({ part, total });

test("a share in its band is within, beyond it to be released or acquired; nothing held is within", () => {
  expect(adviceOn(of(60n), of(50n), 1_000n)).toBe("within");
  expect(adviceOn(of(601n, 1_000n), of(50n), 1_000n)).toBe("release");
  expect(adviceOn(of(399n, 1_000n), of(50n), 1_000n)).toBe("acquire");
  expect(adviceOn(of(0n, 0n), of(50n), 1_000n)).toBe("within");
  expect(adviceOn(of(20n), of(0n, 0n), 1_000n)).toBe("release");
});

test("what must come or go brings the share to its target and never past it", () => {
  // 30 of 100 with a target of a half: 40 more make 70 of 140.
  expect(distanceNano(of(30n), of(1n, 2n))).toBe(40n);
  // 70 of 100: 40 less make 30 of 60.
  expect(distanceNano(of(70n), of(1n, 2n))).toBe(40n);
  expect(distanceNano(of(33n), of(1n, 3n))).toBe(0n);
  expect(distanceNano(of(20n), of(0n, 0n))).toBe(20n);
  for (let part = 0n; part <= 1_000n; part += 37n) {
    const target = of(2n, 7n);
    const distance = distanceNano(of(part, 1_000n), target);
    const isBelow = part * 7n < 2n * 1_000n;
    const after = isBelow ? of(part + distance, 1_000n + distance) : of(part - distance, 1_000n - distance);
    expect(isBelow ? after.part * 7n <= 2n * after.total : after.part * 7n >= 2n * after.total).toBe(true);
    const further = isBelow ? of(part + distance + 1n, 1_001n + distance) : of(part - distance - 1n, 999n - distance);
    expect(isBelow ? further.part * 7n > 2n * further.total : further.part * 7n < 2n * further.total).toBe(true);
  }
});

test("a metal that is all of the basket's metals cannot be brought nearer by more of it", () => {
  expect(distanceNano(of(30n), of(5n, 5n))).toBe(0n);
});

test("what the basket asks for, and what lacks, are rounded up", () => {
  // A third of a unit of a thousand measures.
  expect(askedQuantity({ quantity: 1n, measuresPerUnit: 1_000n }, 1_000_000n, 3n)).toBe(334n);
  expect(lackingNano(101n, 11_000n, 111n)).toBe(1n);
  expect(lackingNano(101n, 11_000n, 112n)).toBe(0n);
  expect(lackingNano(101n, 11_000n, 500n)).toBe(0n);
});
