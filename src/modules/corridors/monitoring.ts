// Readings of counters for people: each window's flows beside their caps, and the level that they stand at.
import { z } from "zod";
import { amountSchema, basisPointsSchema } from "#src/core/schemas.ts";
import type { Stored } from "#src/state/view.ts";
import { nearestUse } from "./counting.ts";
import { type Caps, type Flow, type Levels, levelSchema, windowSchema } from "./schemas.ts";
import { exposureOf, levelOf, sumsAt, windows } from "./windows.ts";

export const counterLineSchema = z.strictObject({
  window: windowSchema,
  inflow: amountSchema,
  outflow: amountSchema,
  net: amountSchema,
  gross: amountSchema,
  netMost: amountSchema.optional(),
  grossMost: amountSchema.optional(),
  /** Of the nearer cap; never told as more than all of it, though a cap made tighter may lie below. */
  usedBp: basisPointsSchema,
  level: levelSchema,
});
export type CounterLine = z.output<typeof counterLineSchema>;

export interface Counted {
  readonly flow: Stored<Flow>;
  readonly caps: Stored<Caps>;
  readonly levels: Stored<Levels>;
  readonly timeMs: number;
}

export function linesOf({ flow, caps, levels, timeMs }: Counted): CounterLine[] {
  return windows.map(({ window }) => {
    const sums = sumsAt(flow, window, timeMs);
    const exposure = exposureOf(sums);
    const used = nearestUse(caps, window, exposure);
    return {
      window,
      ...sums,
      ...exposure,
      ...caps[window],
      usedBp: used > 10_000n ? 10_000 : Number(used),
      level: levelOf(used, levels),
    };
  });
}
