// What a block may hold: chosen from the mempool by the proposer, and judged alike by everyone who votes.
import { limits } from "#src/core/limits.ts";
import { Refusal } from "#src/core/refusal.ts";
import type { Machine } from "#src/machine/machine.ts";
import { attempt, type BundleMemory, type KnownBundle, workOfBundle } from "./bundleMemory.ts";

/** The tag and length that protobuf puts before each transaction of a block. */
const transactionHeadBytesMax = 6;

class Room {
  #bytes: number;
  #work: number = limits.blockWorkMax;
  #envelopes: number = limits.blockTransactionsMax;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Whether the bundle fits, which then takes its place. */
  take({ byteLength, envelopes }: KnownBundle, work: number): boolean {
    const bytes = byteLength + transactionHeadBytesMax;
    if (bytes > this.#bytes || work > this.#work || envelopes.length > this.#envelopes) return false;
    this.#bytes -= bytes;
    this.#work -= work;
    this.#envelopes -= envelopes.length;
    return true;
  }
}

/**
 * In order of arrival while they fit, and behind them what was decided already by way of another bundle. Nothing else
 * takes that out of the mempools, and an engine whose mempool holds something never rests.
 */
export function chooseBundles(
  bundles: readonly Uint8Array[],
  bytesMax: number,
  memory: BundleMemory,
  machine: Machine,
): Uint8Array[] {
  const room = new Room(Math.min(bytesMax, limits.blockBytesMax));
  const wanted: Uint8Array[] = [];
  const decided: Uint8Array[] = [];
  for (const bytes of bundles) {
    const bundle = attempt(() => memory.read(bytes));
    if (bundle instanceof Refusal) continue;
    (isWanted(bundle, machine) ? wanted : decided).push(bytes);
  }
  return [...takeWhile(wanted, room, memory, machine), ...takeWhile(decided, room, memory, machine)];
}

function takeWhile(bundles: readonly Uint8Array[], room: Room, memory: BundleMemory, machine: Machine): Uint8Array[] {
  const end = bundles.findIndex((bytes) => {
    const bundle = memory.read(bytes);
    const work = workOfBundle(bundle, (envelope) => machine.prepare(envelope));
    return !room.take(bundle, work);
  });
  return end < 0 ? [...bundles] : bundles.slice(0, end);
}

/** Whether every vote may be for it: bundles all, each once, within the bounds of a block. */
export function isAcceptable(bundles: readonly Uint8Array[], memory: BundleMemory, machine: Machine): boolean {
  const room = new Room(limits.blockBytesMax);
  const seen = new Set<string>();
  for (const bytes of bundles) {
    const bundle = attempt(() => memory.read(bytes));
    if (bundle instanceof Refusal || seen.has(bundle.hashHex)) return false;
    seen.add(bundle.hashHex);
    if (
      !room.take(
        bundle,
        workOfBundle(bundle, (envelope) => machine.prepare(envelope)),
      )
    )
      return false;
  }
  return true;
}

/** Whether any of its envelopes is not decided yet. */
function isWanted({ envelopes }: KnownBundle, machine: Machine): boolean {
  return envelopes.some((bytes) => {
    const prepared = attempt(() => machine.prepare(bytes));
    return !(prepared instanceof Refusal) && !machine.guard.has(prepared.id, prepared.validUntilMs);
  });
}

/** The identity of an envelope that nobody can read is that of its bytes. */
export function envelopeId(bytes: Uint8Array, machine: Machine, hash: (bytes: Uint8Array) => Uint8Array): Uint8Array {
  const prepared = attempt(() => machine.prepare(bytes));
  return prepared instanceof Refusal ? hash(bytes) : prepared.id;
}
