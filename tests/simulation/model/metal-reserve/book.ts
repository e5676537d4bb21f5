// Metal as the model keeps it: bars, metal certificates, attestations and queues; every total is summed when asked for.

import { hasRole, judgeRole } from "../authority/book.ts";
import { cbor, hash } from "../encoding.ts";
import type { Grounds, Model } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Metal {
  readonly name: string;
  readonly unit: "g" | "kg";
  readonly form: "bar" | "lot";
  readonly finenessPpmMin: number;
  readonly grossWeightMgMin: bigint;
  readonly grossWeightMgMax: bigint;
  readonly pieceWeightMgMin: bigint;
}

export interface Vault {
  readonly operator: string;
  readonly country: string;
  readonly zone: string;
  readonly auditors: readonly string[];
  readonly loadOutWeightMgPerDay: bigint;
  readonly attestationAgeMaxMs?: number;
  readonly acceptsDeposits: boolean;
  readonly registeredMs: number;
}

export interface Marks {
  readonly refiner: string;
  readonly serial: string;
  readonly year: number;
}

export interface Bar {
  readonly metal: string;
  readonly vault: string;
  readonly certificateId: number;
  readonly grossWeightMg: bigint;
  readonly fineWeightMg: bigint;
}

export type CertificateState =
  | "active"
  | "pledged"
  | "reserve-owned"
  | "delivery-requested"
  | "delivered"
  | "withdrawn";

export interface Certificate extends Marks {
  readonly state: CertificateState;
  readonly owner: string;
  readonly metal: string;
  readonly vault: string;
  readonly assayPpm: number;
  readonly grossWeightMg: bigint;
  readonly fineWeightMg: bigint;
  readonly deposit: number;
  readonly depositor: string;
  readonly depositedMs: number;
  readonly splitFrom?: number;
  readonly withdrawnFrom?: "active" | "pledged" | "reserve-owned";
  readonly pledgee?: string;
}

export interface Counted {
  readonly metal: string;
  readonly items: number;
  readonly fineWeightMg: bigint;
}

export interface Attestation {
  readonly auditor: string;
  readonly attestedMs: number;
  readonly deposits: number;
  readonly listHash: Uint8Array;
  readonly documentHash: Uint8Array;
  readonly counts: readonly Counted[];
  readonly withdrawn?: { readonly by: string; readonly atMs: number; readonly reason: string };
}

/** One place in a line of certificates, with the block in which it was taken. */
export interface Place {
  readonly certificateId: number;
  readonly sinceHeight: number;
}

const makeBook = (log: UndoLog) => ({
  metals: new UndoMap<string, Metal>(log),
  metalNames: new UndoCell<readonly string[]>(log, []),
  vaults: new UndoMap<string, Vault>(log),
  vaultNames: new UndoCell<readonly string[]>(log, []),
  lists: new UndoMap<string, { readonly deposits: number; readonly entries: number; readonly listHash: Uint8Array }>(
    log,
  ),
  bars: new UndoMap<string, Bar>(log),
  certificates: new UndoMap<number, Certificate>(log),
  attestations: new UndoMap<string, Attestation>(log),
  requests: new UndoMap<
    number,
    { readonly requestedMs: number; readonly dueMs: number; readonly instructionHash: Uint8Array }
  >(log),
  /** What left each vault lately, as a backlog on a day. */
  gates: new UndoMap<string, { readonly day: number; readonly backlogWeightMg: bigint }>(log),
  /** Each vault's load-out queue. */
  queues: new UndoMap<string, readonly Place[]>(log),
  /** The reserve's certificates by `vault:metal`, in the order of their titles. */
  titles: new UndoMap<string, readonly Place[]>(log),
});

export const metalOf = (model: Model) => model.book(makeBook);

export const marksOf = ({ refiner, serial, year }: Marks): string =>
  `${refiner}/${serial}/${year.toString().padStart(16, "0")}`;

export const isHeld = ({ state }: Certificate): boolean => state !== "delivered" && state !== "withdrawn";

export function join(lines: UndoMap<string, readonly Place[]>, name: string, place: Place): void {
  lines.set(name, [...(lines.get(name) ?? []), place]);
}

