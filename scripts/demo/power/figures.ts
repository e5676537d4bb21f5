// What the second part of the demo is set in: real prices of one month, real hours of ten days, two made-up data centres.

/** In billionths of a dollar: a gram of silver, a kilogram of copper, a megawatt-hour, an SCU-hour. */
export const priceNano = {
  AG: 550_999_495n,
  CU: 6_077_060_000n,
  ELEC: 35_485_663_480n,
  COMPUTE: 1_867_296_000n,
} as const;

export const priceSources = [
  "silver, copper: World Bank, Commodity Price Data, monthly average of December 2019 (CC BY 4.0)",
  "power: Ember, German wholesale average of December 2019, 31.93 EUR a MWh (CC BY 4.0), at 0.8998 EUR a USD (Federal Reserve)",
  "compute: median of 77 listings of an H100 SXM hour in the US, 26 February to 6 March 2026 (CCIR, CC BY 4.0)",
] as const;

/** A million KDG: 42.5 % silver, as much copper, 7.5 % each of power and compute, at these prices. */
export const basket = {
  basketKdg: 1_000_000n,
  lines: [
    { component: "AG", feed: "AG", quantity: 771_325n },
    { component: "CU", feed: "CU", quantity: 69_935n },
    { component: "ELEC", feed: "ELEC", quantity: 2_113n },
    { component: "COMPUTE", feed: "COMPUTE", quantity: 40_165n },
  ],
  remainderNano: 0n,
} as const;

/** EIA-930, hourly generation by fuel, demand and interchange; US public domain, as cleaned by gridemissions (MIT). */
export const hoursFile = new URL("../data/eia930-2023-06.csv", import.meta.url).pathname;
export const firstHourMs = Date.UTC(2023, 5, 10);
export const days = 10;
export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

export const areas = ["AZPS", "BPAT", "CISO", "ERCO", "ISNE", "MISO", "NEVP", "NYIS", "PJM", "SWPP"] as const;
export const zone = "CISO";

export interface DataCentre {
  readonly load: string;
  readonly submeter: string;
  readonly site: string;
  /** Whose it is. */
  readonly provider: "bob" | "carol";
  readonly what: string;
  /** Of its computers, in each hour of a UTC day; the building takes a quarter more. */
  readonly itMwh: (hour: number) => bigint;
}

/** When the sun shines in California, in UTC. */
const isSunny = (hour: number) => hour >= 14 || hour < 2;

/** Both consume 960 MWh a day. */
export const dataCentres: readonly DataCentre[] = [
  {
    load: "fresno-steady",
    submeter: "fresno-steady-it",
    site: "steady",
    provider: "carol",
    what: "40 MWh in every hour",
    itMwh: () => 32n,
  },
  {
    load: "fresno-solar",
    submeter: "fresno-solar-it",
    site: "solar",
    provider: "bob",
    what: "70 MWh in the twelve hours of sun, 10 MWh in the others",
    itMwh: (hour) => (isSunny(hour) ? 56n : 8n),
  },
];

export const facilityMwh = (itMwh: bigint): bigint => (itMwh * 5n) / 4n;
