// The bundles that a node has seen: read once, so that each signature is checked once between the door and the block.
import { limits } from "#src/core/limits.ts";
import { Refusal } from "#src/core/refusal.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import type { PreparedEnvelope } from "#src/machine/transaction.ts";
import { decodeBundle } from "./bundle.ts";

export interface KnownBundle {
  readonly hashHex: string;
  readonly byteLength: number;
  readonly envelopes: readonly Uint8Array[];
}

export class BundleMemory {
  readonly #sha256: Sha256;
  /** By hash, in order of arrival: the oldest is forgotten first. */
  readonly #known = new Map<string, KnownBundle>();
  #bytes = 0;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The bundle of these bytes; refuses what is none. */
  read(bytes: Uint8Array): KnownBundle {
    const hashHex = bytesToHex(this.#sha256(bytes));
    const known = this.#known.get(hashHex);
    if (known !== undefined) return known;
    const bundle = { hashHex, byteLength: bytes.length, envelopes: decodeBundle(bytes) };
    this.#keep(bundle);
    return bundle;
  }

  /** Remembers a bundle of this node's own making with the very arrays that its door has checked. */
  keepOwn(bytes: Uint8Array, envelopes: readonly Uint8Array[]): void {
    const hashHex = bytesToHex(this.#sha256(bytes));
    if (!this.#known.has(hashHex)) this.#keep({ hashHex, byteLength: bytes.length, envelopes });
  }

  forget({ hashHex }: KnownBundle): void {
    const known = this.#known.get(hashHex);
    if (known === undefined) return;
    this.#known.delete(hashHex);
    this.#bytes -= known.byteLength;
  }

  #keep(bundle: KnownBundle): void {
    this.#known.set(bundle.hashHex, bundle);
    this.#bytes += bundle.byteLength;
    for (const oldest of this.#known.values()) {
      if (this.#known.size <= limits.rememberedBundlesMax && this.#bytes <= limits.rememberedBundleBytesMax) return;
      this.forget(oldest);
    }
  }
}

/** The outcome of reading: what is refused is an answer here, since anyone may send a validator anything. */
export function attempt<Value>(action: () => Value): Value | Refusal {
  try {
    return action();
  } catch (reason) {
    if (reason instanceof Refusal) return reason;
    throw reason;
  }
}

/** The work that the envelopes of a bundle ask for; what cannot be read is refused by the block and costs nothing. */
export function workOfBundle({ envelopes }: KnownBundle, prepare: (bytes: Uint8Array) => PreparedEnvelope): number {
  let work = 0;
  for (const bytes of envelopes) {
    const prepared = attempt(() => prepare(bytes));
    if (!(prepared instanceof Refusal)) work += prepared.work;
  }
  return work;
}
