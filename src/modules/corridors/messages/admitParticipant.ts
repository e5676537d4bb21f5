// A central bank admits a bank to its zone: its own resident, or one that is at home in another zone.
import { z } from "zod";
import { accountSchema, currencySchema, heightSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts, tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { isSoundLei } from "../rules.ts";
import { bicSchema, leiSchema } from "../schemas.ts";
import { codes, homes, participants } from "../tables.ts";
import { afterNotice, requireCentralBank, requireZone } from "../zones.ts";

export const admitParticipant = defineMessage({
  summary:
    "Admits a bank to a zone, after notice: as its resident once it accepts, or as one from another zone that may use its currency.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({
    currency: currencySchema,
    account: accountSchema,
    bic: bicSchema,
    lei: leiSchema.optional(),
    isResident: z.boolean(),
  }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 150,
  handle({ state, actor, emit }, { currency, account, bic, lei, isResident }) {
    requireCentralBank(state, actor, currency);
    requireZone(state, currency);
    accounts.requireCanHold(state, account);
    if (participants.has(state, currency, account)) throw refusals.participantKnown({ currency });
    const home = homes.get(state, account);
    if (isResident && home !== undefined) throw refusals.homeElsewhere({ home });
    if (!isResident && home === undefined) throw refusals.homeMissing({ account });
    if (codes.has(state, currency, bic)) throw refusals.bicTaken({ bic });
    if (lei !== undefined && !isSoundLei(lei)) throw refusals.leiUnsound({});

    const fromHeight = afterNotice(state);
    const named = lei === undefined ? { bic } : { bic, lei };
    participants.put(state, currency, account, { ...named, admittedMs: state.timeMs, fromHeight, isResident });
    codes.put(state, currency, bic, account);
    tie.add(state, account);
    emit(events.participantAdmitted({ currency, account, ...named, isResident, fromHeight }));
    return { fromHeight };
  },
});
