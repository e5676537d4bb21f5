// What every engine agrees on beside state: the hash over results, and the version of the application in headers.
import { resultsHash } from "#src/comet/results.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { TransactionResult } from "#src/machine/block.ts";

/** The version of the application that headers carry; it rises with state-breaking releases. */
export const applicationVersion = 1;

/** The hash over the results of a block's envelopes. Work stands where CometBFT counts gas. */
export function hashOfResults(
  results: readonly Pick<TransactionResult, "code" | "data" | "workUsed">[],
  hash: Sha256,
): Uint8Array {
  return resultsHash(
    results.map(({ code, data, workUsed }) => ({ code, data, gasWanted: workUsed, gasUsed: workUsed })),
    hash,
  );
}
