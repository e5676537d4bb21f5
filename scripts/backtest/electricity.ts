// Electricity at its trailing twelve-month mean, as the basket takes it: from Ember's monthly prices of one country.
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { DirtyPrices, type PriceTable } from "./prices.ts";

const rowSchema = z.object({ Country: z.string(), Date: z.string(), "Price (EUR/MWhe)": z.string() });
const dateForm = /^01\/(\d{2})\/(\d{4})$/;
const trailingMonths = 12;
export const electricityColumn = "ELEC";

/**
 * Adds a column ELEC to the table: the mean of the twelve months up to each month, in billionths of EUR per MWh, absent
 * before there are twelve. A smoothed series looks calmer than it is, so a run with it is reported apart.
 */
export function withElectricity(table: PriceTable, text: string, country = "Germany"): PriceTable {
  const rows = z.array(rowSchema).parse(parse(text, { columns: true, bom: true }));
  const prices = new Map<string, bigint>();
  rows.forEach((row, at) => {
    if (row.Country !== country) return;
    const [, month, year] = dateForm.exec(row.Date) ?? [];
    const price = Number(row["Price (EUR/MWhe)"]);
    if (month === undefined || !(price > 0))
      throw new DirtyPrices(`column Price, row ${at + 2}: no month or no price above 0`);
    prices.set(`${year}-${month}`, BigInt(Math.round(price * 1e6)) * 1_000n);
  });
  const spot = table.months.map((month) => prices.get(month));
  const column = spot.map((_, at) => {
    const window = spot.slice(Math.max(0, at - trailingMonths + 1), at + 1).filter((price) => price !== undefined);
    return window.length < trailingMonths ? undefined : window.reduce((sum, price) => sum + price, 0n) / 12n;
  });
  return { months: table.months, columns: new Map([...table.columns, [electricityColumn, column]]) };
}
