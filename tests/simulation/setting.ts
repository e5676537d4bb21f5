// The network that a simulation runs: a devnet with more metals, feeds and vaults, and shorter waits.
import type { Account } from "#src/core/account.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import type { Genesis } from "#src/machine/genesis.ts";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { ModuleVersions } from "#src/machine/versions.ts";
import * as modules from "#src/modules/registry.ts";
import { devnetGenesis, devnetNames, devnetValidatorKey } from "#src/node/devnet.ts";
import { latecomer, laterSabotage, sabotage } from "./extras.ts";
import type { ModuleVersion } from "./model/model.ts";
import { monthMs, overrides } from "./overrides.ts";

const beginMs = Date.UTC(2026, 0, 1);

/** The modules of the ledger, by name. */
export const ledgerModules: readonly ModuleDefinition[] = Object.values(modules);

/** What the program has at first, and after it was brought up to date. */
export const firstProgram = () => new ModuleVersions([...ledgerModules, sabotage]);
export const laterProgram = () => new ModuleVersions([...ledgerModules, sabotage, laterSabotage, latecomer]);
export const laterVersions = ["sabotage@2", "latecomer@1"];

const sleepless = { opensMinute: 0, cutOffMinute: 1_440, closesMinute: 1_440, weekendDays: [], holidays: [] };

/** Unequal, so that a third of the power is now one validator and now several. */
const founders = () =>
  [10n, 7n, 5n, 5n, 3n, 1n].map((power, at) => ({
    name: `validator-${at + 1}`,
    publicKey: publicKeyOf(devnetValidatorKey(at + 1)),
    power,
  }));

type Part = Record<string, readonly unknown[]>;

/** Averages of the months before the start. */
function pricesBefore() {
  const wobble = [1_000n, 1_013n, 988n, 1_021n, 1_007n, 969n, 1_004n, 1_017n];
  const first = { AG: 545_566n, COMPUTE: 2_000_000n, CU: 8_260_595n, ELEC: 60_000_000n, NI: 22_000_000n };
  return wobble.map((_, month) => ({
    endedMs: (Math.floor(beginMs / monthMs) - (wobble.length - 1 - month)) * monthMs,
    prices: Object.entries(first).map(([component, micro], at) => ({
      component,
      averageNano: micro * (wobble[(month * (at + 2) + at) % wobble.length] ?? 1_000n),
    })),
  }));
}

