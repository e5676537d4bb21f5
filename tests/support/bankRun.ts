// A run on the bank for tests: a ledger with thousands of holders of KDG, and an epoch in which many of them leave at once.
import { expect } from "vitest";
import { present } from "#src/core/assert.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import type { BlockResult } from "#src/machine/block.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import { reserveAccount, surplusAccount } from "#src/modules/issuance/books.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { attestedMetal, createIssuanceLedger, sendMint, testEpochMs } from "./issuance.ts";
import type { TestLedger } from "./ledger.ts";
import { documentHash } from "./metal.ts";
import { feeders } from "./prices.ts";

export const holdersInRun = 2_004;
export const holderName = (at: number) => `holder-${at}`;

/** From 100 to 699 KDG with a fraction, so that nothing divides evenly; each eighth has less than a piece of metal. */
export const heldByMicroKdg = (at: number) =>
  at % 8 === 7 ? 1_000_007n + BigInt(at % 5) * 1_000_003n : 100_000_007n + BigInt((at * 7_919) % 600) * 1_000_003n;

export type Prices = Readonly<Record<string, bigint>>;

export interface BankOptions {
  readonly holders?: number;
  readonly prices: Prices;
  /** What else the basket has: feeds in megawatt-hours. */
  readonly power?: { readonly quantity: bigint };
  readonly overrides?: Readonly<Record<string, bigint>>;
  /** How many times twelve silver lots and one of copper are minted on, at most three in each mint. */
  readonly pairs?: number;
  /** Dollars given to the reserve, in cents. */
  readonly cents?: bigint;
}

interface Bank {
  readonly ledger: TestLedger;
  /** The certificates that the reserve began with. */
  readonly certificateIds: readonly number[];
}

/** Silver comes in lots of granules, so that small holders may ask for it as they may for copper. */
export function createBank(options: BankOptions): Bank {
  const { holders = holdersInRun, prices, pairs = 6, cents = 0n } = options;
  const ledger = openBank(options, holders);
  quoteTogether(ledger, prices);
  const certificateIds: number[] = [];
  for (let minted = 0; minted < pairs; minted += 3) {
    const times = Math.min(3, pairs - minted);
    const ids = attestedMetal(ledger, { silverBars: 12 * times, copperLots: times });
    quoteTogether(ledger, prices);
    expect(sendMint(ledger, ids).refused).toBeUndefined();
    certificateIds.push(...ids);
  }
  if (cents > 0n) {
    expect(ledger.send("alice", "issuance/fundReserve", { currency: "USD", amount: cents }).code).toBe(0);
  }
  for (let from = 0; from < holders; from += 1_000) {
    const items = Array.from({ length: Math.min(1_000, holders - from) }, (_, at) => ({
      currency: "KDG",
      to: ledger.account(holderName(from + at)),
      amount: heldByMicroKdg(from + at),
    }));
    const paid = ledger.executeBlock([ledger.batch("alice", "settlement/pay", items)]).results[0];
    expect([paid?.code, paid?.itemRefusals]).toEqual([0, undefined]);
  }
  return { ledger, certificateIds };
}

const publicKeys = new Map<string, Uint8Array>();
const keyOf = (alias: string) => {
  const key = publicKeys.get(alias) ?? publicKeyOf(devnetSecretKey(alias));
  publicKeys.set(alias, key);
  return key;
};

function openBank({ power, overrides = {} }: BankOptions, holders: number): TestLedger {
  const people = Array.from({ length: holders }, (_, at) => ({
    policy: { threshold: 1, keys: [keyOf(holderName(at))] },
    salt: new Uint8Array(),
  }));
  return createIssuanceLedger({
    overrides,
    unpriced: true,
    genesis: { reserveCurrencies: [{ currency: "USD", feed: "USD", haircutBp: 0 }] },
    change: (modules) => {
      const accounts = modules.accounts as { accounts: object[] };
      const { feeds } = modules.oracle as { feeds: object[] };
      const reserve = modules["metal-reserve"] as { metals: { metal: string }[] };
      const basket = modules.basket as { lines: object[] };
      const feed = (name: string, unit: string, measure: string, measuresPerUnit: bigint) => ({
        ...feeds[0],
        ...{ feed: name, unit, measure, measuresPerUnit },
      });
      const lots = { form: "lot", pieceWeightMgMin: 10_000n };
      const line = { component: "ELEC", feed: "ELEC", quantity: power?.quantity ?? 0n };
      return {
        ...modules,
        accounts: { ...accounts, accounts: [...accounts.accounts, ...people] },
        oracle: {
          feeds: [
            ...feeds,
            feed("USD", "USD", "cents", 100n),
            ...(power === undefined ? [] : [feed("ELEC", "MWh", "Wh", 1_000_000n)]),
          ],
        },
        "metal-reserve": {
          ...reserve,
          metals: reserve.metals.map((metal) => (metal.metal === "AG" ? { ...metal, ...lots } : metal)),
        },
        basket: { ...basket, lines: power === undefined ? basket.lines : [...basket.lines, line] },
      };
    },
  });
}

/** A tenth of a per cent of the price: what feeders are unsure of. */
export const confidenceOf = (priceNano: bigint) => priceNano / 1_000n;

