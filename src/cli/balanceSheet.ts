// The issuer's balance sheet as a file: one line of double entry for each account, and their sums.
import { z } from "zod";

const digits = z.string().regex(/^\d+$/);

/** What `issuance/balanceSheet` answers, as far as the file needs it. */
export const balanceSheetSchema = z.looseObject({
  height: z.int(),
  lines: z.array(
    z.looseObject({
      account: z.string().regex(/^[A-Za-z0-9/-]+$/),
      class: z.string().regex(/^[a-z]+$/),
      quantity: digits,
      debitNano: digits,
      creditNano: digits,
    }),
  ),
  totalNano: digits,
});
export type BalanceSheet = z.output<typeof balanceSheetSchema>;

const header = "account,class,quantity,debit,credit";

/**
 * CSV as in RFC 4180 but for its line ends, which are `\n`: a header, a line for each account, and a last line `total`.
 * Debit and credit are decimals of the numeraire with nine places, exactly; quantities are in each account's smallest unit.
 */
export function balanceSheetCsv({ lines, totalNano }: BalanceSheet): string {
  const rows = lines.map(({ account, class: kind, quantity, debitNano, creditNano }) =>
    [account, kind, quantity, decimal(debitNano), decimal(creditNano)].join(","),
  );
  const total = ["total", "", "", decimal(totalNano), decimal(totalNano)].join(",");
  return `${[header, ...rows, total].join("\n")}\n`;
}

/** Billionths as a decimal with all nine places. */
function decimal(nano: string): string {
  const padded = nano.padStart(10, "0");
  return `${padded.slice(0, -9)}.${padded.slice(-9)}`;
}
