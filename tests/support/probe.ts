// A small module for tests of the machinery: it can break its books, has one parameter, and exists in several versions.
import { z } from "zod";
import { defineMessage } from "#src/machine/message.ts";
import { defineModule } from "#src/machine/module.ts";
import { defineParameters } from "#src/machine/parameter.ts";

const breakBooks = defineMessage({
  summary: "Breaks the books of this module.",
  actors: "anyone",
  schema: z.strictObject({}),
  work: 1,
  handle: ({ state }) => state.tally("probe/book", 1n),
});

const doNothing = defineMessage({
  summary: "Does nothing.",
  actors: "anyone",
  schema: z.strictObject({}),
  work: 1,
  handle: () => undefined,
});

/** A version of the probe whose parameter `probe.size` has this range. */
export function probeModule(version: number, least: bigint, most: bigint, owner = "governor") {
  const size = { summary: "Nothing.", unit: "pieces", default: least, least, most, owner, noticeBlocks: 0 };
  return defineModule({
    name: "probe",
    version,
    summary: "Breaks its books when asked.",
    after: [],
    tables: {},
    messages: { breakBooks, doNothing },
    parameters: defineParameters("probe", { size }),
  });
}
