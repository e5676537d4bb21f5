// Auctions for tests: a ledger with a reserve that has too much of one metal, and bids sealed as clients seal them.
import { codecOf } from "#src/core/form.ts";
import { read as metalReserve } from "#src/modules/metal-reserve/access.ts";
import { reserveAuctions } from "#src/modules/reserve-auctions/module.ts";
import { commitmentOf, type Sealed } from "#src/modules/reserve-auctions/rules.ts";
import { auctionSchema, type bidSchema } from "#src/modules/reserve-auctions/schemas.ts";
import { attestedMetal, issuanceModules, type Metal, mintOn, sendMint, testEpochMs } from "./issuance.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";
import { june2008, settlePrices } from "./prices.ts";

export const auctionMs = 600_000;

/** An auction's windows of ten minutes, and a programme as large as the gap. */
const windows = {
  "reserve-auctions.commitMs": BigInt(auctionMs),
  "reserve-auctions.revealMs": BigInt(auctionMs),
  "reserve-auctions.programmeBp": 10_000n,
};

/**
 * Alice has minted on silver and copper in balance. While the band was wide, more was minted on extra silver bars than on
 * copper, so that the share of silver lies above its target.
 */
export function createAuctionLedger({
  overrides = {},
  extra = { silverBars: 6, copperLots: 0 },
  change = (same) => same,
  isEmpty = false,
}: {
  readonly overrides?: Readonly<Record<string, bigint>>;
  readonly extra?: Metal;
  /** Changes the parts of other modules. */
  readonly change?: (modules: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Nothing was minted yet. */
  readonly isEmpty?: boolean;
} = {}): TestLedger {
  const list = Object.entries({ ...windows, ...overrides }).map(([parameter, value]) => ({ parameter, value }));
  const ledger = createTestLedger({
    modules: [...issuanceModules, reserveAuctions],
    genesis: (before) => ({
      ...before,
      modules: {
        ...change(before.modules),
        parameters: { overrides: list },
        issuance: { ...(before.modules.issuance as object), epochMs: testEpochMs },
      },
    }),
  });
  settlePrices(ledger, june2008);
  if (isEmpty) return ledger;
  mintOn(ledger);
  mintOn(ledger, { owner: "bob" });
  const outcome = sendMint(ledger, attestedMetal(ledger, extra));
  if (outcome.code !== 0) throw new Error(`the extra mint was refused: ${outcome.refused}`);
  return ledger;
}

/** The reserve's certificates of a metal, oldest first. */
export function reserveLots(ledger: TestLedger, metal: string): number[] {
  return [...metalReserve.reserveOldestFirst(ledger.state, metal)].map(({ certificateId }) => certificateId);
}

export const saltOf = (byte: number): Uint8Array => new Uint8Array(16).fill(byte);

export interface Said {
  readonly microKdgPerGram: bigint;
  readonly weightMg: bigint;
}

export function sealOf(ledger: TestLedger, auction: number, alias: string, said: Said): Uint8Array {
  return commitmentOf({ auction, bidder: ledger.account(alias), ...said, salt: saltOf(7) } satisfies Sealed);
}

export function commitBid(ledger: TestLedger, alias: string, said: Said, lockedMicroKdg: bigint, auction = 1): Outcome {
  const commitment = sealOf(ledger, auction, alias, said);
  return ledger.send(alias, "reserve-auctions/commitBid", { auction, commitment, lockedMicroKdg });
}

export function commitOffer(
  ledger: TestLedger,
  alias: string,
  said: Said,
  certificateIds: readonly number[],
  auction = 1,
): Outcome {
  const commitment = sealOf(ledger, auction, alias, said);
  return ledger.send(alias, "reserve-auctions/commitOffer", { auction, commitment, certificateIds });
}

export function revealBid(ledger: TestLedger, alias: string, said: Said, auction = 1): Outcome {
  return ledger.send(alias, "reserve-auctions/revealBid", { auction, ...said, salt: saltOf(7) });
}

/** To the end of a window, with prices observed there. */
export function passWindow(ledger: TestLedger, prices: Readonly<Record<string, bigint>> = june2008): void {
  ledger.advance(auctionMs);
  settlePrices(ledger, prices);
}

export async function auctionOf(ledger: TestLedger, auction = 1) {
  const row = await ledger.query("reserve-auctions/auction", { auction });
  codecOf(auctionSchema).encode(row as never);
  return row as ReturnType<typeof auctionSchema.parse>;
}

export async function bidOf(ledger: TestLedger, bid: number, auction = 1) {
  return (await ledger.query("reserve-auctions/bid", { auction, bid })) as ReturnType<typeof bidSchema.parse>;
}

export interface Terms {
  readonly side: string;
  readonly advice: string;
  readonly distanceMg: bigint;
  readonly leastMicroKdgPerGram: bigint;
  readonly mostMicroKdgPerGram: bigint;
}

export async function termsOf(ledger: TestLedger, metal: string): Promise<Terms> {
  return (await ledger.query("reserve-auctions/terms", { metal })) as Terms;
}
