// Vaults, deposits and attestations, as the model judges them.
import { isOpen, judgeHolder } from "../accounts/book.ts";
import { floor } from "../arithmetic.ts";
import { hasRole, judgeRole } from "../authority/book.ts";
import { hash, hex } from "../encoding.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { parameterNumber } from "../parameters/book.ts";
import {
  attestationEndMs,
  type Certificate,
  type Counted,
  countVault,
  judgeKeeper,
  listChange,
  type Marks,
  type Metal,
  marksOf,
  metalOf,
  type Vault,
} from "./book.ts";

type NewVault = Omit<Vault, "acceptsDeposits" | "registeredMs"> & { readonly vault: string };

const vaultsMost = 64;

function judgeKeeping(
  model: Model,
  { operator, auditors }: Pick<Vault, "operator" | "auditors">,
  grounds: Grounds,
): void {
  grounds.when(!isOpen(model, operator), "accounts/unknownAccount");
  grounds.when(!hasRole(model, operator, "custodian"), "metal-reserve/operatorLacksRole");
  grounds.when(auditors.includes(operator), "metal-reserve/auditorIsOperator");
  grounds.when(
    auditors.some((auditor) => !hasRole(model, auditor, "auditor")),
    "metal-reserve/auditorLacksRole",
  );
  grounds.when(new Set(auditors).size < auditors.length, "metal-reserve/auditorRepeated");
}

export function putVault(model: Model, { vault, ...settings }: NewVault): void {
  const { vaults, vaultNames, lists } = metalOf(model);
  vaults.set(vault, { ...settings, acceptsDeposits: true, registeredMs: model.timeMs });
  vaultNames.value = [...vaultNames.value, vault];
  lists.set(vault, { deposits: 0, entries: 0, listHash: hash(`kedge/bar-list/1\n${vault}`) });
}

const registerVault = modelMessage<NewVault>({
  judge(model, actor, vault, grounds) {
    const { vaults } = metalOf(model);
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(vaults.has(vault.vault), "metal-reserve/vaultKnown");
    grounds.when(vaults.size >= vaultsMost, "metal-reserve/tooManyVaults");
    judgeKeeping(model, vault, grounds);
  },
  apply: (model, _actor, vault) => putVault(model, vault),
});

type VaultChange = { readonly vault: string } & Partial<
  Pick<Vault, "operator" | "auditors" | "loadOutWeightMgPerDay" | "attestationAgeMaxMs" | "acceptsDeposits">
>;

const changeVault = modelMessage<VaultChange>({
  judge(model, actor, { vault, operator, auditors }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    const before = metalOf(model).vaults.get(vault);
    if (grounds.when(before === undefined, "metal-reserve/unknownVault") || before === undefined) return;
    if (operator === undefined && auditors === undefined) return;
    judgeKeeping(model, { operator: operator ?? before.operator, auditors: auditors ?? before.auditors }, grounds);
  },
  apply(model, _actor, { vault, ...changes }) {
    const { vaults } = metalOf(model);
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    vaults.set(vault, { ...vaults.at(vault), ...given });
  },
});

type DepositedBar = Marks & Pick<Certificate, "assayPpm" | "grossWeightMg" | "fineWeightMg">;

interface Deposit {
  readonly vault: string;
  readonly depositor: string;
  readonly metal: string;
  readonly bars: readonly DepositedBar[];
}

/** A custodian who owes a delivery for too long takes no deposits. */
function isOverdue(model: Model, vault: string): boolean {
  const { queues, requests } = metalOf(model);
  const first = queues.get(vault)?.[0];
  if (first === undefined) return false;
  const graceMs = parameterNumber(model, "metal-reserve.loadOutGraceMs");
  return model.timeMs > requests.at(first.certificateId).dueMs + graceMs;
}

