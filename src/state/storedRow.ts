// Decoding of rows that the ledger wrote itself: bytes that make no sense are the disk's fault, never a user's.
import type { Codec } from "#src/core/form.ts";
import { StoreFault } from "./store/storeFault.ts";

/** A refusal in here would be taken for an answer to the transaction that happened to read the row. */
export function decodeStored<Value>(key: string, codec: Codec<Value>, bytes: Uint8Array): Value {
  try {
    return codec.decode(bytes);
  } catch (error) {
    throw new StoreFault("corrupt", `the row ${key} cannot be decoded`, { cause: error });
  }
}
