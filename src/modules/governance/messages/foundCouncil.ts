// A governor founds a council.
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { found } from "../councils.ts";
import { events } from "../events.ts";
import { newCouncilSchema } from "../schemas.ts";

export const foundCouncil = defineMessage({
  summary: "Founds a council with its first charter; from then on the council alone changes it.",
  actors: ["governor"],
  schema: newCouncilSchema,
  work: ({ members }) => 60 + 5 * members.length,
  handle({ state, actor, emit }, { council, purpose, ...charter }) {
    authority.requireRole(state, actor, "governor");
    found(state, council, purpose, charter);
    emit(events.councilFounded({ council, purpose, ...charter, by: actor }));
  },
});
