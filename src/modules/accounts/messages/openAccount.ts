// A sponsor opens an account for a key policy.
import { z } from "zod";
import { minimum } from "#src/core/arithmetic.ts";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { accountOf } from "#src/transaction/account.ts";
import { anchoredCurrency, move } from "../access.ts";
import { depositsAccount } from "../books.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { areSoundGuardians, isSoundPolicy } from "../rules.ts";
import { newAccountSchema } from "../schemas.ts";
import { accountRecords, quotas, sponsoredCounts } from "../tables.ts";

export const openAccount = defineMessage({
  summary: "Opens an account, sponsored by an institution or against a deposit of the sender.",
  actors: "anyone",
  schema: newAccountSchema,
  result: z.strictObject({ account: accountSchema }),
  work: 100,
  handle({ state, actor, emit }, { policy, salt, guardians }) {
    if (!isSoundPolicy(policy)) throw refusals.policyUnsound({});
    if (guardians !== undefined && !areSoundGuardians(guardians)) throw refusals.guardiansUnsound({});
    const account = accountOf(policy, salt);
    if (accountRecords.has(state, account)) throw refusals.accountOpen({ account });
    if (isModuleAccount(account)) throw refusals.ledgerAccount({ account });
    const isInstitution =
      authority.hasRole(state, actor, "participant-bank") || authority.hasRole(state, actor, "issuer");
    const sponsored = (sponsoredCounts.get(state, actor) ?? 0) + 1;
    const most = Number(parameters.sponsoredAccountsMax.get(state));
    if (isInstitution && sponsored > most) throw refusals.sponsorshipExhausted({ most });
    const depositMicroKdg = isInstitution ? 0n : parameters.depositMicroKdg.get(state);

    // Nothing to pay means that no freeze or pause of the anchored currency stands in the way.
    if (depositMicroKdg > 0n) {
      move.transfer(state, { currency: anchoredCurrency, from: actor, to: depositsAccount, amount: depositMicroKdg });
    }
    if (isInstitution) sponsoredCounts.put(state, actor, sponsored);
    // A full quota at once would let one deposit, returned by closing, pay for any amount of work.
    const usedWork = Number(
      parameters.burstWork.get(state) - minimum(parameters.workPerSecond.get(state), parameters.burstWork.get(state)),
    );
    quotas.put(state, account, { usedWork, updatedMs: state.timeMs });
    const record = { policy, sponsor: actor, depositMicroKdg, openedMs: state.timeMs };
    accountRecords.put(state, account, guardians === undefined ? record : { ...record, guardians });
    emit(events.accountOpened({ account, sponsor: actor, policy }));
    return { account };
  },
});
