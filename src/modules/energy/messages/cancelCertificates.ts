// A holder cancels certificates: the energy is used, in somebody's name and for a purpose, and never again.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { requireActiveOf, turn } from "../bundles.ts";
import { events } from "../events.ts";
import { cancellationShape, rangesSchema } from "../schemas.ts";

export const cancelCertificates = defineMessage({
  summary: "Cancels ranges of certificates in the name of a beneficiary and for a purpose. This is final.",
  actors: "anyone",
  schema: z.strictObject({ ranges: rangesSchema, ...cancellationShape }),
  work: ({ ranges }) => 40 + 120 * ranges.length,
  handle({ state, actor, emit }, { ranges, beneficiary, purpose }) {
    const named = requireActiveOf(state, ranges, actor);

    for (const each of named) {
      turn(state, each, { state: "cancelled", cancelled: { beneficiary, purpose, atMs: state.timeMs } });
      const { device, firstId, lastId } = each.range;
      emit(events.certificatesCancelled({ device, firstId, lastId, holder: actor, beneficiary, purpose }));
    }
  },
});
