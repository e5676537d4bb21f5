// The module `swap-lines`: lines between central banks, draws with a reverse leg, margin calls and defaults.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  exposuresEqualDraws,
  onwardLimitsHold,
  openDrawsFallDue,
  pairsHaveOneLine,
  usesEqualDraws,
} from "./invariants.ts";
import { acceptLine } from "./messages/acceptLine.ts";
import { answerMarginCall } from "./messages/answerMarginCall.ts";
import { closeLine } from "./messages/closeLine.ts";
import { drawLine } from "./messages/drawLine.ts";
import { proposeLine } from "./messages/proposeLine.ts";
import { repayDraw } from "./messages/repayDraw.ts";
import { rollOverDraw } from "./messages/rollOverDraw.ts";
import { setOnwardLimit } from "./messages/setOnwardLimit.ts";
import { parameters } from "./parameters.ts";
import { draw } from "./queries/draw.ts";
import { draws } from "./queries/draws.ts";
import { exposure } from "./queries/exposure.ts";
import { line } from "./queries/line.ts";
import { lines } from "./queries/lines.ts";
import { onwardLimit } from "./queries/onwardLimit.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const swapLines = defineModule({
  name: "swap-lines",
  version: 1,
  summary:
    "Swap lines between central banks: draws at spot with a reverse leg at the same rate, collateral and margin calls.",
  after: ["accounts", "oracle"],
  tables: {
    lines: tables.lines,
    nextLines: tables.nextLines,
    pairs: tables.pairs,
    draws: tables.draws,
    exposures: tables.exposures,
    onwardLimits: tables.onwardLimits,
    onwardCounts: tables.onwardCounts,
    dueSizes: tables.dues.tables.sizes,
    dueEntries: tables.dues.tables.entries,
  },
  messages: { proposeLine, acceptLine, closeLine, drawLine, repayDraw, rollOverDraw, answerMarginCall, setOnwardLimit },
  queries: { line, lines, draw, draws, exposure, onwardLimit },
  events,
  refusals,
  parameters,
  invariants: { exposuresEqualDraws, usesEqualDraws, pairsHaveOneLine, openDrawsFallDue, onwardLimitsHold },
  genesis,
  blocks,
});
