// The node of the second part: a devnet with power and compute in its basket, and no meters or sites to begin with.
import { join } from "node:path";
import type { Genesis } from "#src/machine/genesis.ts";
import type { LocalNode } from "../../localNode.ts";
import { devnetWith, startDemoNode } from "../node.ts";
import { basket } from "./figures.ts";

/** The hours are those of 2023, so their certificates live for ten years here; chance challenges no job. */
const overrides = [
  { parameter: "energy.certificateLifeMs", value: 315_360_000_000n },
  { parameter: "compute.challengeBp", value: 0n },
] as const;

export function startPowerNode(directory: string): Promise<LocalNode> {
  return startDemoNode(join(directory, "power"), powerGenesis());
}

function powerGenesis(): Genesis {
  return devnetWith("kedge-demo-power", (modules) => {
    const { feeds } = modules.oracle as { readonly feeds: readonly { readonly unit: string }[] };
    const common = { ...feeds[0], label: "demo price" };
    return {
      oracle: {
        feeds: [
          ...feeds,
          { ...common, feed: "ELEC", unit: "MWh", measure: "Wh", measuresPerUnit: 1_000_000n },
          { ...common, feed: "COMPUTE", unit: "SCUh", measure: "microSCUh", measuresPerUnit: 1_000_000n },
        ],
      },
      basket,
      energy: { zones: [], devices: [] },
      compute: { references: [], hardware: [], sites: [] },
      parameters: { overrides },
    };
  });
}
