// Parameters of the module `corridors`.
import { defineParameters } from "#src/machine/parameter.ts";

const owner = { owner: "council:applications", noticeBlocks: 10 } as const;

export const parameters = defineParameters("corridors", {
  noticeBlocks: {
    summary:
      "How many blocks pass before something looser takes effect: a rule book, a limit, an admission, a zone that resumes.",
    unit: "blocks",
    default: 10n,
    least: 1n,
    most: 1_000_000n,
    ...owner,
  },
  concentrationBp: {
    summary:
      "The share of a corridor's volume of 30 days that one currency may have, where its rule book says nothing else.",
    unit: "basis points",
    default: 6_000n,
    least: 1_000n,
    most: 10_000n,
    ...owner,
  },
});
