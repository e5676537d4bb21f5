// A holder gives certificates to another account; a part of a bundle is split off.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { defineMessage } from "#src/machine/message.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { carve, requireActiveOf } from "../bundles.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { rangesSchema } from "../schemas.ts";

export const transferCertificates = defineMessage({
  summary: "Transfers ranges of certificates to another account; what is left of a bundle stays with its holder.",
  actors: "anyone",
  schema: z.strictObject({ to: accountSchema, ranges: rangesSchema }),
  work: ({ ranges }) => 40 + 100 * ranges.length,
  handle({ state, actor, emit }, { to, ranges }) {
    const named = requireActiveOf(state, ranges, actor);
    for (const { device, bundle } of to === actor ? ranges : []) throw refusals.holderIsPayee({ device, bundle });
    accounts.requireCanHold(state, to);

    for (const each of named) {
      carve(state, each, { holder: to, state: "active" });
      const { device, firstId, lastId } = each.range;
      emit(events.certificatesTransferred({ device, firstId, lastId, from: actor, to }));
    }
  },
});
