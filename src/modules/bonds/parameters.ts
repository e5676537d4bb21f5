// Parameters of the module `bonds`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "issuer", noticeBlocks: 10 } as const;

export const parameters = defineParameters("bonds", {
  metalHaircutBp: {
    summary: "What is taken off the value of metal staked; copper lost 56 % in its worst quarter since 1960.",
    unit: "basis points",
    default: 5_600n,
    least: 500n,
    most: 10_000n,
    ...owner,
  },
  cashHaircutBp: {
    summary: "What is taken off the value of partner currency staked.",
    unit: "basis points",
    default: 500n,
    least: 0n,
    most: 10_000n,
    ...owner,
  },
});
