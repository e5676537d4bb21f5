// The module `indicators`: what is known of each component's scarcity, by whom, and since when.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { entriesPointToTheirRecords, recordsAreNumbered, recordsAreSound } from "./invariants.ts";
import { recordGovernance } from "./messages/recordGovernance.ts";
import { recordIndicator } from "./messages/recordIndicator.ts";
import { recordShares } from "./messages/recordShares.ts";
import { parameters } from "./parameters.ts";
import { concentration } from "./queries/concentration.ts";
import { governance } from "./queries/governance.ts";
import { indicator } from "./queries/indicator.ts";
import { indicators as indicatorList } from "./queries/indicators.ts";
import { readings } from "./queries/readings.ts";
import { record } from "./queries/record.ts";
import { records } from "./queries/records.ts";
import { shares } from "./queries/shares.ts";
import { refusals } from "./refusals.ts";
import { governanceOf, indicatorRecords, recordCounts, sharesOf, values } from "./tables.ts";

export const indicators = defineModule({
  name: "indicators",
  version: 1,
  summary: "Sourced indicators of scarcity and strategic demand: typed unknowns, notice, fixed ranges, concentration.",
  after: ["authority", "basket"],
  tables: { recordCounts, indicatorRecords, values, sharesOf, governanceOf },
  messages: { recordIndicator, recordShares, recordGovernance },
  queries: { indicators: indicatorList, indicator, readings, record, records, shares, concentration, governance },
  events,
  refusals,
  parameters,
  invariants: { recordsAreNumbered, recordsAreSound, entriesPointToTheirRecords },
  genesis,
});
