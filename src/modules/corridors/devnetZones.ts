// The corridors of a devnet: mock currencies, calendars, limits and banks, plausible and not those of any central bank.
import type { Account } from "#src/core/account.ts";
import type { DevnetNames } from "#src/machine/module.ts";
import type { Calendar, RuleBook, ZoneLimits } from "./schemas.ts";

interface DevnetZone {
  readonly currency: string;
  readonly name: string;
  readonly country: string;
  readonly offsetMinutes: number;
  readonly weekendDays: readonly number[];
  readonly holidays: readonly string[];
  /** What one unit counts for in the counters of corridors, in billionths of a dollar. */
  readonly unitNano: bigint;
  readonly decimals: number;
  readonly banks: number;
}

const days = (text: string) => text.split(" ").map((day) => `2026-${day}`);
const weekend = [6, 7];

/** `CNY`: offset, weekend, holidays of 2026, worth: mock values. */
const zones: readonly DevnetZone[] = [
  [
    "CNY",
    "China (mock)",
    "CN",
    480,
    weekend,
    days("01-01 02-17 02-18 02-19 04-06 05-01 06-19 10-01"),
    140_000_000n,
    2,
    2,
  ],
  ["KZT", "Kazakhstan (mock)", "KZ", 300, weekend, days("01-01 03-23 05-01 07-06 08-31 12-16"), 2_000_000n, 2, 1],
  ["UZS", "Uzbekistan (mock)", "UZ", 300, weekend, days("01-01 03-21 09-01 12-08"), 80_000n, 2, 1],
  ["RUB", "Russia (mock)", "RU", 180, weekend, days("01-01 01-02 02-23 03-09 05-01 06-12 11-04"), 12_000_000n, 2, 1],
  ["THB", "Thailand (mock)", "TH", 420, weekend, days("01-01 04-13 04-14 04-15 05-04 12-10"), 30_000_000n, 2, 1],
  ["MYR", "Malaysia (mock)", "MY", 480, weekend, days("01-01 02-17 05-01 08-31 09-16 12-25"), 240_000_000n, 2, 1],
  ["SGD", "Singapore (mock)", "SG", 480, weekend, days("01-01 02-17 02-18 05-01 08-10 12-25"), 770_000_000n, 2, 1],
  ["IDR", "Indonesia (mock)", "ID", 420, weekend, days("01-01 03-20 05-01 06-01 08-17 12-25"), 60_000n, 2, 1],
  ["AED", "Emirates (mock)", "AE", 240, weekend, days("01-01 03-20 12-02 12-03"), 272_000_000n, 2, 1],
  ["SAR", "Saudi Arabia (mock)", "SA", 180, [5, 6], days("02-22 03-22 09-23"), 266_000_000n, 2, 1],
  ["KDG", "Kedge (unit of reference)", "CH", 0, [], [], 1_000_000_000n, 6, 1],
].map(([currency, name, country, offsetMinutes, weekendDays, holidays, unitNano, decimals, banks]) => ({
  ...{ currency, name, country, offsetMinutes, weekendDays, holidays, unitNano, decimals, banks },
})) as unknown as readonly DevnetZone[];

const joinedBy: readonly (readonly [corridor: string, name: string, currencies: readonly string[]])[] = [
  ["silk-road", "China, Kazakhstan, Uzbekistan, Russia (mock)", ["CNY", "KZT", "UZS", "RUB", "KDG"]],
  ["south-sea", "China, Thailand, Malaysia, Singapore, Indonesia (mock)", ["CNY", "THB", "MYR", "SGD", "IDR", "KDG"]],
  ["gulf", "China, Emirates, Saudi Arabia (mock)", ["CNY", "AED", "SAR", "KDG"]],
];

/** Goods, services, suppliers, trade, treasury, investments between banks, foreign exchange. */
const purposes = ["GDDS", "SCVE", "SUPP", "TRAD", "TREA", "INTC", "FREX"];
const millionNano = 10n ** 15n;

/** From nine to five, customers until four; the unit of reference never sleeps. */
function calendarOf({ currency, offsetMinutes, weekendDays, holidays }: DevnetZone): Calendar {
  const isAlways = currency === "KDG";
  const hours = isAlways
    ? { opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440 }
    : { opensMinute: 540, cutOffMinute: 960, closesMinute: 1_020 };
  return { offsetMinutes, ...hours, weekendDays: [...weekendDays], holidays: [...holidays] };
}

/** So many million dollars' worth by hour, day, 30 days and year, in the smallest unit of the currency; net a half of it. */
function capsOf(unit: bigint, [hour = 0n, day = 0n, month = 0n, year = 0n]: readonly bigint[]): ZoneLimits["caps"] {
  const of = (millions: bigint) => ({ netMost: (millions * unit) / 2n, grossMost: millions * unit });
  return { hour: of(hour), day: of(day), month: of(month), year: of(year) };
}

function limitsOf({ unitNano, decimals }: DevnetZone): ZoneLimits {
  const million = (millionNano * 10n ** BigInt(decimals)) / unitNano;
  return {
    singleMost: 20n * million,
    caps: capsOf(million, [100n, 400n, 4_000n, 30_000n]),
    participantCaps: capsOf(million, [50n, 200n, 2_000n, 15_000n]),
  };
}

function ruleBookOf(currencies: readonly string[]): RuleBook {
  return {
    stage: "limited",
    purposes,
    feeBp: 1,
    singleNanoMost: 20n * millionNano,
    caps: capsOf(millionNano, [400n, 1_600n, 16_000n, 120_000n]),
    levels: { informBp: 7_000, warnBp: 8_500, slowBp: 9_500, stopBp: 10_000 },
    slowPartBp: 2_500,
    concentrationFloorNano: 50n * millionNano,
    rates: zones
      .filter(({ currency }) => currencies.includes(currency))
      .map(({ currency, unitNano }) => ({ currency, unitNano })),
  };
}

/** `cny-bank`, `cny-bank-2`: the banks of a zone. */
function bankAliases({ currency, banks }: DevnetZone): string[] {
  const first = `${currency.toLowerCase()}-bank`;
  return Array.from({ length: banks }, (_, at) => (at === 0 ? first : `${first}-${at + 1}`));
}

export const devnetBankAliases = [...zones.flatMap(bankAliases), "corridor-operator"];

export function devnetCorridors({ account }: DevnetNames) {
  const residents = zones.flatMap((zone) =>
    bankAliases(zone).map((alias, at) => ({
      currency: zone.currency,
      account: account(alias),
      bic: `KDGM${zone.country}2${at + 1}`,
      isResident: true,
    })),
  );
  const corridorsOf = (currency: string) => joinedBy.filter(([, , currencies]) => currencies.includes(currency));
  // A bank may use every currency of its corridors, as one from abroad.
  const guests = residents.flatMap(({ currency: home, account: bank, bic }) => {
    const others = new Set(corridorsOf(home).flatMap(([, , currencies]) => currencies));
    others.delete(home);
    return [...others].map((currency) => ({ currency, account: bank, bic, isResident: false }));
  });
  return {
    zones: zones.map((zone) => ({
      currency: zone.currency,
      name: zone.name,
      calendar: calendarOf(zone),
      limits: limitsOf(zone),
    })),
    participants: [...residents, ...guests],
    corridors: joinedBy.map(([corridor, name, currencies]) => ({
      corridor,
      name,
      operator: account("corridor-operator"),
      currencies: [...currencies],
      members: residents
        .filter(({ currency }) => currencies.includes(currency))
        .map(({ account: bank }): Account => bank),
      ruleBook: ruleBookOf(currencies),
    })),
  };
}
