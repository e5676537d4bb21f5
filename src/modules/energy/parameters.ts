// Parameters of the module `energy`.
import { defineParameters } from "#src/machine/parameter.ts";

export const parameters = defineParameters("energy", {
  nameplateMarginBp: {
    summary: "How far an interval may exceed nameplate times time; the EnergyTag registry takes a tenth.",
    unit: "basis points",
    default: 1_000n,
    least: 0n,
    most: 5_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  closingDelayMs: {
    summary: "How long after its end, or its first record if that is later, a day takes readings that are matched.",
    unit: "ms",
    default: 3_600_000n,
    least: 0n,
    most: 2_592_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  cleanMostGramsPerMwh: {
    summary:
      "The greatest carbon intensity of clean generation; the EU taxonomy draws the line at 100 grams of CO2 equivalent a kilowatt-hour.",
    unit: "grams of CO2 equivalent a megawatt-hour",
    default: 100_000n,
    least: 0n,
    most: 1_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  storageEfficiencyMostPpm: {
    summary:
      "The greatest round-trip efficiency that a storage device may be registered with; EIA reports 82 % for batteries and 79 % for pumped hydro as fleet averages.",
    unit: "millionths",
    default: 950_000n,
    least: 100_000n,
    most: 1_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  certificateLifeMs: {
    summary:
      "How long after the end of its record a certificate can be used; EnergyTag leaves it to the domain, its registry takes two years of 365 days.",
    unit: "ms",
    default: 63_072_000_000n,
    // The records of a day may come days late, and are matched some time after that.
    least: 2_592_000_000n,
    most: 315_360_000_000n,
    owner: "council:applications",
    noticeBlocks: 10,
  },
});
