// The demo's clock: the machine's, and what the devnet's was set forward.
import type { Cast } from "./cast.ts";

export class Clock {
  #leadMs = 0;

  /** Transactions expire by it. */
  readonly now = (): number => Date.now() + this.#leadMs;

  /** Sets the ledger's clock forward and waits for the block that has the new time. */
  async advance({ ledger }: Cast, byMs: number): Promise<void> {
    const response = await fetch(`${ledger.url}/v1/devnet/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ advanceMs: byMs }),
    });
    if (!response.ok) throw new Error(`the clock was not set: ${await response.text()}`);
    const { timeMs } = (await response.json()) as { timeMs: number };
    this.#leadMs += byMs;
    await until("a block has the new time", async () => (await blockTimeMs(ledger.url)) >= timeMs);
  }
}

/** The time of the ledger itself: quotes are refused when they were observed after it. */
export async function blockTimeMs(url: string): Promise<number> {
  const { timeMs } = (await (await fetch(`${url}/v1/blocks/latest`)).json()) as { timeMs: number };
  return timeMs;
}

const patienceMs = 120_000;
const pauseMs = 50;

/** Asks again until it is so; fails when that takes minutes. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const giveUpMs = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpMs) throw new Error(`waited in vain until ${what}`);
    await new Promise((done) => setTimeout(done, pauseMs));
  }
}
