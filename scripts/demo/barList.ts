// A realistic bar list: good delivery silver and grade A copper cathode, weighed in milligrams.

export interface DemoBar {
  readonly refiner: string;
  readonly serial: string;
  readonly year: number;
  readonly assayPpm: number;
  readonly grossWeightMg: bigint;
  readonly fineWeightMg: bigint;
}

/** Refiners' marks are made up; weights and assays are those of real bars: 950 to 1,050 troy ounces, 999.0 and better. */
export function silverBars(refiner: string, count: number): DemoBar[] {
  return Array.from({ length: count }, (_, index) => {
    const grossWeightMg = 29_548_000_000n / 1_000n + BigInt((index * 617_321) % 3_110_000);
    const assayPpm = 999_100 + ((index * 37) % 8) * 100;
    return bar(refiner, `S${String(4_101 + index).padStart(6, "0")}`, grossWeightMg, assayPpm);
  });
}

/** Lots of about 25 tonnes. */
export function copperLots(producer: string, count: number): DemoBar[] {
  return Array.from({ length: count }, (_, index) => {
    const grossWeightMg = 24_880_000_000n + BigInt((index * 91_357_000) % 240_000_000);
    return bar(producer, `C${String(207 + index).padStart(6, "0")}`, grossWeightMg, 999_950);
  });
}

function bar(refiner: string, serial: string, grossWeightMg: bigint, assayPpm: number): DemoBar {
  const fineWeightMg = (grossWeightMg * BigInt(assayPpm)) / 1_000_000n;
  return { refiner, serial, year: 2_024, assayPpm, grossWeightMg, fineWeightMg };
}
