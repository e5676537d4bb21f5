// What owners, custodians and auditors do with metal certificates, as the model judges it.
import { isFrozen, judgeHolder } from "../accounts/book.ts";
import { ceiling, floor, greatest, least, sum } from "../arithmetic.ts";
import { type Grounds, type Model, modelMessage } from "../model.ts";
import { type Certificate, isHeld, join, judgeActive, judgeKeeper, leave, listChange, metalOf } from "./book.ts";
import { titleLine } from "./reserve.ts";

interface Named {
  readonly certificateId: number;
}

const transferCertificate = modelMessage<Named & { readonly to: string }>({
  judge(model, actor, { certificateId, to }, grounds) {
    judgeActive(model, actor, certificateId, grounds);
    grounds.when(to === actor, "metal-reserve/ownerIsPayee");
    judgeHolder(model, to, grounds);
  },
  apply(model, _actor, { certificateId, to }) {
    const { certificates } = metalOf(model);
    certificates.set(certificateId, { ...certificates.at(certificateId), owner: to });
  },
});

/** Cuts pieces off a lot; weights of pieces and rest sum to what the lot weighed. Returns the numbers of the pieces. */
export function cut(model: Model, certificateId: number, piecesMg: readonly bigint[]): number[] {
  const { certificates } = metalOf(model);
  const lot = certificates.at(certificateId);
  const pieces = piecesMg.map((fineWeightMg) => ({
    fineWeightMg,
    grossWeightMg: floor(lot.grossWeightMg * fineWeightMg, lot.fineWeightMg),
  }));
  certificates.set(certificateId, {
    ...lot,
    fineWeightMg: lot.fineWeightMg - sum(piecesMg),
    grossWeightMg: lot.grossWeightMg - sum(pieces.map(({ grossWeightMg }) => grossWeightMg)),
  });
  return pieces.map((piece) => {
    const pieceId = certificates.size + 1;
    certificates.set(pieceId, { ...lot, ...piece, splitFrom: certificateId });
    return pieceId;
  });
}

const splitCertificate = modelMessage<Named & { readonly piecesFineWeightMg: readonly bigint[] }>({
  judge(model, actor, { certificateId, piecesFineWeightMg: piecesMg }, grounds) {
    const lot = judgeActive(model, actor, certificateId, grounds);
    if (lot === undefined) return;
    const { form, pieceWeightMgMin } = metalOf(model).metals.at(lot.metal);
    grounds.when(form === "bar", "metal-reserve/barIndivisible");
    const restMg = lot.fineWeightMg - sum(piecesMg);
    grounds.when(restMg <= 0n, "metal-reserve/piecesTooHeavy");
    grounds.when(least(restMg, ...piecesMg) < pieceWeightMgMin, "metal-reserve/pieceTooLight");
  },
  apply(model, _actor, { certificateId, piecesFineWeightMg }) {
    const certificateIds = cut(model, certificateId, piecesFineWeightMg);
    return { certificateIds, restFineWeightMg: metalOf(model).certificates.at(certificateId).fineWeightMg };
  },
});

const dayMs = 86_400_000;
const timeMsMost = 8_640_000_000_000_000n;
const today = (model: Model): number => Math.floor(model.timeMs / dayMs);

/** What is left today of what left a vault lately. */
function backlog(model: Model, vault: string): bigint {
  const { gates, vaults } = metalOf(model);
  const gate = gates.get(vault);
  if (gate === undefined) return 0n;
  const relief = BigInt(today(model) - gate.day) * vaults.at(vault).loadOutWeightMgPerDay;
  return greatest(0n, gate.backlogWeightMg - relief);
}

export function waitingWeight(model: Model, vault: string): bigint {
  const { queues, certificates } = metalOf(model);
  return sum((queues.get(vault) ?? []).map(({ certificateId }) => certificates.at(certificateId).grossWeightMg));
}

const requestDelivery = modelMessage<Named & { readonly instructionHash: Uint8Array }>({
  judge: (model, actor, { certificateId }, grounds) => void judgeActive(model, actor, certificateId, grounds),
  apply(model, _actor, { certificateId, instructionHash }) {
    const { certificates, queues, requests, gates, vaults } = metalOf(model);
    const certificate = certificates.at(certificateId);
    const { vault } = certificate;
    certificates.set(certificateId, { ...certificate, state: "delivery-requested" });
    join(queues, vault, { certificateId, sinceHeight: model.height });
    if (!gates.has(vault)) gates.set(vault, { day: 0, backlogWeightMg: 0n });
    const ahead = ceiling(backlog(model, vault) + waitingWeight(model, vault), vaults.at(vault).loadOutWeightMgPerDay);
    const dueMs = Number(least((BigInt(today(model)) + 1n + ahead) * BigInt(dayMs), timeMsMost));
    requests.set(certificateId, { requestedMs: model.timeMs, dueMs, instructionHash });
    return { position: queues.at(vault).length, dueMs };
  },
});

function leaveQueue(model: Model, certificateId: number): void {
  const { certificates, queues, requests } = metalOf(model);
  leave(queues, certificates.at(certificateId).vault, certificateId);
  requests.delete(certificateId);
}

