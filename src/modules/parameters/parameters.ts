// Parameters of the module `parameters` itself.
import { defineParameters } from "#src/machine/parameter.ts";

export const parameters = defineParameters("parameters", {
  moduleNoticeBlocks: {
    summary:
      "How many blocks must pass between the plan of a module's version and its start, so that every node can update.",
    unit: "blocks",
    default: 100n,
    least: 1n,
    most: 10_000_000n,
    owner: "governor",
    noticeBlocks: 100,
  },
});
