// What the module `metal-reserve` must hold: every list and total made anew from the certificates.
import { sum } from "./arithmetic.ts";
import {
  attestationEndMs,
  type Certificate,
  countVault,
  isHeld,
  type Metal,
  marksOf,
  metalOf,
  type Place,
  type Vault,
} from "./metal-reserve/book.ts";
import { certificateMessages, waitingWeight } from "./metal-reserve/certificates.ts";
import { putVault, vaultMessages } from "./metal-reserve/vaults.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";

const padded = (number: number) => number.toString().padStart(16, "0");

function* certificateRows(model: Model): Generator<ExpectedRow> {
  const { certificates, bars } = metalOf(model);
  const heldByBar = new Map<string, bigint>();
  for (const [certificateId, certificate] of certificates.entries()) {
    const { owner, vault, fineWeightMg } = certificate;
    yield [`metal-reserve/certificate/${padded(certificateId)}`, certificate];
    if (certificate.state !== "delivered") yield [`metal-reserve/owned/${owner}/${padded(certificateId)}`, {}];
    if (!isHeld(certificate)) continue;
    yield [`metal-reserve/kept/${vault}/${padded(certificateId)}`, {}];
    const marks = marksOf(certificate);
    heldByBar.set(marks, (heldByBar.get(marks) ?? 0n) + fineWeightMg);
  }
  for (const [marks, bar] of bars.entries()) {
    yield [`metal-reserve/bar/${marks}`, { ...bar, heldFineWeightMg: heldByBar.get(marks) ?? 0n }];
  }
  if (certificates.size > 0) yield ["metal-reserve/last-certificate", certificates.size];
}

const reserveWeight = (certificates: readonly Certificate[]): bigint =>
  sum(certificates.map(({ state, fineWeightMg }) => (state === "reserve-owned" ? fineWeightMg : 0n)));

function* totalRows(model: Model): Generator<ExpectedRow> {
  const { vaultNames, metalNames, certificates } = metalOf(model);
  const all = certificates.values();
  const counted = new Map(vaultNames.value.map((vault) => [vault, countVault(model, vault)]));
  for (const metal of metalNames.value) {
    let items = 0;
    let fineWeightMg = 0n;
    for (const vault of vaultNames.value) {
      const own = all.filter((certificate) => certificate.vault === vault && certificate.metal === metal);
      const count = counted.get(vault)?.find((each) => each.metal === metal);
      const held = { items: count?.items ?? 0, fineWeightMg: count?.fineWeightMg ?? 0n };
      items += held.items;
      fineWeightMg += held.fineWeightMg;
      const row = { ...held, reserveFineWeightMg: reserveWeight(own) };
      if (own.length > 0) yield [`metal-reserve/vault-total/${vault}/${metal}`, row];
    }
    const reserveFineWeightMg = reserveWeight(all.filter((certificate) => certificate.metal === metal));
    yield [`metal-reserve/metal-total/${metal}`, { items, fineWeightMg, reserveFineWeightMg }];
  }
}

function* lineRows(root: string, lines: readonly (readonly [string, readonly Place[]])[]): Generator<ExpectedRow> {
  for (const [chain, places] of lines) {
    const ids = places.map(({ certificateId }) => certificateId);
    yield [`${root}/ends/${chain}`, { first: ids[0], last: ids.at(-1), count: ids.length }];
    for (const [at, { certificateId, sinceHeight }] of places.entries()) {
      const link = { chain, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null, sinceHeight };
      yield [`${root}/link/${padded(certificateId)}`, link];
    }
  }
}

interface GenesisPart {
  readonly metals: readonly ({ readonly metal: string } & Metal)[];
  readonly vaults: readonly ({ readonly vault: string } & Omit<Vault, "acceptsDeposits" | "registeredMs">)[];
}

export const model: ModuleModel = {
  messages: { ...vaultMessages, ...certificateMessages },
  start(model, part) {
    const { metals, metalNames } = metalOf(model);
    const content = part as GenesisPart;
    for (const { metal, ...settings } of content.metals) metals.set(metal, settings);
    metalNames.value = content.metals.map(({ metal }) => metal);
    for (const vault of content.vaults) putVault(model, vault);
  },
  *moments(model) {
    const { attestations, requests } = metalOf(model);
    for (const [vault, { attestedMs }] of attestations.entries()) yield attestationEndMs(model, vault, attestedMs);
    const graceMs = parameterNumber(model, "metal-reserve.loadOutGraceMs");
    for (const { dueMs } of requests.values()) yield* [dueMs, dueMs + graceMs];
  },
  *rows(model) {
    const book = metalOf(model);
    for (const [metal, settings] of book.metals.entries()) yield [`metal-reserve/metal/${metal}`, settings];
    yield ["metal-reserve/metals", book.metalNames.value];
    for (const [name, vault] of book.vaults.entries()) yield [`metal-reserve/vault/${name}`, vault];
    if (book.vaultNames.value.length > 0) yield ["metal-reserve/vaults", book.vaultNames.value];
    for (const [vault, list] of book.lists.entries()) yield [`metal-reserve/bar-list/${vault}`, list];
    for (const [vault, attestation] of book.attestations.entries()) {
      yield [`metal-reserve/attestation/${vault}`, attestation];
    }
    for (const [certificateId, request] of book.requests.entries()) {
      yield [`metal-reserve/delivery/${padded(certificateId)}`, request];
    }
    for (const [vault, gate] of book.gates.entries()) {
      yield [`metal-reserve/load-out/${vault}`, { ...gate, waitingWeightMg: waitingWeight(model, vault) }];
    }
    yield* certificateRows(model);
    yield* totalRows(model);
    yield* lineRows("metal-reserve/load-out-queue", book.queues.entries());
    yield* lineRows("metal-reserve/reserve-chain", book.titles.entries());
  },
};
