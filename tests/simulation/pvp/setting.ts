// The network of this simulation: a devnet whose corridors never sleep, with banks of means and others that wait for money.
import type { Account } from "#src/core/account.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { corridors } from "#src/modules/corridors/module.ts";
import { fx } from "#src/modules/fx/module.ts";
import { intradayCredit } from "#src/modules/intraday-credit/module.ts";
import { netting } from "#src/modules/netting/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import { devnetGenesis, devnetNames } from "#src/node/devnet.ts";
import { saboteur } from "./saboteur.ts";

export const beginMs = Date.UTC(2026, 0, 5, 5);
export const currencies = ["CNY", "KZT", "UZS"] as const;

/** Who pays, exchanges and locks out of plenty. */
export const traders = ["participant-bank", "alice", "bob", "carol", "myr-bank", "sgd-bank"] as const;
/** Who is so short of money that bundles wait for each other. */
export const scarce = ["thb-bank", "idr-bank", "aed-bank", "sar-bank", "custodian"] as const;
/** Who takes quotes on the silk road, and who provides there. */
export const takers = ["cny-bank", "cny-bank-2", "kzt-bank", "kdg-bank"] as const;
export const providers = ["uzs-bank", "rub-bank"] as const;
export const agent = "auditor";
export const operator = "corridor-operator";
/** The books of the ledger in which money is set aside. */
export const books = { locked: "settlement/locked", reserved: "fx/reserved" } as const;

export const plenty = 10_000_000_000;
export const little = 900;
export const quoteLifeMs = 2_000;

export const program = new ModuleVersions([
  ...[accounts, authority, parameters, settlement, oracle, swapLines, intradayCredit, netting, corridors, fx, saboteur],
]);
export const registry = program.newest();
export const names = devnetNames(registry, beginMs);

/** Whose balances the observer keeps. */
export const watched: readonly string[] = [
  ...[...traders, ...scarce, ...takers, ...providers, operator],
  ...currencies.map((currency) => `${currency.toLowerCase()}-issuer`),
  ...Object.values(books),
];

export function accountOf(name: string): Account {
  return name.includes("/") ? moduleAccount(name) : names.account(name);
}

export function firstBalance(name: string): number {
  if ((scarce as readonly string[]).includes(name)) return little;
  return [...traders, ...takers, ...providers].some((each) => each === name) ? plenty : 0;
}

const overrides = [
  ...[
    ["accounts.workPerSecond", 1_000_000n],
    ["accounts.burstWork", 100_000_000n],
    ["accounts.institutionFactor", 10_000n],
  ],
  ...[
    ["corridors.noticeBlocks", 1n],
    ["fx.wholesaleMs", BigInt(quoteLifeMs)],
    ["fx.rateMsMost", 604_800_000n],
  ],
  ...[
    ["netting.proposalsMost", 10_000n],
    ["netting.retryBlocks", 2n],
    ["netting.bypassItemsMost", 20n],
  ],
] as const;

const noCaps = { hour: {}, day: {}, month: {}, year: {} };
const sleepless = { opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440, weekendDays: [], holidays: [] };

interface CorridorsPart {
  readonly zones: readonly { readonly calendar: object }[];
  readonly corridors: readonly { readonly ruleBook: object }[];
}

export function simulationGenesis(): Genesis {
  const genesis = devnetGenesis(registry, beginMs);
  const part = genesis.modules.accounts as { readonly balances: readonly object[] };
  const { zones, corridors: joined, ...rest } = genesis.modules.corridors as CorridorsPart;
  // The devnet's own first balances would be no part of the observer's book.
  const balances = watched.flatMap((name) =>
    currencies.flatMap((currency) => {
      const amount = BigInt(firstBalance(name));
      return amount === 0n ? [] : [{ currency, account: names.account(name), amount }];
    }),
  );
  return {
    ...genesis,
    name: "pvp",
    modules: {
      ...genesis.modules,
      accounts: { ...part, balances },
      parameters: { overrides: overrides.map(([parameter, value]) => ({ parameter, value })) },
      corridors: {
        ...rest,
        zones: zones.map((zone) => ({
          ...zone,
          calendar: { ...zone.calendar, ...sleepless },
          limits: { caps: noCaps, participantCaps: noCaps },
        })),
        corridors: joined.map((corridor) => ({
          ...corridor,
          ruleBook: {
            ...corridor.ruleBook,
            singleNanoMost: 10n ** 24n,
            caps: noCaps,
            concentrationFloorNano: 10n ** 27n,
          },
        })),
      },
    },
  };
}