/** The devnet's genesis with a third metal, priced currency, and notices that pass within a run. */
export function simulationGenesis(): Genesis {
  const registry = firstProgram().newest();
  const genesis = devnetGenesis(registry, beginMs, founders());
  const feeders = devnetNames(registry, beginMs);
  const part = (name: string) => genesis.modules[name] as Part;
  const [silver] = (part("oracle").feeds ?? []) as { readonly feeders: readonly Account[] }[];
  const nickelFeed = { ...silver, feed: "NI", unit: "kg", measuresPerUnit: 1_000_000n };
  const elecFeed = { ...silver, feed: "ELEC", unit: "MWh", measure: "Wh", measuresPerUnit: 1_000_000n };
  const computeFeed = { ...silver, feed: "COMPUTE", unit: "SCUh", measure: "microSCUh", measuresPerUnit: 1_000_000n };
  const yuanFeed = { ...silver, feed: "CNY", unit: "CNY", measure: "fen", measuresPerUnit: 100n };
  const dollarFeed = { ...silver, feed: "USD", unit: "USD", measure: "cent", measuresPerUnit: 100n };
  const euroFeed = { ...dollarFeed, feed: "EUR", unit: "EUR" };
  const tengeFeed = { ...silver, feed: "KZT", unit: "KZT", measure: "tiyn", measuresPerUnit: 100n };
  const sumFeed = { ...silver, feed: "UZS", unit: "UZS", measure: "tiyin", measuresPerUnit: 100n };
  // What banks of one corridor put into pools, about as much worth of each currency.
  const poolBanks = Object.entries({ CNY: 10n ** 10n, KZT: 10n ** 12n, UZS: 10n ** 13n }).flatMap(
    ([currency, amount]) =>
      ["cny-bank", "cny-bank-2", "kzt-bank", "uzs-bank"].map((alias) => ({
        ...{ currency, amount, account: feeders.account(alias) },
      })),
  );
  // What central banks draw on lines and pools against, contribute, and pay interest with.
  const centralBanks = ["CNY", "USD", "EUR"].flatMap((currency) =>
    ["cny-issuer", "usd-issuer", "eur-issuer"].map((alias) => ({
      currency,
      account: feeders.account(alias),
      amount: 10n ** 12n,
    })),
  );
  // Small bars, so that a redemption takes many of them, and more than one block pays.
  const nickel = {
    metal: "NI",
    name: "Nickel, briquettes",
    unit: "kg",
    form: "bar",
    finenessPpmMin: 998_000,
    grossWeightMgMin: 9_000_000n,
    grossWeightMgMax: 11_000_000n,
    pieceWeightMgMin: 1_000_000n,
  };
  const almaty = {
    vault: "almaty",
    operator: feeders.account("custodian"),
    country: "KZ",
    zone: "central",
    auditors: [feeders.account("auditor"), feeders.account("auditor-2")],
    loadOutWeightMgPerDay: 30_000_000_000n,
    attestationAgeMaxMs: 20 * 86_400_000,
  };
  const added = {
    accounts: { ...part("accounts"), balances: [...(part("accounts").balances ?? []), ...centralBanks, ...poolBanks] },
    oracle: {
      feeds: [
        ...(part("oracle").feeds ?? []),
        nickelFeed,
        yuanFeed,
        dollarFeed,
        euroFeed,
        tengeFeed,
        sumFeed,
        elecFeed,
        computeFeed,
      ],
    },
    "metal-reserve": {
      metals: [...(part("metal-reserve").metals ?? []), nickel],
      vaults: [...(part("metal-reserve").vaults ?? []), almaty],
    },
    basket: {
      ...part("basket"),
      lines: [
        ...(part("basket").lines ?? []),
        { component: "NI", feed: "NI", quantity: 3_000n },
        { component: "ELEC", feed: "ELEC", quantity: 3_000n },
        { component: "COMPUTE", feed: "COMPUTE", quantity: 100_000n },
      ],
    },
    parameters: { overrides },
    weights: { observations: pricesBefore() },
    // Most zones never sleep: a run passes a few hours only, and all of them at night.
    corridors: {
      ...part("corridors"),
      zones: ((part("corridors").zones ?? []) as { readonly currency: string; readonly calendar: object }[]).map(
        (zone) =>
          ["RUB", "SAR"].includes(zone.currency) ? zone : { ...zone, calendar: { ...zone.calendar, ...sleepless } },
      ),
    },
    issuance: { ...part("issuance"), reserveCurrencies: [{ currency: "CNY", feed: "CNY", haircutBp: 800 }] },
  };
  return { ...genesis, name: "simulation", modules: { ...genesis.modules, ...added } };
}

/** What the model must know of every version of every module, in the order in which modules work. */
export function declaredVersions(): ModuleVersion[] {
  const { modules: ordered, parameters } = laterProgram().newest();
  const settingsOf = (names: readonly string[]) =>
    new Map(
      names.flatMap((name) => {
        const parameter = parameters.get(name);
        if (parameter === undefined) return [];
        const { default: standard, least, most, unit, owner, noticeBlocks } = parameter;
        return [[name, { default: standard, least, most, unit, owner, noticeBlocks }] as const];
      }),
    );
  const machine = [...parameters.keys()].filter((name) => name.startsWith("machine."));
  const all = ordered.flatMap((newest) => [newest, ...(newest.name === sabotage.name ? [sabotage] : [])]);
  const versions = all.map(({ name, version, parameters: own }: ModuleDefinition) => {
    const names = Object.values(own ?? {}).map((parameter) => parameter.name);
    return { name, version, settings: settingsOf(names) };
  });
  return [{ name: "machine", version: 0, settings: settingsOf(machine) }, ...versions];
}
