// Parameters of the module `energy`.
import { defineParameters } from "#src/machine/parameter.ts";

export const parameters = defineParameters("energy", {
  nameplateMarginBp: {
    summary: "How far an interval may exceed nameplate times time; the EnergyTag registry takes a tenth.",
    unit: "basis points",
    default: 1_000n,
    least: 0n,
    most: 5_000n,
    owner: "governor",
    noticeBlocks: 10,
  },
});
