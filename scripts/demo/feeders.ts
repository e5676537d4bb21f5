// Price feeders of the demo: three of them quote a month's prices, twice when the first time is a jump.
import { messages } from "#src/sdk/messages.ts";
import type { Cast } from "./cast.ts";
import { blockTimeMs } from "./clock.ts";

export const feeders = ["price-feeder", "price-feeder-2", "price-feeder-3"] as const;
const spreadsBp = [0n, 2n, -2n] as const;
const confidenceBp = 10n;

/** One round of quotes by all feeders, observed at the newest block's time. */
export async function quoteOnce(cast: Cast, priceNano: Readonly<Record<string, bigint>>): Promise<void> {
  const timeMs = await blockTimeMs(cast.ledger.url);
  for (const [index, feeder] of feeders.entries()) {
    const quotes = Object.entries(priceNano).map(([feed, price]) => ({
      feed,
      priceNano: price + (price * (spreadsBp[index] ?? 0n)) / 10_000n,
      confidenceNano: (price * confidenceBp) / 10_000n,
      observedMs: timeMs,
    }));
    await cast.send(feeder, messages.oracle.submitQuotes({ quotes }));
  }
}

/** Quotes until the prices are sound: a jump is held until a quorum quotes again after the block that saw it. */
export async function quote(cast: Cast, priceNano: Readonly<Record<string, bigint>>): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await quoteOnce(cast, priceNano);
    const answers = await Promise.all(
      Object.keys(priceNano).map((feed) => cast.ledger.query("oracle/price", { feed })),
    );
    const isDone = answers.every(({ feed, status, priceNano: range }) => {
      return status === "sound" && isNear(BigInt(range?.mid ?? 0), priceNano[feed] ?? 0n);
    });
    if (isDone) return;
  }
  throw new Error("the prices did not become sound");
}

function isNear(left: bigint, right: bigint): boolean {
  const distance = left > right ? left - right : right - left;
  return distance * 1_000n <= right;
}
