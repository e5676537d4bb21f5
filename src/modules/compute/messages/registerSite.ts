// The certifier names a site: a load of the electricity ledger, and the hardware that it has seen there.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { events } from "../events.ts";
import { registerNewSite } from "../registering.ts";
import { newSiteShape } from "../schemas.ts";

export const registerSite = defineMessage({
  summary:
    "Registers a site: all of one load, whose holder is the provider, with the hardware that is installed there.",
  actors: ["compute-certifier"],
  schema: z.strictObject(newSiteShape),
  work: ({ installed }) => 700 + 20 * installed.length,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "compute-certifier");

    registerNewSite(state, content);
    emit(events.siteRegistered({ ...content, by: actor }));
  },
});
