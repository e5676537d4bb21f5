// Parameters of the module `settlement`.
import { defineParameters } from "#src/machine/parameter.ts";

const dayMs = 86_400_000n;

export const parameters = defineParameters("settlement", {
  lockMsMax: {
    summary: "How long a lock may last: bounds how long a closed lock's expiry entry stays in state.",
    unit: "ms",
    default: 90n * dayMs,
    least: dayMs / 24n,
    most: 366n * dayMs,
    owner: "council:applications",
    noticeBlocks: 10,
  },
});
