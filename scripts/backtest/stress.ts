// Stress replays: what a reserve of another mixture than the basket goes through when one component falls.
import { type WeightRules, weightDefaults } from "#src/weighting/defaults.ts";
import { type Covered, coverageOf } from "./coverage.ts";
import { play } from "./history.ts";
import { type Panel, type PriceTable, panelOf } from "./prices.ts";
import { weighByRule } from "./weighers.ts";

export interface Replay {
  readonly name: string;
  readonly falling: string;
  readonly months: readonly Covered[];
  readonly lowestCoverage: number;
  readonly endZone: Covered["zone"];
  /** Share of the liability that the largest deficit is; 0 where there was none. */
  readonly largestDeficitShare: number;
  /** Every unit accounted for: assets + deficit = liability + surplus in each month. */
  readonly isBalanced: boolean;
}

interface Story {
  readonly name: string;
  readonly falling: string;
  readonly components: readonly string[];
  readonly from: string;
  readonly to: string;
  /** From this month on the component costs a tenth: made up, on top of the real prices. */
  readonly lostFrom?: string;
}

const stories: readonly Story[] = [
  {
    name: "Copper, 2008-07 to 2009-03",
    falling: "COPPER",
    components: ["SILVER", "COPPER", "NICKEL", "TIN", "NGAS_EUR", "COAL_AUS"],
    from: "2008-06",
    to: "2009-03",
  },
  {
    name: "Tin, 1985-09 to 1986-12",
    falling: "TIN",
    components: ["SILVER", "COPPER", "NICKEL", "TIN", "NGAS_EUR", "COAL_AUS"],
    from: "1985-08",
    to: "1986-12",
  },
  {
    name: "Silver loses 90 % at once (made up)",
    falling: "SILVER",
    components: ["SILVER", "COPPER", "NICKEL", "TIN", "NGAS_EUR", "COAL_AUS"],
    from: "2012-01",
    to: "2012-12",
    lostFrom: "2012-04",
  },
];

/** The reserve holds more of what falls than the basket does, by a quarter of its worth: as far as a loose band allows. */
export const excessBp = 2_500n;

/** Replays whose months the file has; others are left out, each with the reason. */
export function replaysOn(table: PriceTable, rules: WeightRules = weightDefaults) {
  const replays: Replay[] = [];
  const absent: string[] = [];
  for (const story of stories) {
    try {
      replays.push(replayOf(table, story, rules));
    } catch (reason) {
      absent.push(`${story.name}: ${reason instanceof Error ? reason.message : String(reason)}`);
    }
  }
  return { replays, absent };
}

function replayOf(table: PriceTable, story: Story, rules: WeightRules): Replay {
  const { name, falling, components, from, to } = story;
  const panel = fallen(panelOf(table, components, from, to), story);
  const months = coverageOf(play(panel, weighByRule(rules), rules), {
    components,
    haircuts: new Map(),
    excess: { component: falling, shareBp: excessBp },
  });
  return {
    name,
    falling,
    months,
    lowestCoverage: Math.min(...months.map(({ coverageBp }) => Number(coverageBp))) / 10_000,
    endZone: months.at(-1)?.zone ?? "green",
    largestDeficitShare: Math.max(
      ...months.map(({ deficitNano, liabilityNano }) => Number(deficitNano) / Number(liabilityNano)),
    ),
    isBalanced: months.every(
      ({ assetsNano, deficitNano, liabilityNano, surplusNano }) =>
        assetsNano + deficitNano === liabilityNano + surplusNano,
    ),
  };
}

function fallen(panel: Panel, { falling, lostFrom }: Story): Panel {
  if (lostFrom === undefined) return panel;
  const row = panel.months.indexOf(lostFrom);
  const prices = panel.prices.map((each, at) =>
    panel.components[at] === falling
      ? each.map((price, month) => (price !== undefined && month >= row ? price / 10n : price))
      : each,
  );
  return { ...panel, prices };
}
