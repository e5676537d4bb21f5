// The module `energy`: metered generation as granular certificates, metered consumption beside it.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { bundlesTileIssues, holdersListTheirBundles } from "./invariants/bundles.ts";
import {
  claimsEqualBundles,
  claimsFitInterconnectors,
  loadResultsEqualClaims,
  zoneResultsEqualClaims,
} from "./invariants/claims.ts";
import {
  daysListReservedBundles,
  daysWaitOnce,
  generationEqualsIssues,
  hoursEqualReadings,
} from "./invariants/days.ts";
import { activeCertificatesAwaitExpiry } from "./invariants/expiry.ts";
import { readingsAreContiguous } from "./invariants/readings.ts";
import { storageAddsUp } from "./invariants/storage.ts";
import { totalsEqualReadingsAndBundles } from "./invariants/totals.ts";
import { cancelCertificates } from "./messages/cancelCertificates.ts";
import { instructReservation } from "./messages/instructReservation.ts";
import { lockCertificates } from "./messages/lockCertificates.ts";
import { recordReadings } from "./messages/recordReadings.ts";
import { registerDevice } from "./messages/registerDevice.ts";
import { registerZone } from "./messages/registerZone.ts";
import { replaceMeter } from "./messages/replaceMeter.ts";
import { reserveCertificates } from "./messages/reserveCertificates.ts";
import { revokeInstruction } from "./messages/revokeInstruction.ts";
import { transferCertificates } from "./messages/transferCertificates.ts";
import { unlockCertificates } from "./messages/unlockCertificates.ts";
import { withdrawCertificates } from "./messages/withdrawCertificates.ts";
import { parameters } from "./parameters.ts";
import { bundle } from "./queries/bundle.ts";
import { bundles } from "./queries/bundles.ts";
import { certificate } from "./queries/certificate.ts";
import { claimsOfLoad } from "./queries/claimsOfLoad.ts";
import { days } from "./queries/days.ts";
import { device } from "./queries/device.ts";
import { devices } from "./queries/devices.ts";
import { deviceTotal } from "./queries/deviceTotal.ts";
import { holdings } from "./queries/holdings.ts";
import { instruction } from "./queries/instruction.ts";
import { match } from "./queries/match.ts";
import { meter } from "./queries/meter.ts";
import { readings } from "./queries/readings.ts";
import { record } from "./queries/record.ts";
import { score } from "./queries/score.ts";
import { storage } from "./queries/storage.ts";
import { storageIssue } from "./queries/storageIssue.ts";
import { total } from "./queries/total.ts";
import { zone } from "./queries/zone.ts";
import { zoneDay } from "./queries/zoneDay.ts";
import { zones } from "./queries/zones.ts";
import { zoneTotal } from "./queries/zoneTotal.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const energy = defineModule({
  name: "energy",
  version: 1,
  summary: "Metered generation as granular certificates, each watt-hour once, and metered consumption.",
  after: ["accounts", "authority"],
  tables: {
    zones: tables.zones,
    zoneNames: tables.zoneNames,
    devices: tables.devices,
    submeters: tables.submeters,
    zoneLinks: tables.zoneLinks,
    zoneStorages: tables.zoneStorages,
    deviceCounts: tables.deviceCounts,
    meters: tables.meters,
    meterKeys: tables.meterKeys,
    readings: tables.readings,
    bundles: tables.bundles,
    heldBundles: tables.heldBundles,
    deviceTotals: tables.deviceTotals,
    kindTotals: tables.kindTotals,
    days: tables.days,
    loadDays: tables.loadDays,
    submeterDays: tables.submeterDays,
    zoneDays: tables.zoneDays,
    zoneTotals: tables.zoneTotals,
    closingSizes: tables.closings.tables.sizes,
    closingEntries: tables.closings.tables.entries,
    closedEnds: tables.closedDays.tables.ends,
    closedItems: tables.closedDays.tables.items,
    instructions: tables.instructions,
    supply: tables.supply,
    supplyCounts: tables.supplyCounts,
    demand: tables.demand,
    flowDays: tables.flowDays,
    generationDays: tables.generationDays,
    claims: tables.claims,
    storages: tables.storages,
    layers: tables.layers,
    storageIssues: tables.storageIssues,
    expiryPointers: tables.expiryPointers,
    expirySizes: tables.expiries.tables.sizes,
    expiryEntries: tables.expiries.tables.entries,
  },
  messages: {
    cancelCertificates,
    instructReservation,
    lockCertificates,
    recordReadings,
    registerDevice,
    registerZone,
    replaceMeter,
    reserveCertificates,
    revokeInstruction,
    transferCertificates,
    unlockCertificates,
    withdrawCertificates,
  },
  queries: {
    bundle,
    bundles,
    certificate,
    claimsOfLoad,
    days,
    device,
    devices,
    deviceTotal,
    holdings,
    instruction,
    match,
    meter,
    readings,
    record,
    score,
    storage,
    storageIssue,
    total,
    zone,
    zoneDay,
    zones,
    zoneTotal,
  },
  events,
  refusals,
  parameters,
  invariants: {
    totalsEqualReadingsAndBundles,
    bundlesTileIssues,
    readingsAreContiguous,
    holdersListTheirBundles,
    activeCertificatesAwaitExpiry,
    hoursEqualReadings,
    generationEqualsIssues,
    daysListReservedBundles,
    daysWaitOnce,
    claimsEqualBundles,
    loadResultsEqualClaims,
    zoneResultsEqualClaims,
    claimsFitInterconnectors,
    storageAddsUp,
  },
  genesis,
  blocks,
});
