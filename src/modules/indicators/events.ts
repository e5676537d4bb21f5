// Events of the module `indicators`.
import { z } from "zod";
import { defineEvents } from "#src/machine/event.ts";
import { recordSchema } from "./schemas.ts";

const recorded = z.strictObject({ record: recordSchema });

export const events = defineEvents("indicators", {
  indicatorRecorded: recorded,
  sharesRecorded: recorded,
  governanceRecorded: recorded,
});
