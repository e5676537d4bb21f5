// Validators as the model keeps them, and what it takes for a block to change them.
import { sum } from "../arithmetic.ts";
import { hash, hex } from "../encoding.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Plan {
  readonly change: "admission" | "power" | "removal" | "reinstatement";
  readonly power?: bigint;
  readonly fromHeight: number;
  readonly reference: string;
  readonly by: string;
}

export interface Member {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly power: bigint;
  readonly operator?: string;
  readonly status: "planned" | "active" | "suspended" | "removed" | "tombstoned";
  readonly plan?: Plan;
}

interface Update {
  readonly publicKey: Uint8Array;
  readonly power: bigint;
}

const makeBook = (log: UndoLog) => ({
  members: new UndoMap<string, Member>(log),
  /** The number of each plan, in the order in which they were made. */
  planned: new UndoMap<string, number>(log),
  given: new UndoCell(log, 0),
  misses: new UndoMap<string, { readonly fromHeight: number; readonly count: number }>(log),
  latest: new UndoCell<{ readonly height: number; readonly updates: readonly Update[] } | undefined>(log, undefined),
});

export const validatorsOf = (model: Model) => model.book(makeBook);
export const addressFor = (publicKey: Uint8Array): string => hex(hash(publicKey)).slice(0, 40);

export const membersWith = (model: Model, ...statuses: readonly string[]): Member[] =>
  validatorsOf(model)
    .members.values()
    .filter(({ status }) => statuses.includes(status));

export const powerOf = (members: readonly Member[]): bigint => sum(members.map(({ power }) => power));

/** What everyone with a seat could come to have, should all plans raise power at once. */
export function reservedPower(members: readonly Member[]): bigint {
  return sum(members.map(({ power, plan }) => (plan?.power !== undefined && plan.power > power ? plan.power : power)));
}

export const seated = ["planned", "active", "suspended"] as const;

/** Puts a validator in another's place, or in none's, and notes what the engine must hear. */
export function setMember(model: Model, address: string, member: Member | undefined): void {
  const { members, misses, latest } = validatorsOf(model);
  const signs = (one: Member | undefined) => (one?.status === "active" ? one.power : 0n);
  const before = members.get(address);
  const publicKey = (member ?? before)?.publicKey ?? new Uint8Array();
  if (member === undefined) members.delete(address);
  else members.set(address, member);
  if (member?.status !== "active") misses.delete(address);
  if (signs(before) === signs(member)) return;
  const earlier = latest.value?.height === model.height ? latest.value.updates : [];
  latest.value = { height: model.height, updates: [...earlier, { publicKey, power: signs(member) }] };
}

/** The plans in the order in which they fall due. */
export function plansInOrder(model: Model): { readonly validator: string; readonly plan: Plan }[] {
  const { members, planned } = validatorsOf(model);
  const waiting = members
    .entries()
    .flatMap(([validator, { plan }]) => (plan === undefined ? [] : [{ validator, plan }]));
  return waiting.sort(
    (left, right) =>
      left.plan.fromHeight - right.plan.fromHeight || planned.at(left.validator) - planned.at(right.validator),
  );
}

/** What the engine must be told of the newest block, by key. */
export function updatesNow(model: Model): string[] {
  const { latest } = validatorsOf(model);
  if (latest.value?.height !== model.height) return [];
  return latest.value.updates.map(({ publicKey, power }) => `${hex(publicKey)}:${power}`).sort();
}
