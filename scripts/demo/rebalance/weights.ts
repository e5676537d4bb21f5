// The later parts of the page: what the rule found, what became of the basket, and what a coin is made of.
import type { ResultOf } from "#src/sdk/definitions.ts";
import { micro, nano, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { bestOfAll, reweighed } from "./apart.ts";
import { type Critical, column } from "./known.ts";
import type { policy as Policy } from "./setting.ts";

type Rebalance = ResultOf<"weights/rebalance">;
type Reweighting = ResultOf<"basket/reweighting">;
type Basket = ResultOf<"basket/current">;

interface Grounds {
  readonly figures: readonly Critical[];
  readonly risk: readonly (readonly number[])[];
  readonly policy: typeof Policy;
}

const percent = (ppm: string): string => `${(Number(ppm) / 10_000).toFixed(2)} %`;
/** The ledger's arithmetic is exact, the demo's is not: so many millionths may lie between them. */
const near = 20;

export function showProposal(story: Story, { proposal, fromMs }: Rebalance, { figures, risk, policy }: Grounds): void {
  if (proposal === undefined) throw new Error("wrong: nothing was proposed");
  const { lines, objective, kktResidual, moves } = proposal;
  story.say(`    ${"".padEnd(12)}${["now", "target", "weight"].map(column).join("")}`);
  for (const { component, currentPpm, targetPpm, weightPpm } of lines) {
    story.say(`    ${component.padEnd(12)}${[currentPpm, targetPpm, weightPpm].map(percent).map(column).join("")}`);
  }
  story.say(
    `    objective ${objective.risk} risk + ${objective.distance} distance + ${objective.turnover} turnover; residual ${kktResidual} after ${moves} moves`,
  );
  story.say(`    takes effect from ${new Date(fromMs ?? 0).toISOString()} on, at sound prices`);
  const tilted = figures.map(({ figures: known, score }) => {
    const tilt = 1 + Number(score.criticality.leastPpm) / 1e6 + 0.5 * (Number(known.strategicDemand.leastPpm) / 1e6);
    return tilt * (Number(known.storability.mostPpm) / 1e6);
  });
  const total = tilted.reduce((sum, each) => sum + each, 0);
  const targets = tilted.map((each) => (1e6 * each) / total);
  const areTargets = lines.every(({ targetPpm }, at) => Math.abs(Number(targetPpm) - (targets[at] ?? 0)) < near);
  story.check("targets are the tilted bases, as computed apart", areTargets);
  const [first] = lines;
  const { best, gain } = bestOfAll(
    {
      covariance: risk,
      current: Number(first?.currentPpm),
      target: Number(first?.targetPpm),
      ...{ least: 200_000, most: 800_000, step: Number(policy.stepMostPpm), turnover: Number(policy.turnoverMostPpm) },
      ...{ aversion: Number(policy.riskAversionPpm) / 1e6, turnoverCost: Number(policy.turnoverCostPpm) },
    },
    Number(first?.weightPpm),
  );
  story.say(`    each weight tried: the best is ${(best / 10_000).toFixed(2)} %`);
  story.check("no other weight is better by a millionth of the objective", gain < 1e-6);
  story.fact(
    "weightsPpm",
    lines.map(({ weightPpm }) => Number(weightPpm)),
  );
}

export function showExecution(story: Story, { proposal }: Rebalance, record: Reweighting): void {
  const { lines, valueNano, remainderBeforeNano, remainderAfterNano } = record;
  story.say(`    ${"".padEnd(12)}${["price", "average", "before", "after"].map(column).join("")}`);
  for (const { component, priceNano, averageNano, quantityBefore, quantityAfter } of lines) {
    const cells = [nano(BigInt(priceNano)), nano(BigInt(averageNano)), quantityBefore, quantityAfter];
    story.say(`    ${component.padEnd(12)}${cells.map(column).join("")}`);
  }
  story.say(
    `    remainder ${nano(BigInt(remainderBeforeNano))} before, ${nano(BigInt(remainderAfterNano))} after; value ${nano(BigInt(valueNano))}`,
  );
  const sides = ["quantityBefore", "quantityAfter"] as const;
  const remainders = [remainderBeforeNano, remainderAfterNano];
  const worths = sides.map((side, at) =>
    lines.reduce((sum, line) => sum + BigInt(line.priceNano) * BigInt(line[side]), BigInt(remainders[at] ?? 0)),
  );
  story.check(
    "the value is the same before and after, to the last billionth",
    worths.every((worth) => worth === BigInt(valueNano)),
  );
  const again = reweighed(
    BigInt(valueNano),
    lines.map(({ weightPpm, priceNano, averageNano }) => ({
      ...{ weightPpm: BigInt(weightPpm), priceNano: BigInt(priceNano), averageNano: BigInt(averageNano) },
    })),
  );
  const isSame = lines.every(({ quantityAfter }, at) => BigInt(quantityAfter) === again.quantities[at]);
  story.check(
    "quantities follow by the SDR rule, to the last unit",
    isSame && again.remainderNano === BigInt(remainderAfterNano),
  );
  const weights = (proposal?.lines ?? []).map(({ weightPpm }) => weightPpm).join();
  story.check("for the weights that were announced", lines.map(({ weightPpm }) => weightPpm).join() === weights);
}

export async function showCoin(cast: Cast, story: Story, before: Basket, record: Reweighting): Promise<void> {
  const after = await cast.ledger.query("basket/current", {});
  const perKdg = ({ lines, basketKdg }: Pick<Basket, "lines" | "basketKdg">) =>
    lines
      .map(({ component, quantity }) => `${(Number(quantity) / Number(basketKdg)).toFixed(6)} of ${component}`)
      .join(", ");
  story.say(`    one KDG stood for ${perKdg(before)}`);
  story.say(`    and stands for    ${perKdg(after)}, at the same worth`);
  const held = await cast.balance("alice", "KDG");
  const worthNano = (held * BigInt(record.valueNano)) / (BigInt(record.basketKdg) * 1_000_000n);
  story.say(`    alice holds ${micro(held)} KDG, worth ${nano(worthNano)} USD before and after`);
  const supply = await cast.ledger.query("issuance/coverage", {});
  const kept = record.lines.map(({ component, quantityAfter }) => `${component}=${quantityAfter}`).join();
  const inForce = after.lines.map(({ component, quantity }) => `${component}=${quantity}`).join();
  story.check("the basket in force is the one that the rebalance made", kept === inForce);
  story.say(
    `    supply ${micro(BigInt(supply.supplyMicroKdg))} KDG, coverage ${(Number(supply.totalCoverageBp ?? 0) / 100).toFixed(1)} %, zone ${supply.zone}`,
  );
  for (const { metal, advice, heldShareBp, targetShareBp } of (await cast.ledger.query("issuance/reserveGap", {}))
    .metals) {
    story.say(
      `    ${metal}: ${Number(heldShareBp) / 100} % of the metals held, ${Number(targetShareBp) / 100} % of the basket's: ${advice}`,
    );
  }
}
