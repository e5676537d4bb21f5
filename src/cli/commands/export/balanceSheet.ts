// `kedge export balance-sheet`: the issuer's balance sheet as CSV, from a running node.
import { writeFileSync } from "node:fs";
import { balanceSheetCsv, balanceSheetSchema } from "#src/cli/balanceSheet.ts";
import { defineCommand } from "#src/cli/command.ts";
import { usageFailure } from "#src/cli/failure.ts";
import { parseHeight } from "#src/cli/heights.ts";
import { getParsed, urlOption } from "#src/cli/http.ts";

export const exportBalanceSheet = defineCommand({
  command: "balance-sheet",
  describe: "The issuer's balance sheet as CSV: account, class, quantity, debit, credit, and their sums",
  example: "export balance-sheet --out sheet.csv",
  options: {
    ...urlOption,
    out: { type: "string", describe: "The file to write, which must not be there [default: standard output]" },
    height: { type: "string", describe: "An earlier height that is still kept [default: the newest]" },
  },
  async run({ url, out, height }) {
    const search = height === undefined ? "" : `?height=${parseHeight(height, "--height")}`;
    const sheet = await getParsed(url, `/v1/issuance/balanceSheet${search}`, balanceSheetSchema);
    const csv = balanceSheetCsv(sheet);
    if (out === undefined) return { text: csv.trimEnd(), json: sheet };
    writeNew(out, csv);
    const json = { file: out, height: sheet.height, accounts: sheet.lines.length, totalNano: sheet.totalNano };
    return { text: `${out}: ${json.accounts} accounts at height ${json.height}`, json };
  },
});

function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: "wx", flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw usageFailure(`${file} is there already`);
    throw error;
  }
}
