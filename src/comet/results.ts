// What a block's transactions came to, reduced to what all nodes must agree on, and the hash that the next header carries.
import { type Sha256, sha256 } from "#src/crypto/sha256.ts";
import { merkleRoot } from "./merkle.ts";
import { WireWriter } from "./wire.ts";

/** Texts, events and the like may differ between nodes and are not here. */
export interface DeterministicResult {
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: number;
  readonly gasUsed: number;
}

export function resultsHash(results: readonly DeterministicResult[], hash: Sha256 = sha256): Uint8Array {
  return merkleRoot(results.map(encodeResult), hash);
}

/** The leaf of one result under `resultsHash`. */
export function encodeResult({ code, data, gasWanted, gasUsed }: DeterministicResult): Uint8Array {
  return new WireWriter(32 + data.length)
    .integer(1, code)
    .bytes(2, data)
    .integer(5, gasWanted)
    .integer(6, gasUsed)
    .finish();
}
