// State as somebody sees it who has nothing but proofs: each row is proved when it is first asked for.
import type { Codec } from "#src/core/form.ts";
import { decodeStored } from "#src/state/storedRow.ts";
import type { StateReader, Stored } from "#src/state/view.ts";

/** The bytes under a key by a proof that held, or undefined by one that there is nothing. */
export type ProveRow = (key: string) => Promise<Uint8Array | undefined>;

/** Rows of one reading: a rebalance of 32 components over 256 intervals reads fewer. */
export const provedRowsMax = 8_192;

class NotProved extends Error {
  readonly key: string;

  constructor(key: string) {
    super(`nothing is proved of ${key} yet`);
    this.key = key;
  }
}

/**
 * Runs a reading that reads by key, again and again, with one more row proved each time, until it needs no other. So what it
 * answers rests on proved rows alone, and nobody lists them beforehand.
 */
export async function readProved<Result>(
  at: { readonly height: number; readonly timeMs: number },
  prove: ProveRow,
  read: (state: StateReader) => Result,
): Promise<{ readonly result: Result; readonly keys: readonly string[] }> {
  const rows = new Map<string, Uint8Array | undefined>();
  const state: StateReader = {
    ...at,
    getRow<Value>(key: string, codec: Codec<Value>): Stored<Value> | undefined {
      if (!rows.has(key)) throw new NotProved(key);
      const bytes = rows.get(key);
      return bytes === undefined ? undefined : (decodeStored(key, codec, bytes) as Stored<Value>);
    },
  };
  while (rows.size < provedRowsMax) {
    try {
      return { result: read(state), keys: [...rows.keys()] };
    } catch (reason) {
      if (!(reason instanceof NotProved)) throw reason;
      rows.set(reason.key, await prove(reason.key));
    }
  }
  throw new Error(`more than ${provedRowsMax} rows were to be proved`);
}
