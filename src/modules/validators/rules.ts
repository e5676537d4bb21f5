// Bounds and sums over validators; no state.
import { bytesToHex } from "#src/crypto/hex.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { Plan, Totals, Validator } from "./schemas.ts";

/** The address under which the engine names a validator: the first twenty bytes of its key's hash, in hex. */
export function addressOf(publicKey: Uint8Array): string {
  return bytesToHex(sha256(publicKey).subarray(0, 20));
}

/** The power with which a validator signs now. */
export function signingPower(validator: Validator | undefined): bigint {
  return validator?.status === "active" ? validator.power : 0n;
}

export const noTotals: Totals = { seats: 0, active: 0, activePower: 0n, suspendedPower: 0n, reservedPower: 0n };

/** What one validator adds to the totals. */
export function shareOf(validator: Validator | undefined): Totals {
  if (validator === undefined || validator.status === "removed" || validator.status === "tombstoned") return noTotals;
  const { status, power, plan } = validator;
  const isActive = status === "active";
  return {
    seats: 1,
    active: isActive ? 1 : 0,
    activePower: isActive ? power : 0n,
    suspendedPower: status === "suspended" ? power : 0n,
    reservedPower: plan?.power !== undefined && plan.power > power ? plan.power : power,
  };
}

/** The totals after one validator's row was replaced. */
export function replaceShare(totals: Totals, before: Validator | undefined, after: Validator | undefined): Totals {
  const [less, more] = [shareOf(before), shareOf(after)];
  return {
    seats: totals.seats - less.seats + more.seats,
    active: totals.active - less.active + more.active,
    activePower: totals.activePower - less.activePower + more.activePower,
    suspendedPower: totals.suspendedPower - less.suspendedPower + more.suspendedPower,
    reservedPower: totals.reservedPower - less.reservedPower + more.reservedPower,
  };
}

/** The validator once its plan has taken effect. */
export function afterPlan({ plan: _, ...validator }: Validator, { change, power = validator.power }: Plan): Validator {
  if (change === "removal") return { ...validator, status: "removed" };
  if (change === "power") return { ...validator, power };
  return { ...validator, status: "active" };
}

export function isMoreThanThird(part: bigint, whole: bigint): boolean {
  return 3n * part > whole;
}

/** Whether a suspension would leave more than a third of the power suspended, or nobody to sign. */
export function isNeeded({ power }: Validator, { active, activePower, suspendedPower }: Totals): boolean {
  return active === 1 || isMoreThanThird(suspendedPower + power, activePower + suspendedPower);
}
