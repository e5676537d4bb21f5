// Parameters of the module `value-support`.
import { defineParameters } from "#src/machine/parameter.ts";

const dayMs = 86_400_000n;
const kdg = 1_000_000n;
const owner = { owner: "issuer", noticeBlocks: 10 } as const;

export const parameters = defineParameters("value-support", {
  roomMicroKdgPerMwh: {
    summary: "The room that a proved megawatt-hour opens at first. No price moves it.",
    unit: "micro-KDG a megawatt-hour",
    default: 100n * kdg,
    least: 1n,
    most: 1_000_000n * kdg,
    ...owner,
  },
  validityMs: {
    summary: "How long it takes the room of a proof to decay to nothing.",
    unit: "ms",
    default: 365n * dayMs,
    least: dayMs,
    most: 3_660n * dayMs,
    owner: "council:applications",
    noticeBlocks: 10,
  },
  feeMicroKdgPerMwhMax: {
    summary:
      "The most that a prover ever earns in fees: far below what the energy costs, so that wasting power never pays.",
    unit: "micro-KDG a megawatt-hour",
    default: 2n * kdg,
    least: 0n,
    most: 10n * kdg,
    ...owner,
  },
});