/** All feeders state the same prices in one block, and once more after a block, which confirms a jump. */
export function quoteTogether(ledger: TestLedger, prices: Prices): BlockResult[] {
  const once = () => {
    const observedMs = ledger.state.timeMs;
    const quotes = Object.entries({ USD: 1_000_000_000n, ...prices }).map(([feed, priceNano]) => {
      return { feed, priceNano, confidenceNano: confidenceOf(priceNano), observedMs };
    });
    const sent = feeders.map((actor) =>
      ledger.transaction([{ actor, type: "oracle/submitQuotes", content: { quotes } }]),
    );
    const block = ledger.executeBlock(sent);
    expect(block.results.map(({ refusal }) => refusal?.code)).toEqual(feeders.map(() => undefined));
    return block;
  };
  return [once(), ledger.advance(1), once()];
}

export interface Leaving {
  readonly actor: string;
  readonly amountMicroKdg: bigint;
  readonly metal?: string;
  readonly rest?: "metal" | "cash" | "kdg";
}

/** Everybody asks in one block; answers the requests' numbers in the order of those who ask. */
export function runAtOnce(ledger: TestLedger, leaving: readonly Leaving[]): number[] {
  const sent = leaving.map(({ actor, ...content }) =>
    ledger.transaction([{ actor, type: "issuance/requestRedemption", content }]),
  );
  const { results } = ledger.executeBlock(sent);
  return results.map((result, at) => {
    const { refused, answer } = ledger.outcomeOf(present(sent[at], "a result has a transaction"), result);
    expect(refused).toBeUndefined();
    return (answer as { request: number }).request;
  });
}

/** All of what holders of a range have; each names what the chooser says. */
export function holdersLeaving(
  from: number,
  to: number,
  wish: (at: number) => Omit<Leaving, "actor" | "amountMicroKdg"> = () => ({}),
): Leaving[] {
  return Array.from({ length: to - from }, (_, index) => {
    const at = from + index;
    return { actor: holderName(at), amountMicroKdg: heldByMicroKdg(at), ...wish(at) };
  });
}

/** What the reserve and the books hold. */
export function standOf(ledger: TestLedger) {
  const { state } = ledger;
  const heldMg = (metal: string) => metalReserve.reserveHoldings(state, metal).attestedFineMg;
  return {
    metalsMg: { AG: heldMg("AG"), CU: heldMg("CU") },
    cents: accountsRead.balance(state, "USD", reserveAccount),
    supply: accountsRead.supply(state, "KDG"),
    surplus: accountsRead.balance(state, "KDG", surplusAccount),
  };
}
export type Stand = ReturnType<typeof standOf>;

export interface EpochShown {
  readonly state: string;
  readonly requests: number;
  readonly requestedMicroKdg: bigint;
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly returnedMicroKdg: bigint;
  readonly lostMicroKdg: bigint;
  readonly pricing: {
    readonly pricedMs: number;
    readonly observedMs: number;
    readonly lowNano: bigint;
    readonly rateNano: bigint;
    readonly distributableNano: bigint;
    readonly supplyMicroKdg: bigint;
  };
}

export interface Paid {
  readonly request: number;
  readonly asset: string;
  readonly quantity: bigint;
  readonly burntMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
}

export interface SettledEpoch {
  readonly before: Stand;
  readonly after: Stand;
  readonly epoch: EpochShown;
  readonly paid: readonly Paid[];
  readonly juniorUnitsCut: bigint;
  readonly surplusBurnt: bigint;
}

const blocksToSettleMost = 400;

/** Closes the open epoch, states prices observed after that, and makes blocks until all of it is paid. */
export async function settleRun(ledger: TestLedger, number: number, prices: Prices): Promise<SettledEpoch> {
  ledger.advance(testEpochMs);
  ledger.advance(1);
  const before = standOf(ledger);
  const blocks = quoteTogether(ledger, prices);
  const epochNow = async () => (await ledger.query("issuance/epoch", { epoch: number })) as EpochShown;
  for (let block = 0; block < blocksToSettleMost && (await epochNow()).state === "paying"; block += 1) {
    blocks.push(ledger.advance(1));
  }
  const epoch = await epochNow();
  expect(epoch.state).toBe("settled");
  const events = blocks.flatMap(({ blockEvents }) => blockEvents);
  const contents = (type: string) => events.filter((event) => event.type === type).map(({ content }) => content);
  const metals = contents("issuance/metalRedeemed") as (Paid & { metal: string; fineWeightMg: bigint })[];
  const cash = contents("issuance/cashRedeemed") as (Paid & { currency: string; amount: bigint })[];
  const [ended] = contents("issuance/epochSettled") as { juniorUnitsCut: bigint }[];
  const [absorbed] = contents("issuance/lossAbsorbed") as { surplusBurntMicroKdg: bigint }[];
  return {
    before,
    after: standOf(ledger),
    epoch,
    paid: [
      ...metals.map((each) => ({ ...each, asset: each.metal, quantity: each.fineWeightMg })),
      ...cash.map((each) => ({ ...each, asset: each.currency, quantity: each.amount })),
    ],
    juniorUnitsCut: ended?.juniorUnitsCut ?? 0n,
    surplusBurnt: absorbed?.surplusBurntMicroKdg ?? 0n,
  };
}

/** The vault's auditor does not find some of the reserve's metal: it covers nothing from now on. */
export function strikeOff(ledger: TestLedger, certificateIds: readonly number[]): void {
  const content = { vault: "zurich", certificateIds, documentHash, reason: "not found" };
  expect(ledger.send("auditor", "metal-reserve/withdrawCertificates", content).refused).toBeUndefined();
}
