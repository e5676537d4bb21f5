// Pure decisions about accounts: policies, guardians, quotas.
import type { z } from "zod";
import { bytesEqual } from "#src/crypto/hex.ts";
import type { Stored } from "#src/state/view.ts";
import type { Policy } from "#src/transaction/account.ts";
import type { Guardians } from "./schemas.ts";
import type { balanceSchema } from "./tables.ts";

/** Whether a policy can be met at all, and names no key twice. */
export function isSoundPolicy({ threshold, keys }: Policy): boolean {
  return (
    threshold <= keys.length &&
    keys.every((key, index) => !keys.slice(0, index).some((other) => bytesEqual(key, other)))
  );
}

export function areSoundGuardians({ threshold, accounts }: Guardians): boolean {
  return threshold <= accounts.length && new Set(accounts).size === accounts.length;
}

/** Those that signed, each with another key, whose key is the policy's. */
export function signersOf(policy: Stored<Policy>, signers: readonly Uint8Array[]): Uint8Array[] {
  return signers.filter((signer) => policy.keys.some((key) => bytesEqual(signer, key)));
}

/** Work used that still counts: what was used, less what was given back since, linearly. Rounds up. */
export function usedWorkNow(usedWork: number, elapsedMs: number, workPerSecond: number): number {
  const givenBack = (BigInt(Math.max(0, elapsedMs)) * BigInt(workPerSecond)) / 1_000n;
  return givenBack >= BigInt(usedWork) ? 0 : usedWork - Number(givenBack);
}

/** How long it takes to give work back. Rounds up: a request that comes then is taken. */
export function refillMs(work: number, workPerSecond: number): number {
  const perSecond = BigInt(workPerSecond);
  return Number((BigInt(work) * 1_000n + perSecond - 1n) / perSecond);
}

export function samePolicy(left: Stored<Policy>, right: Stored<Policy>): boolean {
  return (
    left.threshold === right.threshold &&
    left.keys.length === right.keys.length &&
    left.keys.every((key, index) => bytesEqual(key, right.keys[index] ?? new Uint8Array()))
  );
}

/** Whether a balance says no more than the lack of a row would. */
export function isNothing({ amount, frozenReference, watch }: Stored<z.output<typeof balanceSchema>>): boolean {
  return amount === 0n && frozenReference === undefined && watch === undefined;
}
