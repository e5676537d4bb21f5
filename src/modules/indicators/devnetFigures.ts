// What a devnet's genesis states: the USGS figures, and for all else typed unknowns, never an invented number.
import { hexToBytes } from "#src/crypto/hex.ts";
import {
  type Figure,
  type Indicator,
  indicatorNames,
  type Provenance,
  type Stage,
  type StatedIndicator,
  type StatedShares,
  stageSchema,
} from "./schemas.ts";
import { usgsDocumentHash, usgsIndicators, usgsShares, usgsSource } from "./usgsFigures.ts";

const devnetComponents = ["AG", "CU", "NDPR", "LI2CO3", "ELEC", "COMPUTE"] as const;
const lastPeriod = "2024";
const usgs = { source: usgsSource, documentHash: hexToBytes(usgsDocumentHash) } as const;
const notReported: Figure = { unknown: { reason: "notReported" } };
const notApplicable: Figure = { unknown: { reason: "notApplicable" } };
/** Neither is dug up: they have no deposits, and no countries that mine them. */
const notMined: readonly string[] = ["ELEC", "COMPUTE"];

export function devnetFigures() {
  return {
    indicators: devnetComponents.flatMap((component) => indicatorNames.map((name) => statedOf(component, name))),
    shares: devnetComponents.flatMap((component) => stageSchema.options.map((stage) => sharesOf(component, stage))),
    governance: [],
  };
}

function statedOf(component: string, indicator: Indicator): StatedIndicator & Provenance {
  const found = usgsIndicators.find((each) => each.component === component && each.indicator === indicator);
  if (found !== undefined) {
    const { value, atLeast, period, method } = found;
    const bound = atLeast === undefined ? {} : { atLeast };
    const figure = value === undefined ? { unknown: { reason: "withheld" as const, ...bound } } : { value };
    return { component, indicator, figure, period, method, ...usgs };
  }
  if (indicator === "recyclingRate" && !notMined.includes(component)) return recyclingOf(component);
  const isIdle = notMined.includes(component) && (indicator === "reserves" || indicator === "recyclingRate");
  return { component, indicator, figure: isIdle ? notApplicable : notReported, ...unsourced };
}

/** No document is named where none was found: whoever has one states it with its hash. */
const unsourced = { period: lastPeriod, source: "none at hand", method: "" } as const;

/** The report gives ranges alone: more than half for silver and copper, less than a hundredth for lithium and the lanthanides. */
function recyclingOf(component: string): StatedIndicator & Provenance {
  const isRecycled = component === "AG" || component === "CU";
  const figure: Figure = isRecycled
    ? { unknown: { reason: "notReported", atLeast: 500_000n } }
    : { unknown: { reason: "belowDetection", atMost: 10_000n } };
  return {
    component,
    indicator: "recyclingRate",
    figure,
    period: "2011",
    source: "UNEP (2011), Recycling Rates of Metals: A Status Report",
    method: isRecycled ? "More than 50 %: a range, not a figure" : "Less than 1 %: a range, not a figure",
  };
}

function sharesOf(component: string, stage: Stage): StatedShares & Provenance {
  const found = usgsShares.find((each) => each.component === component && each.stage === stage);
  if (found === undefined) {
    const others = notMined.includes(component) ? notApplicable : notReported;
    return { component, stage, countries: [], others, ...unsourced };
  }
  const { countries, othersPpm, period, method } = found;
  return { component, stage, countries: parseShares(countries), others: { value: othersPpm }, period, method, ...usgs };
}

function parseShares(text: string): StatedShares["countries"] {
  return text.split(" ").map((line) => {
    const [country = "", share = ""] = line.split(":");
    const isTold = /^[0-9]+$/.test(share);
    const reason = share === "withheld" ? "withheld" : "notReported";
    return { country, share: isTold ? { value: BigInt(share) } : { unknown: { reason } } };
  });
}
