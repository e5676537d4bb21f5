// The gate: which keys may act for an account, and how much work it may ask for.
import type { Account } from "#src/core/account.ts";
import type { Gate } from "#src/machine/module.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { availableWork, signersOf } from "./rules.ts";
import { accountRecords, quotas } from "./tables.ts";

/** The work an account may ask for now. Institutions carry the traffic of many customers. */
function availableWorkOf(state: StateReader, account: Account): number {
  const isInstitution =
    authority.hasRole(state, account, "participant-bank") || authority.hasRole(state, account, "issuer");
  const factor = isInstitution ? Number(parameters.institutionFactor.get(state)) : 1;
  const burstWork = Number(parameters.burstWork.get(state)) * factor;
  const quota = quotas.get(state, account);
  if (quota === undefined) return burstWork;
  const workPerSecond = Number(parameters.workPerSecond.get(state)) * factor;
  return availableWork(quota.leftWork, quota.updatedMs, state.timeMs, workPerSecond, burstWork);
}

function requireQuota(state: StateReader, payer: Account, work: number): number {
  const available = availableWorkOf(state, payer);
  if (work > available) throw refusals.quotaExhausted({ account: payer, availableWork: available });
  return available - work;
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
  requireQuota: (state, payer, work) => void requireQuota(state, payer, work),
  charge(state, payer, work) {
    quotas.put(state, payer, { leftWork: requireQuota(state, payer, work), updatedMs: state.timeMs });
  },
};
