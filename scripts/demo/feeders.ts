// Price feeders of the demo: three of them quote a month's prices, twice when the first time is a jump.
import type { Client } from "./client.ts";

export const feeders = ["price-feeder", "price-feeder-2", "price-feeder-3"] as const;
const spreadsBp = [0n, 2n, -2n] as const;
const confidenceBp = 10n;

/** One round of quotes by all feeders, observed at the newest block's time. */
async function quoteOnce(client: Client, priceNano: Readonly<Record<string, bigint>>): Promise<void> {
  const { timeMs } = await latestBlock(client);
  for (const [index, feeder] of feeders.entries()) {
    const quotes = Object.entries(priceNano).map(([feed, price]) => ({
      feed,
      priceNano: price + (price * (spreadsBp[index] ?? 0n)) / 10_000n,
      confidenceNano: (price * confidenceBp) / 10_000n,
      observedMs: timeMs,
    }));
    await client.must(feeder, "oracle/submitQuotes", { quotes });
  }
}

/** Quotes until the prices are sound: a jump is held until a quorum quotes again after the block that saw it. */
export async function quote(client: Client, priceNano: Readonly<Record<string, bigint>>): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await quoteOnce(client, priceNano);
    const answers = await Promise.all(
      Object.keys(priceNano).map((feed) => client.ask<Price>("oracle/price", { feed })),
    );
    const isDone = answers.every(({ feed, status, priceNano: range }) => {
      return status === "sound" && isNear(BigInt(range.mid), priceNano[feed] ?? 0n);
    });
    if (isDone) return;
  }
  throw new Error("the prices did not become sound");
}

interface Price {
  readonly feed: string;
  readonly status: string;
  readonly priceNano: { readonly mid: string };
}

function isNear(left: bigint, right: bigint): boolean {
  const distance = left > right ? left - right : right - left;
  return distance * 1_000n <= right;
}

export async function latestBlock(client: Client): Promise<{ height: number; timeMs: number }> {
  return (await (await fetch(`${client.url}/v1/blocks/latest`)).json()) as { height: number; timeMs: number };
}
