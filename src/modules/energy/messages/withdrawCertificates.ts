// The issuing body withdraws certificates that should not have been issued.
import { z } from "zod";
import { noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireWithdrawable, turn } from "../bundles.ts";
import { events } from "../events.ts";
import { keepReserved } from "../reservations.ts";
import { rangesSchema } from "../schemas.ts";

export const withdrawCertificates = defineMessage({
  summary:
    "Withdraws ranges of certificates that were wrongly issued: active, locked, or reserved for a day that has not closed. This is final.",
  actors: ["issuing-body"],
  schema: z.strictObject({ ranges: rangesSchema, reference: noteSchema.min(1) }),
  work: ({ ranges }) => 40 + 120 * ranges.length,
  handle({ state, actor, emit }, { ranges, reference }) {
    authority.requireRole(state, actor, "issuing-body");
    const named = requireWithdrawable(state, ranges);

    for (const each of named) {
      turn(state, each, { state: "withdrawn", withdrawn: { by: actor, reference, atMs: state.timeMs } });
      keepReserved(state, each);
      const { device, firstId, lastId } = each.range;
      const { holder } = each.whole;
      emit(events.certificatesWithdrawn({ device, firstId, lastId, holder, by: actor, reference }));
    }
  },
});
