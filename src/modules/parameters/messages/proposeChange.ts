// A parameter's owner announces its next value.
import { z } from "zod";
import { heightSchema, signedAmountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { roles } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { parameterNameSchema } from "../rules.ts";
import { announce, requireOwnedSetting, requireWithinRange } from "../settings.ts";

export const proposeChange = defineMessage({
  summary: "Announces the next value of a parameter; a value announced before and not yet in force is replaced.",
  actors: roles,
  schema: z.strictObject({
    parameter: parameterNameSchema,
    value: signedAmountSchema,
    /** Absent: as soon as the parameter's notice allows. */
    fromHeight: heightSchema.optional(),
  }),
  result: z.strictObject({ fromHeight: heightSchema }),
  work: 30,
  handle({ state, actor, emit }, { parameter, value, fromHeight }) {
    const setting = requireOwnedSetting(state, parameter, actor);
    requireWithinRange(parameter, value, setting);
    const earliest = state.height + setting.noticeBlocks;
    const next = { value, fromHeight: fromHeight ?? earliest };
    if (next.fromHeight < earliest) throw refusals.noticeTooShort({ earliest });

    announce(state, parameter, setting, { ...next, by: { kind: "account", account: actor } });
    emit(events.changeProposed({ parameter, ...next, by: actor }));
    return { fromHeight: next.fromHeight };
  },
});
