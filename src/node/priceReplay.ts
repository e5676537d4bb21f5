// The devnet's labelled price feeders: they replay monthly price history, so that nothing on a devnet goes stale.

import { randomBytes } from "node:crypto";
import type { Account } from "#src/core/account.ts";
import { present } from "#src/core/assert.ts";
import { contentWriters } from "#src/machine/transaction.ts";
import { encodeTransactionBody } from "#src/transaction/body.ts";
import { encodeEnvelope, signingBytes } from "#src/transaction/envelope.ts";
import { devnetMonthAt, devnetMonthCount, devnetMonthIndex, devnetStartMonth } from "./devnetPrices.ts";
import type { NodeService } from "./service.ts";

/** How often each feeder quotes: well within the staleness of its feeds. */
const quoteEveryMs = 10_000;
/** How long a month of history lasts. */
const monthLastsMs = 600_000;
/** The feeders disagree by so much, as feeders do; each states ten basis points of confidence. */
const spreadsBp = [0n, 2n, -2n] as const;
const confidenceBp = 10n;
const validForMs = 60_000;

export interface PriceReplay {
  stop(): void;
}

/** `onFailed` hears of quotes that were not taken; the replay goes on. */
export function startPriceReplay(service: NodeService, onFailed: (fault: unknown) => void): PriceReplay {
  const feeders = feedersOf(service);
  const quoteAll = () => {
    const month = monthAt(service.head().timeMs - service.genesis.timeMs);
    feeders.forEach((feeder, index) => {
      submitQuotes(service, feeder, month.priceNano, spreadsBp[index % spreadsBp.length] ?? 0n).catch(onFailed);
    });
  };
  quoteAll();
  const timer = setInterval(quoteAll, quoteEveryMs);
  return { stop: () => clearInterval(timer) };
}

/** The month that is played so long after genesis; after the last one, history begins again. */
export function monthAt(sinceGenesisMs: number) {
  const months = Math.floor(Math.max(0, sinceGenesisMs) / monthLastsMs);
  return devnetMonthAt((devnetMonthIndex(devnetStartMonth) + months) % devnetMonthCount);
}

function feedersOf(service: NodeService): readonly Account[] {
  return service.genesis.aliases
    .filter(({ alias }) => /^price-feeder(-[0-9]+)?$/.test(alias))
    .map(({ account }) => account);
}

async function submitQuotes(
  service: NodeService,
  feeder: Account,
  priceNano: Readonly<Record<string, bigint>>,
  spreadBp: bigint,
): Promise<void> {
  const observedMs = service.head().timeMs;
  const quotes = Object.entries(priceNano).map(([feed, price]) => ({
    feed,
    priceNano: price + (price * spreadBp) / 10_000n,
    confidenceNano: (price * confidenceBp) / 10_000n,
    observedMs,
  }));
  const body = encodeTransactionBody(contentWriters(service.registry()), {
    network: service.network,
    validUntilMs: observedMs + validForMs,
    salt: randomBytes(8),
    messages: [{ type: "oracle/submitQuotes", actor: feeder, content: { quotes } }],
  });
  const signer = present(service.devnetSigner, "prices are replayed on devnets only");
  const signature = present(signer.sign(feeder, signingBytes("transaction", body)), "a devnet holds its feeders' keys");
  const { decided } = await service.submit(encodeEnvelope("transaction", body, [signature]));
  await decided;
}
