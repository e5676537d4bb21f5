// Makes src/modules/indicators/usgsFigures.ts from the USGS table: `tsx scripts/makeDevnetIndicators.ts usgs.csv`.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { type CountryFigure, type ProductionStage, parseFigure, readCell, readProduction } from "./indicators/usgs.ts";

/** The newest year whose figures are not estimates of a year under way; reserves are those of the year after. */
const year = 2024;

interface Mineral {
  readonly component: string;
  readonly chapter: string;
  readonly reliance: string;
  /** What a reader must know about the shares. */
  readonly caveat: string;
  readonly reservesCaveat: string;
}

const reliance = "Net import reliance as a percentage of apparent consumption";
const minerals: readonly Mineral[] = [
  { component: "AG", chapter: "SILVER", reliance, caveat: "", reservesCaveat: "" },
  { component: "CU", chapter: "COPPER", reliance, caveat: "", reservesCaveat: "" },
  {
    component: "NDPR",
    chapter: "RARE EARTHS",
    reliance: `${reliance}: Compounds and metals`,
    caveat: "; of all rare earths, as oxide: none is published for neodymium and praseodymium alone",
    reservesCaveat: "; of all rare earths, as oxide",
  },
  {
    component: "LI2CO3",
    chapter: "LITHIUM",
    reliance,
    caveat: "; of lithium content, in a world without the United States, which withhold theirs",
    reservesCaveat: "; production without that of the United States",
  },
];

const codes: Readonly<Record<string, string>> = {
  Argentina: "AR",
  Australia: "AU",
  Bolivia: "BO",
  Brazil: "BR",
  Burma: "MM",
  Canada: "CA",
  Chile: "CL",
  China: "CN",
  "Congo (Kinshasa)": "CD",
  Germany: "DE",
  India: "IN",
  Indonesia: "ID",
  Japan: "JP",
  Kazakhstan: "KZ",
  "Korea, Republic of": "KR",
  Madagascar: "MG",
  Malaysia: "MY",
  Mali: "ML",
  Mexico: "MX",
  Nigeria: "NG",
  Peru: "PE",
  Poland: "PL",
  Portugal: "PT",
  Russia: "RU",
  Sweden: "SE",
  Thailand: "TH",
  "United States": "US",
  Vietnam: "VN",
  Zambia: "ZM",
  Zimbabwe: "ZW",
};
const otherCountries = "Other countries";

const millisOf = ({ figure }: CountryFigure): bigint => (figure.kind === "amount" ? figure.millis : 0n);

/** Millionths of the sum of all lines, rounded down: a few millionths belong to nobody. */
function sharesOf({ component, chapter, caveat }: Mineral, stage: ProductionStage, text: string): string[] {
  const found = readProduction(text, year, stage).filter((each) => each.chapter === chapter);
  const [production] = found;
  if (production === undefined) return [];
  if (found.length > 1) throw new Error(`${chapter}: several tables of ${stage}`);
  const sum = production.countries.reduce((total, line) => total + millisOf(line), 0n);
  const ppm = (line: CountryFigure) => (millisOf(line) * 1_000_000n) / sum;
  const lines = production.countries.flatMap((line) => {
    if (line.country === otherCountries || line.figure.kind === "none") return [];
    const code = codes[line.country];
    if (code === undefined) throw new Error(`${line.country} has no code`);
    return [`${code}:${line.figure.kind === "amount" ? ppm(line) : line.figure.kind}`];
  });
  const others = production.countries.find(({ country }) => country === otherCountries);
  if (others === undefined) throw new Error(`${chapter}: no line for other countries`);
  const method = `Shares of the sum of the table's lines${caveat}`;
  return [
    `  {
    component: "${component}",
    stage: "${stage}",
    period: "${year}",
    method: "${method}",
    countries: "${lines.join(" ")}",
    othersPpm: ${ppm(others)}n,
  },`,
  ];
}

/** `>50` is withheld but for a lower bound. */
function boundedOf(text: string, where: string): { readonly kind: "value" | "atLeast"; readonly millis: bigint } {
  const isBound = text.startsWith(">");
  const figure = parseFigure(isBound ? text.slice(1) : text, where);
  if (figure.kind !== "amount") throw new Error(`${where}: ${text} is no amount`);
  return { kind: isBound ? "atLeast" : "value", millis: figure.millis };
}

function indicatorsOf({ component, chapter, reliance: detail, reservesCaveat }: Mineral, text: string): string[] {
  const cell = (country: string, wanted: string, of: number) =>
    readCell(text, { chapter, country, detail: wanted, year: `${of}` });
  const imported = boundedOf(cell("United States", detail, year), chapter);
  const reserves = boundedOf(cell("World total", "Reserves: rounded", year + 1), chapter);
  const mined = boundedOf(cell("World total", "Mine production: rounded", year + 1), chapter);
  const milliYears = (reserves.millis * 1_000n) / mined.millis;
  return [
    `  {
    component: "${component}",
    indicator: "importReliance",
    period: "${year}",
    method: "Net import reliance of the United States in percent, times 10,000",
    ${imported.kind}: ${imported.millis * 10n}n,
  },`,
    `  {
    component: "${component}",
    indicator: "reserves",
    period: "${year + 1}",
    method: "World reserves over the estimated mine production of the year, both rounded in the table${reservesCaveat}; rounded down",
    ${reserves.kind}: ${milliYears}n,
  },`,
  ];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error("name the CSV file");
const bytes = readFileSync(path);
const text = bytes.toString("utf8");
const source = `// Shares and indicators from the USGS table that a devnet begins with; made by scripts/makeDevnetIndicators.ts.
import type { UsgsIndicator, UsgsShares } from "./usgsForm.ts";

export const usgsSource = "USGS, Mineral Commodity Summaries 2026, data release (public domain)";
/** The SHA-256 of the table that the figures were read from. */
export const usgsDocumentHash = "${createHash("sha256").update(bytes).digest("hex")}";

export const usgsShares: readonly UsgsShares[] = [
${minerals.flatMap((mineral) => (["mining", "refining"] as const).flatMap((stage) => sharesOf(mineral, stage, text))).join("\n")}
];

export const usgsIndicators: readonly UsgsIndicator[] = [
${minerals.flatMap((mineral) => indicatorsOf(mineral, text)).join("\n")}
];
`;
writeFileSync(new URL("../src/modules/indicators/usgsFigures.ts", import.meta.url), source);
