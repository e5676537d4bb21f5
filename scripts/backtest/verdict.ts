// What a run says in plain sentences: where the rule wins, where it loses, and whether the aim is met.
import type { Run } from "./run.ts";

/** The aim of the moving anchor: so much less volatile than equal weights, at no more than this turnover. */
const aim = { lessThanEqual: 0.15, turnoverMost: 0.2 } as const;

export interface Verdict {
  readonly isAimMet: boolean;
  readonly losesTo: readonly string[];
  readonly sentences: readonly string[];
}

export function verdictOf({ strategies }: Run): Verdict {
  const { kedge, equalWeights, inverseVolatility } = strategies;
  if (kedge === undefined || equalWeights === undefined || inverseVolatility === undefined)
    throw new Error("a run has kedge, equalWeights and inverseVolatility");
  const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
  const againstEqual = 1 - kedge.annualVolatility / equalWeights.annualVolatility;
  const isLessThanEqual = againstEqual >= aim.lessThanEqual;
  const isAtMostInverse = kedge.annualVolatility <= inverseVolatility.annualVolatility;
  const isTurnoverKept = kedge.annualTurnover < aim.turnoverMost;
  const isAimMet = isLessThanEqual && isAtMostInverse && isTurnoverKept;
  const losesTo = Object.entries(strategies)
    .filter(([name, each]) => name !== "kedge" && each.annualVolatility < kedge.annualVolatility)
    .map(([name]) => name);
  const unsure = Object.entries(strategies)
    .filter(([, { volatilityKedgeLess: each }]) => each !== undefined && each.low <= 0 && each.high >= 0)
    .map(([name]) => name);
  return {
    isAimMet,
    losesTo,
    sentences: [
      `kedge moves ${percent(kedge.annualVolatility)} a year: ${percent(Math.abs(againstEqual))} ${againstEqual < 0 ? "more" : "less"} than equal weights (${percent(equalWeights.annualVolatility)}); inverse volatility moves ${percent(inverseVolatility.annualVolatility)}.`,
      `It turns over ${percent(kedge.annualTurnover)} of its value a year, one side counted.`,
      isAimMet
        ? "The aim is met: 15 % less than equal weights, no more than inverse volatility, under 20 % turnover."
        : `The aim is missed: ${[
            ...(isLessThanEqual ? [] : ["it is not 15 % less volatile than equal weights"]),
            ...(isAtMostInverse ? [] : ["it is more volatile than inverse volatility"]),
            ...(isTurnoverKept ? [] : ["its turnover is not under 20 %"]),
          ].join(", ")}.`,
      losesTo.length === 0 ? "Nothing compared is less volatile." : `Less volatile than kedge: ${losesTo.join(", ")}.`,
      unsure.length === 0
        ? "Every difference of volatility lies outside chance (95 of 100 bootstrap draws)."
        : `Differences that may be chance (95 of 100 bootstrap draws): ${unsure.join(", ")}.`,
    ],
  };
}
