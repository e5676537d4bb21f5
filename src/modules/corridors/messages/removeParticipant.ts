// A central bank takes a bank's admission back at once.
import { z } from "zod";
import { accountSchema, currencySchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { tie } from "#src/modules/accounts/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { codes, homes, participants } from "../tables.ts";
import { requireCentralBank } from "../zones.ts";

export const removeParticipant = defineMessage({
  summary:
    "Takes a bank's admission to a zone back, at once; what it paid before still counts if it is admitted again.",
  actors: ["issuer", "currency issuer"],
  schema: z.strictObject({ currency: currencySchema, account: accountSchema }),
  work: 120,
  handle({ state, actor, emit }, { currency, account }) {
    requireCentralBank(state, actor, currency);
    const participant = participants.get(state, currency, account);
    if (participant === undefined) throw refusals.unknownParticipant({ currency, account });

    participants.delete(state, currency, account);
    codes.delete(state, currency, participant.bic);
    if (homes.get(state, account) === currency) homes.delete(state, account);
    tie.remove(state, account);
    emit(events.participantRemoved({ currency, account }));
  },
});
