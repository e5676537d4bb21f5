// Follows the events until the book says what the ledger says, and no more come.
import { newestBlock } from "#src/cli/ledger/link.ts";
import { balanceAt, type Gateway } from "./gateway.ts";

/** So long nothing more may come: a node sends at once whatever it has. */
const quietMs = 1_500;
/** What moves money beside the events that are read here never agrees. */
const patienceMs = 10_000;
const pauseMs = 200;

export interface Proved {
  readonly units: bigint;
  readonly timeMs: number;
}

/** The balances of these currencies after one block, up to which the book has followed. */
export async function catchUp(gateway: Gateway, currencies: readonly string[]): Promise<ReadonlyMap<string, Proved>> {
  const stop = new AbortController();
  const started = Date.now();
  let lastMs = started;
  let failure: unknown;
  const following = gateway
    .follow(stop.signal, () => {
      lastMs = Date.now();
    })
    .catch((reason: unknown) => {
      failure = reason;
    });
  try {
    for (;;) {
      if (failure !== undefined) throw failure;
      const proved = await provedNow(gateway, currencies);
      const agrees = [...proved].every(([currency, { units }]) => gateway.book.runningOf(currency).units === units);
      const isQuiet = Date.now() - lastMs > quietMs;
      if (isQuiet && (agrees || Date.now() - started > patienceMs)) return proved;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  } finally {
    stop.abort();
    await following;
  }
}

async function provedNow({ link, bank }: Gateway, currencies: readonly string[]): Promise<ReadonlyMap<string, Proved>> {
  const { height, timeMs } = await newestBlock(link);
  const proved = new Map<string, Proved>();
  for (const currency of currencies) {
    proved.set(currency, { units: await balanceAt(link.url, bank.account, currency, height), timeMs });
  }
  return proved;
}
