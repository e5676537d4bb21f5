// What other modules get from the indicators.
import { expect, test } from "vitest";
import { read } from "#src/modules/indicators/access.ts";
import { createIndicatorsLedger, noticeMs, stateIndicator } from "#tests/support/indicators.ts";

test("values and unknowns are typed, with the record's number and since when it is in force", () => {
  const ledger = createIndicatorsLedger();
  const { answer } = stateIndicator(ledger);
  const { number, fromMs } = answer as { number: number; fromMs: number };
  const { indicators, mining, refining } = read.indicatorsOf(ledger.state, "CU");
  expect(indicators.importReliance).toMatchObject({ status: "value", scarcityPpm: 450_000n });
  expect(indicators.recyclingRate).toMatchObject({ status: "unknown", figure: { unknown: { atLeast: 500_000n } } });
  // At least half is recycled, so its scarcity is at most a half.
  expect(indicators.recyclingRate.bounds).toEqual({ leastPpm: 0n, mostPpm: 500_000n });
  expect([mining?.hhi, refining?.hhi]).toEqual([1_216n, 2_310n]);
  ledger.advance(noticeMs);
  expect(read.indicatorsOf(ledger.state, "CU").indicators.importReliance).toEqual({
    status: "value",
    number,
    fromMs,
    figure: { value: 570_000n },
    scarcityPpm: 570_000n,
    bounds: { leastPpm: 570_000n, mostPpm: 570_000n },
  });
});

test("a component of which nothing was ever stated is unrecorded", () => {
  const { indicators, mining, refining } = read.indicatorsOf(createIndicatorsLedger().state, "NI");
  expect(new Set(Object.values(indicators).map(({ status }) => status))).toEqual(new Set(["unrecorded"]));
  expect(indicators.reserves.bounds).toEqual({ leastPpm: 0n, mostPpm: 1_000_000n });
  expect([mining, refining]).toEqual([undefined, undefined]);
});
