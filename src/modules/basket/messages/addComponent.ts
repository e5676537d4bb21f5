// A governor names something that the basket may be made of.

import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import { events } from "../events.ts";
import { refusals } from "../refusals.ts";
import { componentSchema } from "../schemas.ts";
import { components } from "../tables.ts";

export const addComponent = defineMessage({
  summary: "Names a component that later reweightings may take into the basket, and the feed that prices it.",
  actors: ["governor"],
  schema: componentSchema,
  work: 30,
  handle({ state, actor, emit }, component) {
    authority.requireRole(state, actor, "governor");
    oracle.requireFeed(state, component.feed);
    if (components.has(state, component.component)) throw refusals.componentExists({ component: component.component });

    components.put(state, component.component, component);
    emit(events.componentAdded({ component, by: actor }));
  },
});