function judgeBar(model: Model, bar: DepositedBar, metal: Metal, grounds: Grounds): void {
  const { year, assayPpm, grossWeightMg, fineWeightMg } = bar;
  const { finenessPpmMin, grossWeightMgMin, grossWeightMgMax } = metal;
  grounds.when(metalOf(model).bars.has(marksOf(bar)), "metal-reserve/barKnown");
  grounds.when(Date.UTC(year, 0, 1) > model.timeMs, "metal-reserve/yearInFuture");
  grounds.when(assayPpm < finenessPpmMin, "metal-reserve/finenessTooLow");
  const isOutside = grossWeightMg < grossWeightMgMin || grossWeightMg > grossWeightMgMax;
  grounds.when(isOutside, "metal-reserve/weightOutOfBounds");
  const most = floor(grossWeightMg * BigInt(assayPpm), 1_000_000n);
  grounds.when(fineWeightMg > most, "metal-reserve/fineWeightTooHigh");
}

const depositBars = modelMessage<Deposit>({
  judge(model, actor, { vault, depositor, metal, bars }, grounds) {
    const settings = judgeKeeper(model, actor, vault, "custodian", grounds);
    grounds.when(settings?.acceptsDeposits === false, "metal-reserve/vaultClosed");
    grounds.when(isOverdue(model, vault), "metal-reserve/loadOutOverdue");
    judgeHolder(model, depositor, grounds);
    grounds.when(new Set(bars.map(marksOf)).size < bars.length, "metal-reserve/barRepeated");
    const kind = metalOf(model).metals.get(metal);
    if (grounds.when(kind === undefined, "metal-reserve/unknownMetal") || kind === undefined) return;
    for (const bar of bars) judgeBar(model, bar, kind, grounds);
  },
  apply(model, _actor, { vault, depositor, metal, bars }) {
    const { certificates, bars: known, lists } = metalOf(model);
    const certificateIds: number[] = [];
    for (const bar of bars) {
      const certificateId = certificates.size + 1;
      const deposit = lists.at(vault).deposits + 1;
      const origin = { deposit, depositor, depositedMs: model.timeMs };
      const certificate: Certificate = { state: "active", owner: depositor, metal, vault, ...bar, ...origin };
      listChange(model, "deposited", certificateId, certificate);
      certificates.set(certificateId, certificate);
      const { grossWeightMg, fineWeightMg } = bar;
      known.set(marksOf(bar), { metal, vault, certificateId, grossWeightMg, fineWeightMg });
      certificateIds.push(certificateId);
    }
    return { certificateIds, listHash: lists.at(vault).listHash };
  },
});

interface Attested {
  readonly vault: string;
  readonly listHash: Uint8Array;
  readonly documentHash: Uint8Array;
  readonly counts: readonly Counted[];
}

const countLines = (counts: readonly Counted[]): string =>
  counts
    .map(({ metal, items, fineWeightMg }) => `${metal} ${items} ${fineWeightMg}`)
    .sort()
    .join();

const attestVault = modelMessage<Attested>({
  judge(model, actor, { vault, listHash, counts }, grounds) {
    if (judgeKeeper(model, actor, vault, "auditor", grounds) === undefined) return;
    const isSameList = hex(metalOf(model).lists.at(vault).listHash) === hex(listHash);
    const isSameCount = countLines(counts) === countLines(countVault(model, vault));
    grounds.when(!isSameList || !isSameCount, "metal-reserve/attestationMismatch");
  },
  apply(model, auditor, { vault, listHash, documentHash, counts }) {
    const { lists, attestations } = metalOf(model);
    const { deposits } = lists.at(vault);
    const attestedMs = model.timeMs;
    attestations.set(vault, { auditor, attestedMs, deposits, listHash, documentHash, counts });
    return { deposits, untilMs: attestationEndMs(model, vault, attestedMs) };
  },
});

const withdrawAttestation = modelMessage<{ readonly vault: string; readonly reason: string }>({
  judge(model, actor, { vault }, grounds) {
    if (judgeKeeper(model, actor, vault, "auditor", grounds) === undefined) return;
    const attestation = metalOf(model).attestations.get(vault);
    grounds.when(attestation === undefined, "metal-reserve/unknownAttestation");
    grounds.when(attestation?.withdrawn !== undefined, "metal-reserve/attestationAlreadyWithdrawn");
  },
  apply(model, by, { vault, reason }) {
    const { attestations } = metalOf(model);
    attestations.set(vault, { ...attestations.at(vault), withdrawn: { by, atMs: model.timeMs, reason } });
  },
});

export const vaultMessages = { registerVault, changeVault, depositBars, attestVault, withdrawAttestation };
