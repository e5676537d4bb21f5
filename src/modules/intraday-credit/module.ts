// The module `intraday-credit`: money that a central bank lends banks within the day, drawn by them or by the queues for them.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { debtorsAreListed, debtsFallDue, exposuresEqualDebts, linesEqualDebts } from "./invariants.ts";
import { closeLine } from "./messages/closeLine.ts";
import { drawCredit } from "./messages/drawCredit.ts";
import { grantLine } from "./messages/grantLine.ts";
import { repayDebts } from "./messages/repayDebts.ts";
import { setAutomaticDraws } from "./messages/setAutomaticDraws.ts";
import { parameters } from "./parameters.ts";
import { automaticDraws } from "./queries/automaticDraws.ts";
import { debts } from "./queries/debts.ts";
import { exposure } from "./queries/exposure.ts";
import { line } from "./queries/line.ts";
import { lines } from "./queries/lines.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const intradayCredit = defineModule({
  name: "intraday-credit",
  version: 1,
  summary:
    "Credit within the day: lines of central banks for banks, and draws on swap lines that are lent on to banks.",
  after: ["accounts", "swap-lines"],
  tables: {
    lines: tables.lines,
    lineCounts: tables.lineCounts,
    sources: tables.sources,
    debts: tables.debts,
    debtors: tables.debtors,
    debtorCounts: tables.debtorCounts,
    currencyDebtors: tables.currencyDebtors,
    debtorPlaces: tables.debtorPlaces,
    nextDraws: tables.nextDraws,
    exposures: tables.exposures,
    dueSizes: tables.dues.tables.sizes,
    dueEntries: tables.dues.tables.entries,
  },
  messages: { grantLine, closeLine, drawCredit, repayDebts, setAutomaticDraws },
  queries: { line, lines, debts, automaticDraws, exposure },
  events,
  refusals,
  parameters,
  invariants: { exposuresEqualDebts, linesEqualDebts, debtorsAreListed, debtsFallDue },
  genesis,
  blocks,
});
