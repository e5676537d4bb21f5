// Follows the events until the book says what the ledger says, and no more come; what no event told is entered then.
import { newestBlock } from "#src/cli/ledger/link.ts";
import { RefusedError } from "#src/sdk/errors.ts";
import { type Agreed, closeGaps, saveAgreed } from "./gaps.ts";
import { balanceAt, type Gateway } from "./gateway.ts";

/** So long nothing more may come: a node sends at once whatever it has. */
const quietMs = 1_500;
/** What has not come after this long is taken for something that no event tells. */
const untoldMs = 3_000;
/** A book that was changed by others never agrees. */
const patienceMs = 10_000;
const pauseMs = 200;

export interface Proved extends Agreed {
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
      const open = [...proved].filter(([currency, { units }]) => gateway.book.runningOf(currency).units !== units);
      const quiet = Date.now() - lastMs;
      if (quiet > untoldMs && open.length > 0 && (await enterUntold(gateway, open)) > 0) continue;
      if (quiet > quietMs && (open.length === 0 || Date.now() - started > patienceMs)) {
        keepAgreed(gateway, proved);
        return proved;
      }
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  } finally {
    stop.abort();
    await following;
  }
}

function keepAgreed({ book, folders }: Gateway, proved: ReadonlyMap<string, Proved>): void {
  for (const [currency, { height, units }] of proved) {
    if (book.runningOf(currency).units === units) saveAgreed(folders.journal, currency, { height, units });
  }
}

/** Answers with how many entries that were. A node that has forgotten the blocks between leaves it as it is. */
async function enterUntold(
  { link, bank, folders, advices, timeOf }: Gateway,
  open: readonly (readonly [string, Proved])[],
): Promise<number> {
  const parts = {
    ...{ advices, timeOf, journal: folders.journal },
    balanceAt: (currency: string, height: number) => balanceAt(link.url, bank.account, currency, height),
  };
  let count = 0;
  for (const [currency, newest] of open) {
    try {
      count += await closeGaps(parts, currency, newest);
    } catch (reason) {
      if (!(reason instanceof RefusedError) || reason.code !== "state/heightNotKept") throw reason;
      advices.progress(`${currency}: ${reason.message}`);
    }
  }
  return count;
}

async function provedNow({ link, bank }: Gateway, currencies: readonly string[]): Promise<ReadonlyMap<string, Proved>> {
  const { height, timeMs } = await newestBlock(link);
  const proved = new Map<string, Proved>();
  for (const currency of currencies) {
    proved.set(currency, { height, timeMs, units: await balanceAt(link.url, bank.account, currency, height) });
  }
  return proved;
}
