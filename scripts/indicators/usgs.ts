// Mine and refinery production by country, and single figures, read from the table of the USGS Mineral Commodity Summaries in its own layout.
import { parse } from "csv-parse/sync";
import { z } from "zod";

const rowSchema = z.object({
  Section: z.string(),
  "MCS chapter": z.string().min(1),
  Commodity: z.string().min(1),
  Country: z.string().min(1),
  Statistics: z.string(),
  Statistics_detail: z.string(),
  Unit: z.string().min(1),
  Year: z.string(),
  Value: z.string(),
});
type Row = z.output<typeof rowSchema>;

/** What the table says of one country: an amount, nothing produced, or that the figure is withheld or not known. */
export type Figure =
  | { readonly kind: "amount"; readonly millis: bigint }
  | { readonly kind: "none" }
  | { readonly kind: "withheld" }
  | { readonly kind: "notAvailable" };

export interface CountryFigure {
  readonly country: string;
  readonly figure: Figure;
}

/** The production of one commodity in one year, by mines where nothing else is said; the total that the table gives, which is rounded, is left out. */
export interface MineProduction {
  readonly chapter: string;
  readonly commodity: string;
  readonly unit: string;
  readonly countries: readonly CountryFigure[];
}

/** Mines, smelters and refineries are stages of a metal: their rows say so, and are not mixed. */
const details = { mining: /\bmine production\b/i, refining: /\brefinery production\b/i } as const;
export type ProductionStage = keyof typeof details;
/** `World total`, and sums of it that leave a country out. */
const totalCountry = /^world total/i;

/** Refuses a table without these columns, a value of an unknown form, and a country named twice. */
export function readMineProduction(text: string, year: number): MineProduction[] {
  return readProduction(text, year, "mining");
}

/** The same of one stage. */
export function readProduction(text: string, year: number, stage: ProductionStage): MineProduction[] {
  const rows = z.array(rowSchema).parse(parse(text, { columns: true, bom: true }));
  const groups = new Map<string, MineProduction & { readonly countries: CountryFigure[] }>();
  for (const row of rows) {
    if (!isProduction(row, year, stage)) continue;
    const { "MCS chapter": chapter, Commodity: commodity, Country: country, Unit: unit } = row;
    const key = `${chapter}\n${commodity}`;
    const group = groups.get(key) ?? { chapter, commodity, unit, countries: [] };
    groups.set(key, group);
    const where = `${chapter}, ${commodity}, ${country}, ${year}`;
    if (group.unit !== unit) throw new Error(`${where}: ${unit} beside ${group.unit}`);
    if (group.countries.some((other) => other.country === country)) throw new Error(`${where}: named twice`);
    group.countries.push({ country, figure: parseFigure(row.Value, where) });
  }
  return [...groups.values()];
}

function isProduction(row: Row, year: number, stage: ProductionStage): boolean {
  const { Section, Statistics, Statistics_detail, Country, Year } = row;
  return (
    // The United States have a table of their own besides, whose figures are of another detail.
    Section.startsWith("World") &&
    Statistics === "Production" &&
    details[stage].test(Statistics_detail) &&
    !totalCountry.test(Country) &&
    Year === String(year)
  );
}

/** `1,234.5` is an amount, `-` nothing, `W` withheld and `NA` not available; anything else, such as `>50`, is refused. */
export function parseFigure(value: string, where: string): Figure {
  const text = value.trim();
  if (text === "-" || text === "—") return { kind: "none" };
  if (text === "W") return { kind: "withheld" };
  if (text === "NA") return { kind: "notAvailable" };
  const match = /^(\d{1,3}(?:,\d{3})*|\d+)(?:\.(\d{1,3}))?$/.exec(text);
  if (match === null) throw new Error(`${where}: ${JSON.stringify(value)} is no amount`);
  const [, whole = "", fraction = ""] = match;
  return { kind: "amount", millis: BigInt(whole.replaceAll(",", "")) * 1_000n + BigInt(fraction.padEnd(3, "0")) };
}

/** The text of one cell that only one row has; refuses a table in which none has it, or several. */
export function readCell(
  text: string,
  wanted: Readonly<Record<"chapter" | "country" | "detail" | "year", string>>,
): string {
  const rows = z.array(rowSchema).parse(parse(text, { columns: true, bom: true }));
  const found = rows.filter(
    (row) =>
      row["MCS chapter"] === wanted.chapter &&
      row.Country === wanted.country &&
      row.Statistics_detail === wanted.detail &&
      row.Year === wanted.year,
  );
  const [cell] = found;
  if (cell === undefined || found.length > 1) throw new Error(`${JSON.stringify(wanted)}: ${found.length} rows`);
  return cell.Value.trim();
}
