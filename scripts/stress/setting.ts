// What a replay begins with: a network of its first month, a basket worth a dollar a KDG, a policy, and the months before.
import type { Genesis } from "#src/machine/genesis.ts";
import type { DevnetNames } from "#src/machine/module.ts";
import { dayMs, type Metal, monthMs, monthOf, pricesOf, slotOf } from "./months.ts";

export interface Setting {
  readonly name: string;
  readonly title: string;
  readonly start: string;
  readonly metals: readonly Metal[];
  /** Bars of 31 kg of silver, lots of 25 t of copper and of 5 t of tin on which money is first minted. */
  readonly deposit: Readonly<Partial<Record<Metal, number>>>;
  /** Of each feed; the devnet has three, of whom two make a quorum. */
  readonly feeders?: { readonly count: number; readonly quorum: number };
  /** Parameters that differ from their defaults. */
  readonly overrides?: Readonly<Record<string, bigint>>;
}

/** Observations before the first month: more than the 24 returns that a covariance needs. */
const monthsBefore = 30;
/** Tin is judged by no parameter of its own; what the backtest takes for nickel and tin, in the ledger's standard place. */
export const tinHaircutBp = 4_000n;
const basketKdg = 1_000_000n;
const wholePpm = 1_000_000n;

/** An hour into the month, so that the interval before it is over. */
export function startMsOf({ start }: Setting): number {
  return slotOf(start) * monthMs + dayMs / 24;
}

export function feedersOf({ feeders = { count: 3, quorum: 2 } }: Setting): string[] {
  return Array.from({ length: feeders.count }, (_, at) => (at === 0 ? "price-feeder" : `price-feeder-${at + 1}`));
}

export function genesisOf(setting: Setting) {
  return (genesis: Genesis, names: DevnetNames): Genesis => {
    const { modules } = genesis;
    const overrides = { "issuance.haircutOtherBp": tinHaircutBp, ...setting.overrides };
    return {
      ...genesis,
      modules: {
        ...modules,
        ...feedingOf(setting, modules, names),
        "metal-reserve": metalsOf(modules["metal-reserve"] as { metals: object[] }),
        basket: basketOf(setting),
        parameters: {
          overrides: Object.entries(overrides).map(([parameter, value]) => ({ parameter, value })),
        },
        weights: { policy: policyOf(setting), observations: observationsBefore(setting) },
      },
    };
  };
}

/** The devnet's feeds, tin beside them by copper's rules, and more feeders where the story has more. */
function feedingOf(setting: Setting, modules: Genesis["modules"], { account, publicKey }: DevnetNames) {
  const aliases = feedersOf(setting);
  const added = aliases.slice(3);
  const accounts = modules.accounts as { accounts: object[] };
  const authority = modules.authority as { grants: object[] };
  const { feeds } = modules.oracle as { feeds: { feed: string; rules: object }[] };
  const copper = feeds.find(({ feed }) => feed === "CU");
  const minPublishers = setting.feeders?.quorum ?? 2;
  const people = added.map((alias) => ({
    policy: { threshold: 1, keys: [publicKey(alias)] },
    salt: new Uint8Array(),
  }));
  const grants = added.map((alias) => ({
    role: "price-feeder",
    account: account(alias),
    grantor: account("governor"),
  }));
  return {
    accounts: { ...accounts, accounts: [...accounts.accounts, ...people] },
    authority: { ...authority, grants: [...authority.grants, ...grants] },
    oracle: {
      feeds: [...feeds, { ...copper, feed: "SN" }].map((feed) => ({
        ...feed,
        feeders: aliases.map((alias) => account(alias)),
        rules: { ...(feed as { rules: object }).rules, minPublishers },
      })),
    },
  };
}

/** Grade A ingots in lots of five tonnes, as on the London Metal Exchange. */
function metalsOf(reserve: { readonly metals: readonly object[] }) {
  const tin = {
    ...{ metal: "SN", name: "Tin, grade A ingots", unit: "kg", form: "lot", finenessPpmMin: 998_500 },
    ...{ grossWeightMgMin: 4_900_000_000n, grossWeightMgMax: 5_100_000_000n, pieceWeightMgMin: 1_000_000n },
  };
  return { ...reserve, metals: [...reserve.metals, tin] };
}

/** Equal parts by worth at the first month's prices, a dollar a KDG exactly. */
function basketOf({ metals, start }: Setting) {
  const prices = pricesOf(start);
  const valueNano = basketKdg * 1_000_000_000n;
  const lines = metals.map((component) => {
    const priceNano = prices[component] ?? 1n;
    return { component, feed: component, quantity: valueNano / BigInt(metals.length) / priceNano, priceNano };
  });
  const heldNano = lines.reduce((sum, { quantity, priceNano }) => sum + quantity * priceNano, 0n);
  return {
    basketKdg,
    lines: lines.map(({ priceNano: _, ...line }) => line),
    remainderNano: valueNano - heldNano,
  };
}

/** Equal bases, a wide box, a step of a tenth: silver and copper as the tests of weights have them. */
export function policyOf({ metals }: Setting) {
  const count = BigInt(metals.length);
  const components = metals.map((component, at) => ({
    component,
    basePpm: at === 0 ? wholePpm - (count - 1n) * (wholePpm / count) : wholePpm / count,
    leastPpm: (2n * wholePpm) / (count * 5n),
    mostPpm: wholePpm - ((count - 1n) * (2n * wholePpm)) / (count * 5n),
    elasticityPpm: wholePpm,
  }));
  return {
    components,
    groups: [],
    riskAversionPpm: 10_000_000_000n,
    turnoverCostPpm: 500_000n,
    stepMostPpm: 100_000n,
    turnoverMostPpm: 200_000n,
    criticalityTiltPpm: 500_000n,
    demandTiltPpm: 250_000n,
  };
}

function observationsBefore({ metals, start }: Setting) {
  const first = slotOf(start);
  const months = Math.min(monthsBefore, first - slotOf(metals.includes("SN") ? "1983-07" : "1990-01"));
  return Array.from({ length: months }, (_, at) => {
    const slot = first - months + at;
    const prices = pricesOf(monthOf(slot));
    return {
      endedMs: (slot + 1) * monthMs,
      prices: metals.map((component) => ({ component, averageNano: prices[component] ?? 1n })),
    };
  });
}