export function leave(lines: UndoMap<string, readonly Place[]>, name: string, certificateId: number): void {
  const left = (lines.get(name) ?? []).filter((place) => place.certificateId !== certificateId);
  if (left.length === 0) lines.delete(name);
  else lines.set(name, left);
}

/** What a vault holds of each metal, counted bar by bar. */
export function countVault(model: Model, vault: string): Counted[] {
  const { certificates, metalNames } = metalOf(model);
  const held = certificates.values().filter((certificate) => certificate.vault === vault && isHeld(certificate));
  return metalNames.value.flatMap((metal) => {
    const own = held.filter((certificate) => certificate.metal === metal);
    if (own.length === 0) return [];
    const fineWeightMg = own.reduce((total, certificate) => total + certificate.fineWeightMg, 0n);
    return [{ metal, items: new Set(own.map(marksOf)).size, fineWeightMg }];
  });
}

/** Adds one change to a vault's bar list, and returns the hash after it. */
export function listChange(
  model: Model,
  change: "deposited" | "delivered" | "withdrawn" | "reinstated",
  certificateId: number,
  { vault, metal, refiner, serial, year, grossWeightMg, fineWeightMg }: Certificate,
): Uint8Array {
  const { lists } = metalOf(model);
  const { deposits, entries, listHash } = lists.at(vault);
  const entry = cbor({ change, certificateId, metal, refiner, serial, year, grossWeightMg, fineWeightMg });
  const after = hash(listHash, entry);
  lists.set(vault, {
    deposits: deposits + (change === "deposited" ? 1 : 0),
    entries: entries + 1,
    listHash: after,
  });
  return after;
}

/** Until when, and up to which deposit, a vault's attestation counts now. */
export function attestedReach(model: Model, vault: string): { deposits: number; untilMs: number } | undefined {
  const { vaults, attestations } = metalOf(model);
  const attestation = attestations.get(vault);
  if (attestation === undefined || attestation.withdrawn !== undefined) return undefined;
  const untilMs = attestationEndMs(model, vault, attestation.attestedMs);
  const { auditor, deposits } = attestation;
  const isInOffice = vaults.at(vault).auditors.includes(auditor) && hasRole(model, auditor, "auditor");
  return isInOffice && model.timeMs < untilMs ? { deposits, untilMs } : undefined;
}

export function attestationEndMs(model: Model, vault: string, attestedMs: number): number {
  const ownMs = metalOf(model).vaults.at(vault).attestationAgeMaxMs ?? Number.POSITIVE_INFINITY;
  return attestedMs + Math.min(ownMs, parameterNumber(model, "metal-reserve.attestationAgeMaxMs"));
}

export function isAttested(model: Model, certificate: Certificate): boolean {
  const reach = isHeld(certificate) ? attestedReach(model, certificate.vault) : undefined;
  return reach !== undefined && certificate.deposit <= reach.deposits;
}

/** The vault, where the actor keeps or audits it; notes why not. */
export function judgeKeeper(
  model: Model,
  actor: string,
  vault: string,
  role: "custodian" | "auditor",
  grounds: Grounds,
): Vault | undefined {
  judgeRole(model, actor, [role], grounds);
  const settings = metalOf(model).vaults.get(vault);
  if (grounds.when(settings === undefined, "metal-reserve/unknownVault") || settings === undefined) return undefined;
  if (role === "custodian") grounds.when(settings.operator !== actor, "metal-reserve/notVaultOperator");
  else grounds.when(!settings.auditors.includes(actor), "metal-reserve/notVaultAuditor");
  return settings;
}

/** A certificate that its owner may use. */
export function judgeActive(
  model: Model,
  actor: string,
  certificateId: number,
  grounds: Grounds,
): Certificate | undefined {
  const certificate = metalOf(model).certificates.get(certificateId);
  if (grounds.when(certificate === undefined, "metal-reserve/unknownCertificate")) return undefined;
  grounds.when(certificate?.owner !== actor, "metal-reserve/notOwner");
  grounds.when(certificate?.state !== "active", "metal-reserve/certificateNotActive");
  return certificate;
}
