// Cells of a file that is imported: decimal numbers in exact integers, and whole hours in UTC; never a guess.
import type { RefusedReason } from "./refused.ts";

export type Parsed<Value> = { readonly value: Value } | { readonly reason: RefusedReason };

const plainDecimal = /^(-?)(\d+)(?:\.(\d+))?$/;
const separatedThousands = /^-?\d{1,3}([,' \u00a0\u202f]\d{3})+(\.\d+)?$/;
/** Fifteen digits before the point: far above what all the world generates in an hour, in any unit. */
const wholeDigitsMax = 15;

/** A decimal number times ten to the power of `decimals`, exactly; one with more decimals is refused. */
export function parseDecimal(text: string, decimals: number): Parsed<bigint> {
  if (text.trim() === "") return { reason: "blank" };
  const [, sign, whole = "", fraction = ""] = plainDecimal.exec(text) ?? [];
  if (sign === undefined) return { reason: separatedThousands.test(text) ? "thousandsSeparator" : "notANumber" };
  const exact = fraction.replace(/0+$/, "");
  if (exact.length > decimals) return { reason: "tooFine" };
  if (whole.replace(/^0+/, "").length > wholeDigitsMax) return { reason: "tooLarge" };
  const value = BigInt(whole + exact.padEnd(decimals, "0"));
  return { value: sign === "-" ? -value : value };
}

/** The same, of what cannot be less than nothing. */
export function parseAmount(text: string, decimals: number): Parsed<bigint> {
  const parsed = parseDecimal(text, decimals);
  return "value" in parsed && parsed.value < 0n ? { reason: "negative" } : parsed;
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** `2023-06-10 05:00:00`, also with a T between and a Z behind: a whole hour in UTC. */
const moment = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?Z?$/;

export function parseHour(text: string): Parsed<number> {
  const fields = moment
    .exec(text)
    ?.slice(1)
    .map((field) => Number(field ?? 0));
  if (fields === undefined) return { reason: text.trim() === "" ? "blank" : "hourFormUnknown" };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  const found = new Date(ms);
  const isReal =
    found.getUTCFullYear() === year &&
    found.getUTCMonth() === month - 1 &&
    found.getUTCDate() === day &&
    found.getUTCHours() === hour;
  if (!isReal || minute > 59 || second > 59 || ms < 0) return { reason: "hourFormUnknown" };
  return ms % hourMs === 0 ? { value: ms } : { reason: "hourNotWhole" };
}

/** As the files write it. */
export function formatHour(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}
