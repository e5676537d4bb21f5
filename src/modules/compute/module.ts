// The module `compute`: work measured against a reference, delivered within metered energy, promised by the month.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  certificatesEqualCommitments,
  deliveriesFitTimeAndEnergy,
  monthsEqualCertificates,
  siteDaysEqualDeliveries,
  sitesEqualHardware,
} from "./invariants.ts";
import { bondSite } from "./messages/bondSite.ts";
import { callCapacity } from "./messages/callCapacity.ts";
import { commitCapacity } from "./messages/commitCapacity.ts";
import { recordDelivery } from "./messages/recordDelivery.ts";
import { registerConsumer } from "./messages/registerConsumer.ts";
import { registerHardware } from "./messages/registerHardware.ts";
import { registerReference } from "./messages/registerReference.ts";
import { registerSite } from "./messages/registerSite.ts";
import { reportChallenge } from "./messages/reportChallenge.ts";
import { transferCapacity } from "./messages/transferCapacity.ts";
import { parameters } from "./parameters.ts";
import { certificate } from "./queries/certificate.ts";
import { commitment } from "./queries/commitment.ts";
import { delivery } from "./queries/delivery.ts";
import { grades } from "./queries/grades.ts";
import { hardware } from "./queries/hardware.ts";
import { holdings } from "./queries/holdings.ts";
import { reference } from "./queries/reference.ts";
import { site } from "./queries/site.ts";
import { siteDay } from "./queries/siteDay.ts";
import { siteMonth } from "./queries/siteMonth.ts";
import { sites } from "./queries/sites.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const compute = defineModule({
  name: "compute",
  version: 1,
  summary:
    "Compute in standard units: delivered within metered energy and signed by both sides, or promised and bonded.",
  after: ["accounts", "authority", "bonds", "energy"],
  tables: {
    references: tables.references,
    hardwareClasses: tables.hardwareClasses,
    sites: tables.sites,
    loadSites: tables.loadSites,
    consumers: tables.consumers,
    signingKeys: tables.signingKeys,
    deliveries: tables.deliveries,
    lastDeliveries: tables.lastDeliveries,
    jobs: tables.jobs,
    siteDays: tables.siteDays,
    siteMonths: tables.siteMonths,
    commitments: tables.commitments,
    lastCommitments: tables.lastCommitments,
    settlementSizes: tables.settlements.tables.sizes,
    settlementEntries: tables.settlements.tables.entries,
    certificates: tables.certificates,
    lastCertificates: tables.lastCertificates,
    heldCertificates: tables.heldCertificates,
    unsampledEnds: tables.unsampled.tables.ends,
    unsampledItems: tables.unsampled.tables.items,
    challengeEndSizes: tables.challengeEnds.tables.sizes,
    challengeEndEntries: tables.challengeEnds.tables.entries,
  },
  messages: {
    bondSite,
    callCapacity,
    commitCapacity,
    recordDelivery,
    registerConsumer,
    registerHardware,
    registerReference,
    registerSite,
    reportChallenge,
    transferCapacity,
  },
  queries: {
    certificate,
    commitment,
    delivery,
    grades,
    hardware,
    holdings,
    reference,
    site,
    siteDay,
    siteMonth,
    sites,
  },
  events,
  refusals,
  parameters,
  invariants: {
    deliveriesFitTimeAndEnergy,
    siteDaysEqualDeliveries,
    certificatesEqualCommitments,
    monthsEqualCertificates,
    sitesEqualHardware,
  },
  genesis,
  blocks,
});
