// A statistician states an indicator of a component.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { read as authority } from "#src/modules/authority/access.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { requireSoundStatement } from "../checking.ts";
import { keepRecord, places, requireNewer } from "../entries.ts";
import { events } from "../events.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { pointerSchema, provenanceShape, statedIndicatorShape } from "../schemas.ts";

export const recordIndicator = defineMessage({
  summary: "States an indicator of a component, or why there is none; it takes effect after notice.",
  actors: ["statistician"],
  schema: z.strictObject({ ...statedIndicatorShape, ...provenanceShape }),
  result: pointerSchema,
  work: 60,
  handle({ state, actor, emit }, content) {
    authority.requireRole(state, actor, "statistician");
    const { component, indicator, figure, ...provenance } = content;
    const stated = { component, indicator, figure };
    if (basket.feed(state, component) === undefined) throw refusals.unknownComponent({ component });
    requireSoundStatement({ ...provenance, indicator: stated });
    const place = places.indicator(stated);
    requireNewer(state, place, content.period);

    const noticeMs = Number(parameters.noticeMs.get(state));
    const record = keepRecord(state, place, { ...provenance, indicator: stated, by: actor, noticeMs });
    emit(events.indicatorRecorded({ record }));
    return { number: record.number, fromMs: record.fromMs };
  },
});
