// The issuing body unlocks what it has examined and found in order.
import { z } from "zod";
import { noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireLocked } from "../bundles.ts";
import { events } from "../events.ts";
import { makeActiveAgain } from "../expiry.ts";
import { rangesSchema } from "../schemas.ts";

export const unlockCertificates = defineMessage({
  summary: "Unlocks ranges of locked certificates: they are active again, or expired when their life ended meanwhile.",
  actors: ["issuing-body"],
  schema: z.strictObject({ ranges: rangesSchema, reference: noteSchema.min(1) }),
  work: ({ ranges }) => 40 + 120 * ranges.length,
  handle({ state, actor, emit }, { ranges, reference }) {
    authority.requireRole(state, actor, "issuing-body");
    const named = requireLocked(state, ranges);

    for (const each of named) {
      const { device, firstId, lastId } = each.range;
      const { holder } = each.whole;
      emit(events.certificatesUnlocked({ device, firstId, lastId, holder, by: actor, reference }));
      makeActiveAgain(state, each);
    }
  },
});
