// The replay guard: remembers the ids of decided transactions until they expire, in buckets by expiry minute.
import { z } from "zod";
import { assert } from "#src/core/assert.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { bytesSchema, countSchema, hashSchema } from "#src/core/schemas.ts";
import { bytesEqual, concatBytes } from "#src/crypto/hex.ts";
import type { Sha256 } from "#src/crypto/sha256.ts";
import { defineTable } from "#src/state/table.ts";
import type { State, StateReader } from "#src/state/view.ts";

/** One minute of expiry: how many ids expire within it, and the hash chained over them block by block. */
export const rememberedBuckets = defineTable(
  "machine/remembered/{minute}",
  z.strictObject({ count: countSchema, chainHash: hashSchema }),
);

/** The earliest minute that still has a bucket: where forgetting goes on. */
export const rememberedFrom = defineTable("machine/remembered-from", z.strictObject({ minute: countSchema }));

const minuteMs = 60_000;
const idLength = 32;
/** More buckets than a validity of an hour can open. */
const bucketsMax = limits.validityMsMax / minuteMs + 2;

const blockRowCodec = codecOf(
  z
    .array(
      z.strictObject({ minute: countSchema, ids: bytesSchema(idLength, limits.blockTransactionsMax * idLength * 4) }),
    )
    .max(bucketsMax),
);

export class ReplayGuard {
  readonly #sha256: Sha256;
  readonly #idsMax: number;
  readonly #buckets = new Map<number, Set<string>>();
  #count = 0;
  /** No transaction that expires later was voided; what was loaded does not say, so it counts as if voided. */
  #voidedUntilMinute = -1;
  /** The ids of the block being executed, by minute. */
  #staged = new Map<number, Uint8Array[]>();
  /** Buckets that the block being executed found expired; kept until it is decided, since its time may not stand. */
  #expired: number[] = [];

  constructor(sha256: Sha256, idsMax: number = limits.rememberedIdsMax) {
    this.#sha256 = sha256;
    this.#idsMax = idsMax;
  }

