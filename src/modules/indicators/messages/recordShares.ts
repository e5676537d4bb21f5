// A statistician states which countries produce a component.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { requireSoundStatement } from "../checking.ts";
import { keepRecord, places, requireNewer } from "../entries.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { pointerSchema, provenanceShape, statedSharesShape } from "../schemas.ts";

export const recordShares = defineMessage({
  summary: "States the countries' shares of what is mined or refined of a component; they take effect after notice.",
  actors: ["statistician"],
  schema: z.strictObject({ ...statedSharesShape, ...provenanceShape }),
  result: pointerSchema,
  work: ({ countries }) => 60 + 2 * countries.length,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "statistician");
    const { component, stage, countries, others, ...provenance } = content;
    const stated = { component, stage, countries, others };
    if (basket.feed(state, component) === undefined) throw refusals.unknownComponent({ component });
    requireSoundStatement({ ...provenance, shares: stated });
    const place = places.shares(stated);
    requireNewer(state, place, content.period);

    const noticeMs = Number(parameters.noticeMs.get(state));
    const record = keepRecord(state, place, { ...provenance, shares: stated, by: actor, noticeMs });
    emit(events.sharesRecorded({ record }));
    return { number: record.number, fromMs: record.fromMs };
  },
});
