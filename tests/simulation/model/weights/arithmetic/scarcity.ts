// How scarce a component is, and the target weights that follow, as the specification of the arithmetic of weights says.
import { floor, greatest, least, sum } from "../../arithmetic.ts";

const whole = 1_000_000n;
/** Five on the Commission's scale, where one stands for 10,000. */
const scaleEnd = 50_000n;

export interface Known {
  readonly leastPpm: bigint;
  readonly mostPpm: bigint;
}

export interface Figures {
  readonly concentration: readonly { readonly least: bigint; readonly most: bigint }[];
  readonly recycling: Known;
  readonly substitutability: Known;
  readonly demandGrowth: Known;
  readonly volatility: Known;
}

/** The steps of a score at one end of what is known, given each stage's weighted concentration there. */
function stepsAt(end: keyof Known, stages: readonly bigint[], figures: Figures) {
  const unstated = end === "leastPpm" ? 0n : whole;
  const places = stages.map((stage) => floor(least(stage, scaleEnd) * whole, scaleEnd));
  const concentration = places.length === 0 ? unstated : greatest(...places);
  const supplyRisk = floor(concentration * figures.recycling[end] * figures.substitutability[end], whole * whole);
  const criticality = cubeRoot(supplyRisk * figures.demandGrowth[end] * figures.volatility[end]);
  return { concentration, supplyRisk, criticality };
}

export function scarcityOf(figures: Figures) {
  const stages = figures.concentration;
  const low = stepsAt(
    "leastPpm",
    stages.map((stage) => stage.least),
    figures,
  );
  const high = stepsAt(
    "mostPpm",
    stages.map((stage) => stage.most),
    figures,
  );
  const known = (step: keyof typeof low): Known => ({ leastPpm: low[step], mostPpm: high[step] });
  return {
    concentration: known("concentration"),
    supplyRisk: known("supplyRisk"),
    criticality: known("criticality"),
  };
}

/** The largest whole number whose cube is no more than the value, found between two bounds that close in. */
function cubeRoot(value: bigint): bigint {
  let [holds, fails] = [0n, value + 1n];
  while (fails - holds > 1n) {
    const middle = (holds + fails) / 2n;
    if (middle ** 3n <= value) holds = middle;
    else fails = middle;
  }
  return holds;
}

export interface Tilted {
  readonly basePpm: bigint;
  readonly criticalityPpm: bigint;
  readonly strategicDemandPpm: bigint;
  readonly storabilityPpm: bigint;
  readonly shiftPpm: bigint;
}

export interface Tilts {
  readonly criticalityTiltPpm: bigint;
  readonly demandTiltPpm: bigint;
}

export function targetWeights(components: readonly Tilted[], tilts: Tilts): bigint[] {
  const tilted = components.map((each) => {
    const forScarcity = tilts.criticalityTiltPpm * each.criticalityPpm;
    const forDemand = tilts.demandTiltPpm * each.strategicDemandPpm;
    return each.basePpm * (whole ** 2n + forScarcity + forDemand) * (whole + each.shiftPpm) * each.storabilityPpm;
  });
  return sharedOut(sum(tilted) > 0n ? tilted : components.map(({ basePpm }) => basePpm));
}

/** The whole in these proportions, rounded down; what is over goes by a unit to whoever lost most, the earlier one first. */
function sharedOut(proportions: readonly bigint[]): bigint[] {
  const total = sum(proportions);
  const shares = proportions.map((each) => floor(each * whole, total));
  const lost = proportions.map((each) => (each * whole) % total);
  while (sum(shares) < whole) {
    const most = lost.indexOf(greatest(...lost));
    shares[most] = (shares[most] ?? 0n) + 1n;
    lost[most] = -1n;
  }
  return shares;
}
