// The gate: which keys may act for an account, and how much work it may ask for.
import type { Account } from "#src/core/account.ts";
import type { Gate } from "#src/machine/module.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { refillMs, signersOf, usedWorkNow } from "./rules.ts";
import { accountRecords, quotas } from "./tables.ts";

/**
 * The work used after asking for some more, or a refusal. Institutions carry the traffic of many customers; whether the
 * payer is one is looked up only when an ordinary account's quota does not do.
 */
function usedAfter(state: StateReader, payer: Account, work: number): number {
  const workPerSecond = Number(parameters.workPerSecond.get(state));
  const burstWork = Number(parameters.burstWork.get(state));
  const quota = quotas.get(state, payer);
  const elapsedMs = quota === undefined ? 0 : state.timeMs - quota.updatedMs;
  const used = work + usedWorkNow(quota?.usedWork ?? 0, elapsedMs, workPerSecond);
  if (used <= burstWork) return used;
  const factor = isInstitution(state, payer) ? Number(parameters.institutionFactor.get(state)) : 1;
  const perSecond = workPerSecond * factor;
  const most = burstWork * factor;
  const usedByInstitution = work + usedWorkNow(quota?.usedWork ?? 0, elapsedMs, perSecond);
  if (usedByInstitution <= most) return usedByInstitution;
  const availableWork = Math.max(0, most - (usedByInstitution - work));
  // What no rest would allow does not pass by itself.
  const passesInMs = work > most ? undefined : refillMs(usedByInstitution - most, perSecond);
  throw refusals.quotaExhausted({ account: payer, availableWork, passesInMs });
}

function isInstitution(state: StateReader, account: Account): boolean {
  return authority.hasRole(state, account, "participant-bank") || authority.hasRole(state, account, "issuer");
}

export const gate: Gate = {
  authorise(state, actor, signers) {
    const record = accountRecords.get(state, actor);
    if (record === undefined) throw refusals.unknownAccount({ account: actor });
    if (record.policy === null) throw refusals.ledgerAccount({ account: actor });
    const own = signersOf(record.policy, signers);
    if (own.length < record.policy.threshold) throw refusals.policyNotSatisfied({ account: actor });
    if (record.frozenReference !== undefined) {
      throw refusals.accountFrozen({ account: actor, reference: record.frozenReference });
    }
    return own;
  },
  requireQuota: (state, payer, work) => void usedAfter(state, payer, work),
  charge(state, payer, work) {
    quotas.put(state, payer, { usedWork: usedAfter(state, payer, work), updatedMs: state.timeMs });
  },
};
