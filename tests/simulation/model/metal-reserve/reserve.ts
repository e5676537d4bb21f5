// The reserve's metal, as the model sees it: what is attested, and what would be paid out first.
import { sum } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { attestedReach, type Certificate, join, leave, metalOf, type Place } from "./book.ts";
import { cut } from "./certificates.ts";

export const titleLine = ({ vault, metal }: Pick<Certificate, "vault" | "metal">): string => `${vault}:${metal}`;

export interface Stock {
  readonly vault: string;
  readonly country: string;
  readonly fineMg: bigint;
  readonly attested: boolean;
}

/** What the reserve owns of a metal in each vault. */
export function stocksOf(model: Model, metal: string): Stock[] {
  const { vaultNames, vaults, titles, certificates } = metalOf(model);
  return vaultNames.value.flatMap((vault) => {
    const line = titles.get(titleLine({ vault, metal })) ?? [];
    const fineMg = sum(line.map(({ certificateId }) => certificates.at(certificateId).fineWeightMg));
    const attested = attestedReach(model, vault) !== undefined;
    return fineMg === 0n ? [] : [{ vault, country: vaults.at(vault).country, fineMg, attested }];
  });
}

export const attestedStock = (model: Model, metal: string): bigint =>
  sum(stocksOf(model, metal).map(({ attested, fineMg }) => (attested ? fineMg : 0n)));

export function passTitle(model: Model, certificateId: number, reserve: string): void {
  const { certificates, titles } = metalOf(model);
  const certificate = certificates.at(certificateId);
  certificates.set(certificateId, { ...certificate, owner: reserve, state: "reserve-owned" });
  join(titles, titleLine(certificate), { certificateId, sinceHeight: model.height });
}

const looksMost = 256;

/** Attested certificates by the block in which their title passed, then by the vault registered first. */
function oldestFirst(model: Model, metal: string): Place[] {
  const { titles } = metalOf(model);
  const attested = stocksOf(model, metal).filter((stock) => stock.attested);
  const places = attested.flatMap(({ vault }) => titles.at(titleLine({ vault, metal })));
  // Sorting keeps the order of vaults, and of titles within a vault, where blocks are the same.
  return places.sort((left, right) => left.sinceHeight - right.sinceHeight).slice(0, looksMost);
}

/** How much of a lot or bar a payment of so much takes. */
function takes(model: Model, { metal, fineWeightMg }: Certificate, mostMg: bigint): bigint {
  const { form, pieceWeightMgMin } = metalOf(model).metals.at(metal);
  if (fineWeightMg <= mostMg) return fineWeightMg;
  if (form === "bar") return 0n;
  const leavesMg = fineWeightMg - pieceWeightMgMin;
  const pieceMg = mostMg < leavesMg ? mostMg : leavesMg;
  return pieceMg < pieceWeightMgMin ? 0n : pieceMg;
}

/** Pays out metal, never more than asked for; returns how many certificates and how much metal. */
export function payMetal(
  model: Model,
  { metal, mostMg, to, certificatesMost }: { metal: string; mostMg: bigint; to: string; certificatesMost: number },
): { readonly certificates: number; readonly fineMg: bigint } {
  const { certificates, titles } = metalOf(model);
  let leftMg = mostMg;
  let paid = 0;
  for (const { certificateId } of oldestFirst(model, metal)) {
    if (paid >= certificatesMost || leftMg === 0n) break;
    const certificate = certificates.at(certificateId);
    const takenMg = takes(model, certificate, leftMg);
    if (takenMg === 0n) continue;
    const isWhole = takenMg === certificate.fineWeightMg;
    const [released = certificateId] = isWhole ? [] : cut(model, certificateId, [takenMg]);
    if (isWhole) leave(titles, titleLine(certificate), certificateId);
    certificates.set(released, { ...certificates.at(released), owner: to, state: "active" });
    leftMg -= takenMg;
    paid += 1;
  }
  return { certificates: paid, fineMg: mostMg - leftMg };
}