  /** How many ids are remembered. */
  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count >= this.#idsMax;
  }

  /** Whether a voided transaction that expires then could be remembered: hardly ever, which spares a hash each. */
  mayHoldVoided(validUntilMs: number): boolean {
    return minuteOf(validUntilMs) <= this.#voidedUntilMinute;
  }

  rememberVoided(id: Uint8Array, validUntilMs: number): void {
    this.#voidedUntilMinute = Math.max(this.#voidedUntilMinute, minuteOf(validUntilMs));
    this.remember(id, validUntilMs);
  }

  has(id: Uint8Array, validUntilMs: number): boolean {
    return this.#buckets.get(minuteOf(validUntilMs))?.has(keyOf(id)) ?? false;
  }

  remember(id: Uint8Array, validUntilMs: number): void {
    const minute = minuteOf(validUntilMs);
    if (!this.#insert(minute, id)) return;
    const staged = this.#staged.get(minute);
    if (staged === undefined) this.#staged.set(minute, [id]);
    else staged.push(id);
  }

  /** Writes the block's buckets to state and forgets expired ones; a block that remembers nothing changes nothing. */
  endBlock(state: State): void {
    if (this.#staged.size === 0) return;
    const minutes = [...this.#staged.keys()].sort((left, right) => left - right);
    for (const minute of minutes) {
      const ids = this.#staged.get(minute) ?? [];
      const before = rememberedBuckets.get(state, minute);
      const chainHash = this.#sha256(concatBytes(before?.chainHash ?? new Uint8Array(idLength), ...ids));
      rememberedBuckets.put(state, minute, { count: (before?.count ?? 0) + ids.length, chainHash });
    }
    this.#forgetExpired(state);
  }

  /** The block's ids in the form that `load` takes, to be stored beside the block; undefined when there are none. */
  takeBlockRow(): Uint8Array | undefined {
    if (this.#staged.size === 0) return undefined;
    const row = [...this.#staged].map(([minute, ids]) => ({ minute, ids: concatBytes(...ids) }));
    this.#staged = new Map();
    for (const minute of this.#expired) {
      this.#count -= this.#buckets.get(minute)?.size ?? 0;
      this.#buckets.delete(minute);
    }
    this.#expired = [];
    return blockRowCodec.encode(row);
  }

  /** Forgets the ids of a block that is not decided after all. */
  dropBlock(): void {
    for (const [minute, ids] of this.#staged) {
      const bucket = this.#buckets.get(minute);
      for (const id of ids) if (bucket?.delete(keyOf(id))) this.#count -= 1;
    }
    this.#staged = new Map();
    this.#expired = [];
  }

  /**
   * Restores what an earlier block remembered of these minutes and later ones. The caller loads blocks newest first; the
   * answer is false once no block before this one can hold anything of them.
   */
  load(blockRow: Uint8Array, fromMinute: number): boolean {
    let latest = 0;
    for (const { minute, ids } of blockRowCodec.decode(blockRow)) {
      latest = Math.max(latest, minute);
      this.#voidedUntilMinute = Math.max(this.#voidedUntilMinute, minute);
      if (minute < fromMinute) continue;
      for (let at = 0; at < ids.length; at += idLength) this.#insert(minute, ids.subarray(at, at + idLength));
    }
    return latest + bucketsMax >= fromMinute;
  }

  /** Whether what is remembered of what has not expired agrees with the counts committed in state. */
  agreesWith(state: StateReader): boolean {
    const from = minuteOf(state.timeMs);
    const minutes = new Set(this.#buckets.keys());
    for (let minute = from; minute < from + bucketsMax; minute += 1) minutes.add(minute);
    for (const minute of minutes) {
      const size = this.#buckets.get(minute)?.size ?? 0;
      if (minute >= from && (rememberedBuckets.get(state, minute)?.count ?? 0) !== size) return false;
    }
    return true;
  }

  #insert(minute: number, id: Uint8Array): boolean {
    assert(id.length === idLength, "an id is a SHA-256 hash");
    let bucket = this.#buckets.get(minute);
    if (bucket === undefined) {
      bucket = new Set();
      this.#buckets.set(minute, bucket);
    }
    const key = keyOf(id);
    if (bucket.has(key)) return false;
    bucket.add(key);
    this.#count += 1;
    return true;
  }

  #forgetExpired(state: State): void {
    const expired = Math.floor(state.timeMs / minuteMs);
    const from = rememberedFrom.get(state)?.minute ?? expired;
    // A gap longer than any validity holds no buckets, so the loop is bounded by their greatest number.
    for (let minute = from; minute < Math.min(expired, from + bucketsMax); minute += 1) {
      if (rememberedBuckets.has(state, minute)) rememberedBuckets.delete(state, minute);
      this.#expired.push(minute);
    }
    const next = Math.max(from, expired);
    if (rememberedFrom.get(state)?.minute !== next) rememberedFrom.put(state, { minute: next });
  }
}

/** The earliest minute whose ids a running node remembers at this state, whatever its clock says. */
export function rememberedFromMinute(state: StateReader): number {
  return rememberedFrom.get(state)?.minute ?? minuteOf(state.timeMs);
}

/** Whether a block's row holds an id of these minutes or later, and whether one of a block before it can. */
export function reachOf(
  blockRow: Uint8Array,
  fromMinute: number,
): { readonly holds: boolean; readonly before: boolean } {
  const latest = Math.max(0, ...blockRowCodec.decode(blockRow).map(({ minute }) => minute));
  return { holds: latest >= fromMinute, before: latest + bucketsMax >= fromMinute };
}

/**
 * Chains rows of blocks, oldest first, as a running node chained the buckets of its state. Whoever trusts the state can
 * then trust the rows, wherever they came from.
 */
export class BucketChains {
  readonly #sha256: Sha256;
  readonly #fromMinute: number;
  readonly #state: StateReader;
  readonly #chains = new Map<number, { readonly count: number; readonly chainHash: Uint8Array }>();

  constructor(state: StateReader, sha256: Sha256) {
    this.#sha256 = sha256;
    this.#state = state;
    this.#fromMinute = rememberedFromMinute(state);
  }

  /** False for a row that no honest node has. */
  add(blockRow: Uint8Array): boolean {
    for (const { minute, ids } of blockRowCodec.decode(blockRow)) {
      if (minute < this.#fromMinute) continue;
      if (ids.length % idLength !== 0 || minute >= this.#fromMinute + bucketsMax) return false;
      const { count, chainHash } = this.#chains.get(minute) ?? { count: 0, chainHash: new Uint8Array(idLength) };
      const chained = this.#sha256(concatBytes(chainHash, ids));
      this.#chains.set(minute, { count: count + ids.length / idLength, chainHash: chained });
    }
    return true;
  }

  /** Whether the rows hold exactly the ids of the state's buckets. */
  agree(): boolean {
    for (let minute = this.#fromMinute; minute < this.#fromMinute + bucketsMax; minute += 1) {
      const committed = rememberedBuckets.get(this.#state, minute);
      const chained = this.#chains.get(minute);
      if (committed?.count !== chained?.count) return false;
      if (committed && chained && !bytesEqual(committed.chainHash, chained.chainHash)) return false;
    }
    return true;
  }
}

/** The bucket of an expiry: the minute within which it lies. */
function minuteOf(validUntilMs: number): number {
  return Math.floor(validUntilMs / minuteMs);
}

/** One character per byte: the most compact text that a set can hold. */
function keyOf(id: Uint8Array): string {
  return String.fromCharCode.apply(null, id as unknown as number[]);
}
