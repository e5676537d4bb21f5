// What is refused of a file that is imported: the place, what stands there, and one reason by name.

export const refusedReasons = {
  blank: "The cell is empty.",
  thousandsSeparator: "The number has separators of thousands.",
  notANumber: "The cell is no plain decimal number: a text such as >50, W, E or NA.",
  tooFine: "The number has more decimals than are measured here: nothing is rounded.",
  tooLarge: "The number is beyond what any device reads.",
  negative: "Generation and demand are never less than nothing.",
  hourFormUnknown: "The moment is not written as YYYY-MM-DD HH:MM:SS in UTC, or does not exist.",
  hourNotWhole: "The moment is no whole hour.",
  hourTwice: "The hour comes twice, and which of the two is right cannot be known: neither is taken.",
  hourMissing: "Hours between two rows are missing.",
  hourOutOfOrder: "The hour comes after later ones that are taken already.",
  cellCount: "The row has more or fewer cells than the header.",
  columnUnknown: "The column is none that this import knows.",
  zoneFormUnknown: "The zone is not written in capitals, digits and dashes, 16 at most.",
  deviceFormUnknown: "The device is not written in small letters, digits and dashes, 48 at most.",
  zoneDiffers: "The device was in another zone before.",
  sidesDisagree: "The two sides of a flow differ by more than --flow-tolerance.",
  sideUnreadable: "The other side of the flow cannot be read.",
  imbalance: "Demand is not generation less interchange, by more than --imbalance-tolerance.",
  aboveNameplate: "The energy is more than the registered nameplate and its margin allow.",
  inFuture: "What it is of has not ended by the ledger's clock.",
  gap: "Hours before this are refused or missing, and only --register replaces the meter after them.",
  periodFormUnknown: "The month or day is not written as this form writes it, or does not exist.",
  dayOrMonthFirst: "Whether the day or the month comes first cannot be known from the cell: --dates says it.",
  notMonthStart: "A monthly price is written on the first day of its month, and this is another day.",
  periodTwice: "The period comes twice, and which of the two is right cannot be known: neither is taken.",
  negativePrice: "The price is less than nothing, which for most things is a mistake, and never can be quoted.",
  zeroPrice: "The price is nothing, which cannot be quoted: an absent price is written so in some files.",
  priceTooSmall: "The price is less than a billionth of the numeraire for one unit of the feed.",
  priceTooLarge: "The price is more than a million of the numeraire for one unit of the feed.",
  stale: "The feed takes what was observed so long ago for stale: it would count in no round.",
  gpusUnknown: "How many GPUs the listing has is no whole number above nothing.",
  perGpuDiffers: "The price for each GPU is not the whole price by the number of GPUs.",
  reliabilityUnknown: "The reliability is no share between 0 and 1.",
  unreliable: "The host is less reliable than --least-reliability.",
  listingAgain: "The listing was seen again on the same day, and counts once, as it was seen last.",
  tooFewListings: "Fewer sound listings than --least-listings make no price.",
  listingsTooWide:
    "A quarter of the listings costs more than twice the median: it is the price of nothing that is one thing.",
} as const;

export type RefusedReason = keyof typeof refusedReasons;

/** One line of the report. */
export interface Refused {
  readonly line: number;
  /** The column's name; empty where it is the row as a whole. */
  readonly column: string;
  readonly value: string;
  /** One of the above, or the code of the ledger's refusal. */
  readonly reason: string;
  /** False where it is told and imported all the same. */
  readonly refused: boolean;
  readonly device?: string;
  readonly feed?: string;
  readonly details?: Readonly<Record<string, string | number>>;
}

/** What is kept of a cell that may be anything. */
const valueCharactersMax = 60;

export function refusedAt(
  { line, column, value }: { readonly line: number; readonly column: string; readonly value: string },
  reason: RefusedReason,
  more: Pick<Refused, "device" | "feed" | "details"> = {},
): Refused {
  return { line, column, value: value.slice(0, valueCharactersMax), reason, refused: true, ...more };
}
