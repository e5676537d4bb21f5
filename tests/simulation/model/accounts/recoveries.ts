// Recovery of accounts by their guardians, as the model judges it.
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { accountsOf, type Guardians, keyNames, type Policy } from "./book.ts";
import { isSound } from "./lives.ts";

interface Named {
  readonly account: string;
}

function judgeGuardian(model: Model, actor: string, account: string, grounds: Grounds): Guardians | undefined {
  const guardians = accountsOf(model).records.get(account)?.guardians;
  const isGuardian = guardians?.accounts.includes(actor) === true;
  return grounds.when(!isGuardian, "accounts/notGuardian") ? undefined : guardians;
}

const areSame = (left: Policy, right: Policy): boolean =>
  left.threshold === right.threshold && keyNames(left).join() === keyNames(right).join();

/** The recovery under way towards this very policy. */
function continued(model: Model, account: string, policy: Policy) {
  const running = accountsOf(model).recoveries.get(account);
  return running !== undefined && areSame(running.policy, policy) ? running : undefined;
}

const supportRecovery = modelMessage<Named & { readonly policy: Policy }>({
  judge(model, actor, { account, policy }, grounds) {
    judgeGuardian(model, actor, account, grounds);
    grounds.when(!isSound(policy), "accounts/policyUnsound");
    const supporters = continued(model, account, policy)?.supporters ?? [];
    grounds.when(supporters.includes(actor), "accounts/alreadySupported");
  },
  apply(model, actor, { account, policy }) {
    const { records, recoveries } = accountsOf(model);
    const { guardians } = records.at(account);
    const before = continued(model, account, policy);
    const supporters = [...(before?.supporters ?? []), actor];
    const dueMs =
      guardians !== undefined && supporters.length >= guardians.threshold
        ? model.timeMs + guardians.delayMs
        : undefined;
    const effectiveMs = before?.effectiveMs ?? dueMs;
    const when = effectiveMs === undefined ? {} : { effectiveMs };
    recoveries.set(account, { policy, supporters, ...when });
    return when;
  },
});

const completeRecovery = modelMessage<Named>({
  judge(model, actor, { account }, grounds) {
    judgeGuardian(model, actor, account, grounds);
    const recovery = accountsOf(model).recoveries.get(account);
    if (grounds.when(recovery === undefined, "accounts/noRecovery")) return;
    const effectiveMs = recovery?.effectiveMs ?? Number.POSITIVE_INFINITY;
    grounds.when(effectiveMs > model.timeMs, "accounts/recoveryNotDue");
  },
  apply(model, _actor, { account }) {
    const { records, recoveries } = accountsOf(model);
    records.set(account, { ...records.at(account), policy: recoveries.at(account).policy });
    recoveries.delete(account);
  },
});

const cancelRecovery = modelMessage<object>({
  judge(model, actor, _content, grounds) {
    grounds.when(!accountsOf(model).recoveries.has(actor), "accounts/noRecovery");
  },
  apply: (model, actor) => accountsOf(model).recoveries.delete(actor),
});

export const recoveryMessages = { supportRecovery, completeRecovery, cancelRecovery };
