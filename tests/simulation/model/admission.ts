// Who may have a transaction executed at all: network, expiry, replay, signatures, keys, quota.
import { accountsOf, keyNames } from "./accounts/book.ts";
import { hasRole } from "./authority/book.ts";
import type { Grounds, Model } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";
import { type UndoLog, UndoMap } from "./undo.ts";

/** A transaction or batch as its bytes say, once they can be read. */
export interface Admitted {
  readonly id: string;
  readonly network: string;
  readonly validUntilMs: number;
  /** In order of appearance; the first one pays. */
  readonly actors: readonly string[];
  /** What its messages declare, in units of work. */
  readonly work: number;
  readonly signatures: readonly { readonly publicKey: string; readonly isGood: boolean }[];
}

const makeBook = (log: UndoLog) => ({
  /** By minute of expiry and id. */
  decided: new UndoMap<string, true>(log),
  /** By minute of expiry, actor and id. */
  voided: new UndoMap<string, true>(log),
});

const admissionOf = (model: Model) => model.book(makeBook);
const minuteOf = (validUntilMs: number) => Math.floor(validUntilMs / 60_000);

export const wasDecided = (model: Model, id: string, validUntilMs: number): boolean =>
  admissionOf(model).decided.has(`${minuteOf(validUntilMs)}/${id}`);

export function rememberDecided(model: Model, { id, validUntilMs }: Admitted): void {
  admissionOf(model).decided.set(`${minuteOf(validUntilMs)}/${id}`, true);
}

export function rememberVoided(model: Model, actor: string, id: string, validUntilMs: number): void {
  admissionOf(model).voided.set(`${minuteOf(validUntilMs)}/${actor}/${id}`, true);
}

/** How many ids each minute that has not passed remembers. */
export function rememberedCounts(model: Model): Map<number, number> {
  const counts = new Map<number, number>();
  const { decided, voided } = admissionOf(model);
  for (const key of [...decided.keys(), ...voided.keys()]) {
    const minute = Number(key.slice(0, key.indexOf("/")));
    if (minute >= minuteOf(model.timeMs)) counts.set(minute, (counts.get(minute) ?? 0) + 1);
  }
  return counts;
}

/** What expired can never be decided again, so it need not be remembered. */
export function forgetExpired(model: Model): void {
  const { decided, voided } = admissionOf(model);
  for (const map of [decided, voided]) {
    for (const key of map.keys()) if (Number(key.slice(0, key.indexOf("/"))) < minuteOf(model.timeMs)) map.delete(key);
  }
}

const blockWorkMost = 1_000_000;

/** Everything before the quota: what is refused here leaves no trace. */
export function judgeAdmission(model: Model, sent: Admitted, grounds: Grounds): void {
  const { id, network, validUntilMs, actors, work, signatures } = sent;
  grounds.when(network !== model.network, "machine/wrongNetwork");
  grounds.when(work > blockWorkMost, "machine/tooMuchWork");
  grounds.when(validUntilMs <= model.timeMs, "machine/expired");
  grounds.when(validUntilMs > model.timeMs + parameterNumber(model, "machine.validityMs"), "machine/validTooLong");
  const { voided } = admissionOf(model);
  const isVoided = actors.some((actor) => voided.has(`${minuteOf(validUntilMs)}/${actor}/${id}`));
  grounds.when(isVoided || wasDecided(model, id, validUntilMs), "machine/alreadySeen");
  grounds.when(
    signatures.some(({ isGood }) => !isGood),
    "machine/badSignature",
  );
  const unused = new Set(signatures.map(({ publicKey }) => publicKey));
  grounds.when(unused.size < signatures.length, "machine/unusedSignature");
  for (const actor of actors) judgeActor(model, actor, sent, unused, grounds);
  grounds.when(unused.size > 0, "machine/unusedSignature");
}

/** An account that may act, by enough of its keys; those are taken off the unused ones. */
function judgeActor(
  model: Model,
  actor: string,
  { signatures }: Admitted,
  unused: Set<string>,
  grounds: Grounds,
): void {
  const record = accountsOf(model).records.get(actor);
  if (grounds.when(record === undefined, "accounts/unknownAccount") || record === undefined) return;
  if (grounds.when(record.policy === null, "accounts/ledgerAccount") || record.policy === null) return;
  grounds.when(record.frozenReference !== undefined, "accounts/accountFrozen");
  const keys = new Set(keyNames(record.policy));
  const own = signatures.filter(({ publicKey }) => keys.has(publicKey));
  grounds.when(own.length < record.policy.threshold, "accounts/policyNotSatisfied");
  for (const { publicKey } of own) unused.delete(publicKey);
}

/** What is still counted of the work used before, rounded up. */
function stillUsed(model: Model, payer: string, workPerSecond: number): number {
  const quota = accountsOf(model).quotas.get(payer);
  if (quota === undefined) return 0;
  const givenBack = (BigInt(model.timeMs - quota.updatedMs) * BigInt(workPerSecond)) / 1_000n;
  const left = BigInt(quota.usedWork) - givenBack;
  return left > 0n ? Number(left) : 0;
}

/** The work used afterwards; a ground where the payer may not ask for so much. */
function usedAfter(model: Model, payer: string, work: number): { readonly used: number; readonly isTooMuch: boolean } {
  const workPerSecond = parameterNumber(model, "accounts.workPerSecond");
  const burstWork = parameterNumber(model, "accounts.burstWork");
  const used = work + stillUsed(model, payer, workPerSecond);
  if (used <= burstWork) return { used, isTooMuch: false };
  const isInstitution = hasRole(model, payer, "participant-bank") || hasRole(model, payer, "issuer");
  const factor = isInstitution ? parameterNumber(model, "accounts.institutionFactor") : 1;
  const usedAsSuch = work + stillUsed(model, payer, workPerSecond * factor);
  return { used: usedAsSuch, isTooMuch: usedAsSuch > burstWork * factor };
}

export function judgeQuota(model: Model, { actors, work }: Admitted, grounds: Grounds): void {
  grounds.when(usedAfter(model, actors[0] ?? "", work).isTooMuch, "accounts/quotaExhausted");
}

export function chargeQuota(model: Model, { actors, work }: Admitted): void {
  const payer = actors[0] ?? "";
  accountsOf(model).quotas.set(payer, { usedWork: usedAfter(model, payer, work).used, updatedMs: model.timeMs });
}
