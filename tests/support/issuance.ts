// Issuance for tests: a ledger with every module that issuance needs, prices, and metal ready to be minted on.

import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { bonds } from "#src/modules/bonds/module.ts";
import { compute } from "#src/modules/compute/module.ts";
import { energy } from "#src/modules/energy/module.ts";
import { issuance } from "#src/modules/issuance/module.ts";
import { metalReserve } from "#src/modules/metal-reserve/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { valueSupport } from "#src/modules/value-support/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";
import { attest, copperLot, depositBars, silverBar, type VaultName } from "./metal.ts";
import { june2008, settlePrices, statePrices } from "./prices.ts";

export const issuanceModules = [
  accounts,
  authority,
  parameters,
  oracle,
  metalReserve,
  basket,
  bonds,
  energy,
  compute,
  valueSupport,
  issuance,
  settlement,
] as const;

/** How long an epoch stays open in tests. */
export const testEpochMs = 60_000;

export interface IssuanceOptions {
  /** Parameters that differ from their defaults. */
  readonly overrides?: Readonly<Record<string, bigint>>;
  /** What the genesis file says of issuance, where it differs. */
  readonly genesis?: Readonly<Record<string, unknown>>;
  /** Leaves all feeds without a price. */
  readonly unpriced?: boolean;
  /** Changes the parts of other modules. */
  readonly change?: (modules: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

/** A ledger at the prices of June 2008, where R is one. */
export function createIssuanceLedger(options: IssuanceOptions = {}): TestLedger {
  const { overrides = {}, genesis = {}, unpriced = false, change = (same) => same } = options;
  const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
  const ledger = createTestLedger({
    modules: issuanceModules,
    genesis: (before) => ({
      ...before,
      modules: {
        ...change(before.modules),
        parameters: { overrides: list },
        issuance: { ...(before.modules.issuance as object), epochMs: testEpochMs, ...genesis },
      },
    }),
  });
  if (!unpriced) settlePrices(ledger, june2008);
  return ledger;
}

let serial = 0;
const nextSerial = (prefix: string) => {
  serial += 1;
  return `${prefix}${serial}`;
};

export interface Metal {
  readonly owner?: string;
  readonly vault?: VaultName;
  readonly silverBars?: number;
  readonly copperLots?: number;
  /** The fine weight of a lot, where not about 25 tonnes. */
  readonly lotFineMg?: bigint;
  readonly barFineMg?: bigint;
}

/** Deposits metal and has its vault attested; answers the certificates. Twelve bars and a lot are worth about the same. */
export function attestedMetal(ledger: TestLedger, metal: Metal = {}): number[] {
  const { owner = "alice", vault = "zurich", silverBars = 12, copperLots = 1 } = metal;
  const bars = Array.from({ length: silverBars }, () => silverBar(nextSerial("S"), metal.barFineMg));
  const lots = Array.from({ length: copperLots }, () => copperLot(nextSerial("C"), metal.lotFineMg));
  const silver = bars.length === 0 ? [] : depositBars(ledger, { vault, depositor: owner, bars });
  const copper = lots.length === 0 ? [] : depositBars(ledger, { vault, depositor: owner, metal: "CU", bars: lots });
  const attested = attest(ledger, vault);
  if (attested.code !== 0) throw new Error(`the attestation was refused: ${attested.refused}`);
  return [...silver, ...copper];
}

export interface Minted {
  readonly mintedMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly receivedMicroKdg: bigint;
  readonly juniorUnits: bigint;
  readonly totalCoverageBp: bigint;
}

export function sendMint(ledger: TestLedger, certificateIds: readonly number[], actor = "alice"): Outcome {
  return ledger.send(actor, "issuance/mint", { certificateIds });
}

/** Deposits, attests and mints. */
export function mintOn(ledger: TestLedger, metal: Metal = {}): Minted {
  const outcome = sendMint(ledger, attestedMetal(ledger, metal), metal.owner);
  if (outcome.code !== 0) throw new Error(`the mint was refused: ${outcome.refused}`);
  return outcome.answer as Minted;
}

export function kdgOf(ledger: TestLedger, alias: string): bigint {
  return accountsRead.balance(ledger.state, "KDG", ledger.account(alias));
}

export function requestRedemption(
  ledger: TestLedger,
  amountMicroKdg: bigint,
  wish: { metal?: string; rest?: "metal" | "cash" | "kdg" } = {},
  actor = "alice",
): Outcome {
  return ledger.send(actor, "issuance/requestRedemption", { amountMicroKdg, ...wish });
}

/** Lets the open epoch close, states prices observed after that, and makes blocks until it is settled. */
export function settleEpoch(ledger: TestLedger, prices: Readonly<Record<string, bigint>> = june2008): void {
  ledger.advance(testEpochMs);
  ledger.advance(1);
  statePrices(ledger, prices);
  for (let block = 0; block < 3; block += 1) ledger.advance(1);
}

export interface Redemption {
  readonly state: string;
  readonly leftMicroKdg: bigint;
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly returnedMicroKdg: bigint;
  readonly paidMetals: readonly { metal: string; fineWeightMg: bigint }[];
  readonly paidCash: readonly { currency: string; amount: bigint }[];
}

export async function redemptionOf(ledger: TestLedger, request: number): Promise<Redemption> {
  return (await ledger.query("issuance/redemption", { request })) as Redemption;
}

export interface CoverageShown {
  readonly zone?: string;
  readonly totalCoverageBp?: bigint;
  readonly hardCoverageBp?: bigint;
  readonly supplyMicroKdg: bigint;
  readonly surplusMicroKdg: bigint;
  readonly juniorUnits: bigint;
  readonly distributableNano: bigint;
  readonly collateralNano: bigint;
  readonly redemptionRateNano?: bigint;
  readonly referenceNano?: { low: bigint; mid: bigint; high: bigint };
  readonly metals: readonly { metal: string; attestedFineWeightMg: bigint; heldShareBp: bigint }[];
  readonly mint: { allowed: boolean; reason: string; roomMicroKdg: bigint; availableMicroKdg: bigint };
}

export async function coverageOf(ledger: TestLedger): Promise<CoverageShown> {
  return (await ledger.query("issuance/coverage")) as CoverageShown;
}

/** The price of one dollar and one yuan, in billionths of a dollar. */
export const currencyPrices = { USD: 1_000_000_000n, CNY: 144_000_000n } as const;

/** A ledger whose reserve takes dollars and yuan, priced by feeds of their own. */
export function createCashLedger(options: IssuanceOptions = {}): TestLedger {
  const currencyFeed = (feed: string) => ({ feed, unit: feed, measure: "cents", measuresPerUnit: 100n });
  const ledger = createIssuanceLedger({
    ...options,
    genesis: {
      reserveCurrencies: [
        { currency: "USD", feed: "USD", haircutBp: 0 },
        { currency: "CNY", feed: "CNY", haircutBp: 1_000 },
      ],
    },
    change: (modules) => {
      const { feeds } = modules.oracle as { feeds: object[] };
      const currencyFeeds = Object.keys(currencyPrices).map((feed) => ({ ...feeds[0], ...currencyFeed(feed) }));
      return { ...modules, oracle: { feeds: [...feeds, ...currencyFeeds] } };
    },
  });
  if (options.unpriced !== true) settlePrices(ledger, currencyPrices);
  return ledger;
}
