// Sets a devnet's clock forward to a moment, and waits for a block that has it.
import { z } from "zod";
import { Failure } from "#src/cli/failure.ts";
import { type LedgerLink, newestBlock } from "#src/cli/ledger/link.ts";
import { timeMsSchema } from "#src/core/schemas.ts";
import { parsed } from "#src/sdk/http.ts";

const path = "/v1/devnet/clock";
const answerSchema = z.looseObject({ timeMs: timeMsSchema });
/** What a node takes at once: a little more than a year. */
const stepMaxMs = 366 * 86_400_000;
const pauseMs = 20;
const patienceMs = 60_000;

/** Resolves to the time of the newest block, which is the moment or later. */
export async function goOnTo(link: LedgerLink, momentMs: number): Promise<number> {
  let { timeMs } = await newestBlock(link);
  // The clock runs on beside the blocks, so that what is still to go is asked of it and not reckoned.
  let clockMs = timeMs;
  while (clockMs < momentMs) {
    clockMs = await advance(link, Math.min(stepMaxMs, momentMs - clockMs));
  }
  const startedMs = performance.now();
  while (timeMs < momentMs) {
    if (performance.now() - startedMs > patienceMs)
      throw new Failure("unreachable", "cli/noBlock", "the node makes no block after its clock was set forward");
    await new Promise((done) => setTimeout(done, pauseMs));
    timeMs = (await newestBlock(link)).timeMs;
  }
  return timeMs;
}

/** Asked once: a clock that was set forward twice is too far ahead. */
async function advance({ url, network }: LedgerLink, advanceMs: number): Promise<number> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ advanceMs }),
    signal: AbortSignal.timeout(patienceMs),
  });
  const json = await response.json();
  if (response.ok) return parsed(url + path, answerSchema, json).timeMs;
  throw new Failure(
    "refused",
    "cli/clockFixed",
    `the clock of ${network} is not set from here: ${JSON.stringify(json)}`,
  );
}
