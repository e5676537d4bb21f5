// What the module `indicators` must do: statements about scarcity, each with its source, in force after notice.
import { sum } from "./arithmetic.ts";
import { judgeRole } from "./authority/book.ts";
import { basketOf } from "./basket/book.ts";
import { type Figure, indicatorsBook, type Provenance, type Stated, standingOf } from "./indicators/book.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";

interface IndicatorStated extends Provenance {
  readonly component: string;
  readonly indicator: string;
  readonly figure: Figure;
}

interface SharesStated extends Provenance {
  readonly component: string;
  readonly stage: string;
  readonly countries: readonly { readonly country: string; readonly share: Figure }[];
  readonly others: Figure;
}

interface GovernanceStated extends Provenance {
  readonly country: string;
  readonly figure: Figure;
}

/** What each indicator can be at all. */
const bounds: Readonly<Record<string, readonly [bigint, bigint]>> = {
  reserves: [0n, 1_000_000_000n],
  demandGrowth: [-1_000_000n, 10_000_000n],
};
const whole = [0n, 1_000_000n] as const;

const keys = {
  indicator: (it: { readonly component: string; readonly indicator: string }) =>
    `indicators/value/${it.component}/${it.indicator}`,
  shares: (it: { readonly component: string; readonly stage: string }) =>
    `indicators/shares/${it.component}/${it.stage}`,
  governance: (it: { readonly country: string }) => `indicators/governance/${it.country}`,
};

const padded = (number: number) => number.toString().padStart(16, "0");

/** The first moment after a year or month. */
function endOf(period: string): number {
  const [year = "", month] = period.split("-");
  return month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), Number(month));
}

function judgeFigures(figures: readonly Figure[], [low, high]: readonly [bigint, bigint], grounds: Grounds): void {
  for (const { value, unknown } of figures) {
    const says = [value, unknown].filter((each) => each !== undefined).length;
    grounds.when(says !== 1, "indicators/figureUnclear");
    const told = [value, unknown?.atLeast, unknown?.atMost].filter((each) => each !== undefined);
    const isCrossed = (unknown?.atLeast ?? low) > (unknown?.atMost ?? high);
    grounds.when(isCrossed || told.some((each) => each < low || each > high), "indicators/outOfBounds");
  }
}

function judgeSource(model: Model, key: string, said: Provenance, figures: readonly Figure[], grounds: Grounds): void {
  const hasValue = figures.some(({ value }) => value !== undefined);
  grounds.when(hasValue && said.documentHash === undefined, "indicators/documentMissing");
  grounds.when(endOf(said.period) > model.timeMs, "indicators/periodNotOver");
  const { now } = standingOf(model, key);
  grounds.when(now !== undefined && endOf(now.period) > endOf(said.period), "indicators/periodOlder");
}

function keep(model: Model, key: string, record: object, period: string, delayMs: number, by?: string): Stated {
  const { records, standings } = indicatorsBook(model);
  const number = records.size + 1;
  const stated = { number, fromMs: model.timeMs + delayMs, period };
  const { now } = standingOf(model, key);
  const whose = by === undefined ? {} : { by };
  records.set(number, { ...record, number, fromMs: stated.fromMs, atMs: model.timeMs, ...whose });
  standings.set(key, delayMs === 0 ? { now: stated } : { ...(now === undefined ? {} : { now }), next: stated });
  return stated;
}

const afterNotice = (model: Model) => parameterNumber(model, "indicators.noticeMs");
const answerOf = ({ number, fromMs }: Stated) => ({ number, fromMs });

const indicatorRecord = ({ component, indicator, figure, ...said }: IndicatorStated) => ({
  ...said,
  indicator: { component, indicator, figure },
});
const sharesRecord = ({ component, stage, countries, others, ...said }: SharesStated) => ({
  ...said,
  shares: { component, stage, countries, others },
});
const governanceRecord = ({ country, figure, ...said }: GovernanceStated) => ({
  ...said,
  governance: { country, figure },
});

const recordIndicator = modelMessage<IndicatorStated>({
  judge(model, actor, content, grounds) {
    judgeRole(model, actor, ["statistician"], grounds);
    grounds.when(!basketOf(model).components.has(content.component), "indicators/unknownComponent");
    judgeFigures([content.figure], bounds[content.indicator] ?? whole, grounds);
    judgeSource(model, keys.indicator(content), content, [content.figure], grounds);
  },
  apply: (model, actor, content) =>
    answerOf(keep(model, keys.indicator(content), indicatorRecord(content), content.period, afterNotice(model), actor)),
});

const recordShares = modelMessage<SharesStated>({
  judge(model, actor, content, grounds) {
    judgeRole(model, actor, ["statistician"], grounds);
    grounds.when(!basketOf(model).components.has(content.component), "indicators/unknownComponent");
    const figures = [content.others, ...content.countries.map(({ share }) => share)];
    judgeFigures(figures, whole, grounds);
    judgeSource(model, keys.shares(content), content, figures, grounds);
    const names = new Set(content.countries.map(({ country }) => country));
    grounds.when(names.size < content.countries.length, "indicators/repeatedCountry");
    grounds.when(sum(figures.map(({ value }) => value ?? 0n)) > 1_000_000n, "indicators/sharesTooLarge");
  },
  apply: (model, actor, content) =>
    answerOf(keep(model, keys.shares(content), sharesRecord(content), content.period, afterNotice(model), actor)),
});

const recordGovernance = modelMessage<GovernanceStated>({
  judge(model, actor, content, grounds) {
    judgeRole(model, actor, ["statistician"], grounds);
    judgeFigures([content.figure], [0n, 10_000n], grounds);
    judgeSource(model, keys.governance(content), content, [content.figure], grounds);
  },
  apply: (model, actor, content) =>
    answerOf(
      keep(model, keys.governance(content), governanceRecord(content), content.period, afterNotice(model), actor),
    ),
});

const pointerOf = (stated: Stated | undefined) => (stated === undefined ? undefined : answerOf(stated));

export const model: ModuleModel = {
  messages: { recordIndicator, recordShares, recordGovernance },
  start(model, part) {
    const { indicators, shares, governance } = part as {
      readonly indicators: readonly IndicatorStated[];
      readonly shares: readonly SharesStated[];
      readonly governance: readonly GovernanceStated[];
    };
    for (const each of indicators) keep(model, keys.indicator(each), indicatorRecord(each), each.period, 0);
    for (const each of shares) keep(model, keys.shares(each), sharesRecord(each), each.period, 0);
    for (const each of governance) keep(model, keys.governance(each), governanceRecord(each), each.period, 0);
  },
  /** The last one alone: all of them would keep the clock from the moments of other modules. */
  moments(model) {
    const due = indicatorsBook(model)
      .standings.values()
      .flatMap(({ next }) => (next === undefined ? [] : [next.fromMs]));
    return due.length === 0 ? [] : [Math.max(...due)];
  },
  *rows(model) {
    const { records, standings } = indicatorsBook(model);
    if (records.size > 0) yield ["indicators/count", records.size];
    for (const [number, record] of records.entries()) yield [`indicators/record/${padded(number)}`, record];
    for (const [key, { now, next }] of standings.entries()) {
      const [inForce, pending] = [pointerOf(now), pointerOf(next)];
      yield [key, { ...(inForce === undefined ? {} : { inForce }), ...(pending === undefined ? {} : { pending }) }];
    }
  },
};
