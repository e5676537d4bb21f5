// Pure decisions of netting: who pays, in which order items stand, and the hash of a bundle's terms.
import { z } from "zod";
import type { Account } from "#src/core/account.ts";
import { codecOf } from "#src/core/form.ts";
import { limits } from "#src/core/limits.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Stored } from "#src/state/view.ts";
import { bundleTermsSchema, type Item, type Leg, type Priority, type Queue } from "./schemas.ts";

/** Everybody who pays a leg, each once, in the order of the legs. */
export function payersOf(legs: readonly Stored<Leg>[]): Account[] {
  return [...new Set(legs.map(({ from }) => from))];
}

export interface Place {
  readonly currency: string;
  readonly account: Account;
}

export function placeName({ currency, account }: Place): string {
  return `${currency}/${account}`;
}

/** The queues that an item stands in, each once. */
export function placesOf({ legs }: Stored<Item>): Place[] {
  const places = new Map(legs.map(({ from: account, currency }) => [`${currency}/${account}`, { currency, account }]));
  return [...places.values()];
}

export function sizeOf({ urgent, normal }: Stored<Queue>): number {
  return urgent.length + normal.length;
}

/** Whether something waits in a queue that an item of the priority must not pass. */
export function hasEarlier({ urgent, normal }: Stored<Queue>, priority: Priority): boolean {
  return urgent.length > 0 || (priority === "normal" && normal.length > 0);
}

/** The queue with one more item, which stands among those of its priority by its number. */
export function withItem(queue: Stored<Queue>, priority: Priority, item: number): Queue {
  const list = [...queue[priority], item].sort((left, right) => left - right);
  return { urgent: [...queue.urgent], normal: [...queue.normal], [priority]: list };
}

export function withoutItems({ urgent, normal }: Stored<Queue>, gone: ReadonlySet<number>): Queue {
  return { urgent: urgent.filter((item) => !gone.has(item)), normal: normal.filter((item) => !gone.has(item)) };
}

/** A sum that stays at the bound: what is told of the past must never stop a settlement. */
export function boundedSum(left: bigint, right: bigint): bigint {
  const sum = left + right;
  if (sum > limits.amountMax) return limits.amountMax;
  return sum < -limits.amountMax ? -limits.amountMax : sum;
}

const termsSchema = z.strictObject({ proposer: accountSchema, ...bundleTermsSchema.shape });
const termsCodec = codecOf(termsSchema);
const domain = new TextEncoder().encode("kedge/netting-bundle/1\n");

/** SHA-256 of the domain and the deterministic CBOR of who proposes what: whoever confirms it has agreed to all of it. */
export function bundleIdOf(terms: z.output<typeof termsSchema>): string {
  return bytesToHex(sha256(domain, termsCodec.encode(terms)));
}
