// The worst quarter on record: the value of money falls with its metals, and coverage hardly moves.
import { devnetMonthAt, devnetMonthIndex } from "#src/node/devnetPrices.ts";
import { nano, percent, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { quote } from "../feeders.ts";
import { coverage, metalFigures } from "../figures.ts";

const firstMonth = "2008-08";
const lastMonth = "2008-11";

export async function playWorstQuarter(cast: Cast, story: Story): Promise<void> {
  story.chapter(`The worst quarter on record, ${firstMonth} to ${lastMonth}`);
  story.say("    month      silver/g   copper/kg  R (USD)   coverage  zone");
  const path: { referenceNano: bigint; coverageBp: bigint }[] = [];
  for (let index = devnetMonthIndex(firstMonth); index <= devnetMonthIndex(lastMonth); index += 1) {
    const { month, priceNano } = devnetMonthAt(index);
    await quote(cast, priceNano);
    const now = await coverage(cast);
    const point = { referenceNano: BigInt(now.referenceNano?.mid ?? 0), coverageBp: BigInt(now.totalCoverageBp ?? 0) };
    const collateral = metalFigures(now).reduce((sum, { fineWeightMg, lowNano, haircutBp, mgPerUnit }) => {
      return sum + (fineWeightMg * lowNano * (10_000n - haircutBp)) / (mgPerUnit * 10_000n);
    }, 0n);
    if (collateral !== BigInt(now.collateralNano))
      throw new Error(`wrong: collateral ${now.collateralNano}, computed ${collateral}`);
    const columns = [nano(priceNano.AG), nano(priceNano.CU), nano(point.referenceNano), percent(point.coverageBp)];
    story.say(`    ${month}    ${columns.map((column) => column.padEnd(10)).join(" ")}${now.zone}`);
    path.push(point);
  }
  const [first] = path;
  const last = path.at(-1);
  if (first === undefined || last === undefined) throw new Error("no months were played");
  const fallBp = 10_000n - (last.referenceNano * 10_000n) / first.referenceNano;
  const drift = path.map(({ coverageBp }) => Number(coverageBp - first.coverageBp)).map(Math.abs);
  story.check(`R fell by ${percent(fallBp)}`, fallBp > 4_000n);
  story.check(
    `coverage moved by at most ${percent(Math.max(...drift))}: what is owed and what is held are the same metals`,
    Math.max(...drift) < 500,
  );
  story.fact("worstQuarterFallBp", fallBp);
  story.fact("coverageDriftBp", Math.max(...drift));
}
