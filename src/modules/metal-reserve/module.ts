// The module `metal-reserve`: the register of physical metal and of metal certificates.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  barsEqualCertificates,
  listsEqualCertificates,
  loadOutQueuesHoldRequests,
  metalTotalsEqualVaultTotals,
  pledgesNameTheirBook,
  reserveChainsHoldTheReserve,
  vaultTotalsEqualCertificates,
} from "./invariants.ts";
import { attestVault } from "./messages/attestVault.ts";
import { cancelDelivery } from "./messages/cancelDelivery.ts";
import { changeVault } from "./messages/changeVault.ts";
import { confirmDelivery } from "./messages/confirmDelivery.ts";
import { depositBars } from "./messages/depositBars.ts";
import { registerVault } from "./messages/registerVault.ts";
import { reinstateCertificates } from "./messages/reinstateCertificates.ts";
import { requestDelivery } from "./messages/requestDelivery.ts";
import { splitCertificate } from "./messages/splitCertificate.ts";
import { transferCertificate } from "./messages/transferCertificate.ts";
import { withdrawAttestation } from "./messages/withdrawAttestation.ts";
import { withdrawCertificates } from "./messages/withdrawCertificates.ts";
import { parameters } from "./parameters.ts";
import { attestation } from "./queries/attestation.ts";
import { bar } from "./queries/bar.ts";
import { barList } from "./queries/barList.ts";
import { certificate } from "./queries/certificate.ts";
import { certificates } from "./queries/certificates.ts";
import { holdings } from "./queries/holdings.ts";
import { loadOutQueue } from "./queries/loadOutQueue.ts";
import { metal } from "./queries/metal.ts";
import { metals } from "./queries/metals.ts";
import { metalTotal } from "./queries/metalTotal.ts";
import { vault } from "./queries/vault.ts";
import { vaultCertificates } from "./queries/vaultCertificates.ts";
import { vaults } from "./queries/vaults.ts";
import { vaultTotal } from "./queries/vaultTotal.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const metalReserve = defineModule({
  name: "metal-reserve",
  version: 1,
  summary: "Metal in vaults, bar by bar: deposited, attested, owned through certificates, delivered.",
  after: ["accounts", "authority"],
  tables: {
    metalSettings: tables.metalSettings,
    metalNames: tables.metalNames,
    vaults: tables.vaults,
    vaultNames: tables.vaultNames,
    barLists: tables.barLists,
    bars: tables.bars,
    certificates: tables.certificates,
    lastCertificateIds: tables.lastCertificateIds,
    ownedCertificates: tables.ownedCertificates,
    keptCertificates: tables.keptCertificates,
    vaultTotals: tables.vaultTotals,
    metalTotals: tables.metalTotals,
    attestations: tables.attestations,
    deliveryRequests: tables.deliveryRequests,
    loadOuts: tables.loadOuts,
    loadOutQueueEnds: tables.loadOutQueues.tables.ends,
    loadOutQueueLinks: tables.loadOutQueues.tables.links,
    reserveChainEnds: tables.reserveChains.tables.ends,
    reserveChainLinks: tables.reserveChains.tables.links,
  },
  messages: {
    attestVault,
    cancelDelivery,
    changeVault,
    confirmDelivery,
    depositBars,
    registerVault,
    reinstateCertificates,
    requestDelivery,
    splitCertificate,
    transferCertificate,
    withdrawAttestation,
    withdrawCertificates,
  },
  queries: {
    attestation,
    bar,
    barList,
    certificate,
    certificates,
    holdings,
    loadOutQueue,
    metal,
    metals,
    metalTotal,
    vault,
    vaultCertificates,
    vaults,
    vaultTotal,
  },
  events,
  refusals,
  parameters,
  invariants: {
    vaultTotalsEqualCertificates,
    metalTotalsEqualVaultTotals,
    pledgesNameTheirBook,
    barsEqualCertificates,
    listsEqualCertificates,
    reserveChainsHoldTheReserve,
    loadOutQueuesHoldRequests,
  },
  genesis,
});
