// Parameters of the module `indicators`.
import { defineParameters } from "#src/machine/parameter.ts";

const dayMs = 86_400_000n;

export const parameters = defineParameters("indicators", {
  noticeMs: {
    summary:
      "How long a record is public before it takes effect, so that nobody moves weights right before a rebalance.",
    unit: "ms",
    default: 7n * dayMs,
    least: 3_600_000n,
    most: 366n * dayMs,
    owner: "regulator",
    noticeBlocks: 10,
  },
});
