// The issuing body locks certificates while it examines them: nobody can use or sell them meanwhile.
import { z } from "zod";
import { noteSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { requireActive, turn } from "../bundles.ts";
import { events } from "../events.ts";
import { rangesSchema } from "../schemas.ts";

export const lockCertificates = defineMessage({
  summary: "Locks ranges of active certificates while they are examined; they can be unlocked or withdrawn, no more.",
  actors: ["issuing-body"],
  schema: z.strictObject({ ranges: rangesSchema, reference: noteSchema.min(1) }),
  work: ({ ranges }) => 40 + 120 * ranges.length,
  handle({ state, actor, emit }, { ranges, reference }) {
    authority.requireRole(state, actor, "issuing-body");
    const named = requireActive(state, ranges);

    for (const each of named) {
      turn(state, each, { state: "locked", locked: { by: actor, reference, atMs: state.timeMs } });
      const { device, firstId, lastId } = each.range;
      const { holder } = each.whole;
      emit(events.certificatesLocked({ device, firstId, lastId, holder, by: actor, reference }));
    }
  },
});