const cancelDelivery = modelMessage<Named>({
  judge(model, actor, { certificateId }, grounds) {
    const { certificates, vaults } = metalOf(model);
    const certificate = certificates.get(certificateId);
    if (grounds.when(certificate === undefined, "metal-reserve/unknownCertificate") || certificate === undefined)
      return;
    const { owner, vault, state } = certificate;
    const isCustodian = vaults.at(vault).operator === actor && isFrozen(model, owner);
    grounds.when(owner !== actor && !isCustodian, "metal-reserve/notOwner");
    grounds.when(state !== "delivery-requested", "metal-reserve/deliveryNotRequested");
  },
  apply(model, _actor, { certificateId }) {
    const { certificates } = metalOf(model);
    leaveQueue(model, certificateId);
    certificates.set(certificateId, { ...certificates.at(certificateId), state: "active" });
  },
});

interface Several {
  readonly vault: string;
  readonly certificateIds: readonly number[];
}

const confirmDelivery = modelMessage<Several>({
  judge(model, actor, { vault, certificateIds }, grounds) {
    const settings = judgeKeeper(model, actor, vault, "custodian", grounds);
    if (settings === undefined) return;
    const { queues, certificates } = metalOf(model);
    const queue = queues.get(vault) ?? [];
    const isNext = certificateIds.map((certificateId, at) => queue[at]?.certificateId === certificateId);
    if (grounds.when(isNext.includes(false), "metal-reserve/notNextInQueue"))
      certificateIds = certificateIds.slice(0, isNext.indexOf(false));
    let backlogMg = backlog(model, vault);
    for (const certificateId of certificateIds) {
      const { owner, grossWeightMg } = certificates.at(certificateId);
      grounds.when(isFrozen(model, owner), "metal-reserve/ownerFrozen");
      grounds.when(backlogMg >= settings.loadOutWeightMgPerDay, "metal-reserve/loadOutCapacityReached");
      backlogMg += grossWeightMg;
    }
  },
  apply(model, _actor, { vault, certificateIds }) {
    const { certificates, gates, lists } = metalOf(model);
    const weights = certificateIds.map((certificateId) => certificates.at(certificateId).grossWeightMg);
    gates.set(vault, { day: today(model), backlogWeightMg: backlog(model, vault) + sum(weights) });
    for (const certificateId of certificateIds) {
      leaveQueue(model, certificateId);
      const delivered: Certificate = { ...certificates.at(certificateId), state: "delivered" };
      certificates.set(certificateId, delivered);
      listChange(model, "delivered", certificateId, delivered);
    }
    return { listHash: lists.at(vault).listHash };
  },
});

/** Certificates of one vault, named once each, in a certain state. */
function judgeSeveral(
  model: Model,
  { vault, certificateIds }: Several,
  grounds: Grounds,
  isFit: (certificate: Certificate) => boolean,
  code: string,
): void {
  grounds.when(new Set(certificateIds).size < certificateIds.length, "metal-reserve/certificateRepeated");
  for (const certificateId of certificateIds) {
    const certificate = metalOf(model).certificates.get(certificateId);
    if (grounds.when(certificate === undefined, "metal-reserve/unknownCertificate") || certificate === undefined)
      continue;
    grounds.when(certificate.vault !== vault, "metal-reserve/certificateElsewhere");
    grounds.when(!isFit(certificate), code);
  }
}

const withdrawCertificates = modelMessage<Several>({
  judge(model, actor, several, grounds) {
    judgeKeeper(model, actor, several.vault, "auditor", grounds);
    judgeSeveral(model, several, grounds, isHeld, "metal-reserve/notHeld");
  },
  apply(model, _actor, { vault, certificateIds }) {
    const { certificates, lists, titles } = metalOf(model);
    for (const certificateId of certificateIds) {
      const certificate = certificates.at(certificateId);
      const isReserves = certificate.state === "reserve-owned";
      if (isReserves) leave(titles, titleLine(certificate), certificateId);
      if (certificate.state === "delivery-requested") leaveQueue(model, certificateId);
      const withdrawnFrom = certificate.state === "pledged" || isReserves ? certificate.state : "active";
      certificates.set(certificateId, { ...certificate, state: "withdrawn", withdrawnFrom });
      listChange(model, "withdrawn", certificateId, certificate);
    }
    return { listHash: lists.at(vault).listHash };
  },
});

const reinstateCertificates = modelMessage<Several>({
  judge(model, actor, several, grounds) {
    judgeKeeper(model, actor, several.vault, "auditor", grounds);
    const isWithdrawn = ({ state }: Certificate) => state === "withdrawn";
    judgeSeveral(model, several, grounds, isWithdrawn, "metal-reserve/notWithdrawn");
  },
  apply(model, _actor, { vault, certificateIds }) {
    const { certificates, lists, titles } = metalOf(model);
    for (const certificateId of certificateIds) {
      const { withdrawnFrom = "active", ...certificate } = certificates.at(certificateId);
      certificates.set(certificateId, { ...certificate, state: withdrawnFrom });
      const place = { certificateId, sinceHeight: model.height };
      if (withdrawnFrom === "reserve-owned") join(titles, titleLine(certificate), place);
      listChange(model, "reinstated", certificateId, certificate);
    }
    return { listHash: lists.at(vault).listHash };
  },
});

export const certificateMessages = {
  transferCertificate,
  splitCertificate,
  requestDelivery,
  cancelDelivery,
  confirmDelivery,
  withdrawCertificates,
  reinstateCertificates,
};
