// Splitting lots: pieces become metal certificates of their own, and the certificate keeps the rest.
import type { Account } from "#src/core/account.ts";
import { assert } from "#src/core/assert.ts";
import type { State, Stored } from "#src/state/view.ts";
import { nextCertificateId, putCertificate } from "./books.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { pieceGrossWeightMg } from "./rules.ts";
import type { Certificate } from "./schemas.ts";
import { requireMetal } from "./vaults.ts";

/** Refuses to divide a bar, and pieces that leave too little. */
export function requireSplittable(
  state: State,
  certificateId: number,
  { metal, fineWeightMg }: Stored<Certificate>,
  piecesFineWeightMg: readonly bigint[],
): void {
  const { form, pieceWeightMgMin: least } = requireMetal(state, metal);
  if (form === "bar") throw refusals.barIndivisible({ certificateId });
  const cutMg = piecesFineWeightMg.reduce((sum, piece) => sum + piece, 0n);
  if (cutMg >= fineWeightMg) throw refusals.piecesTooHeavy({ certificateId, fineWeightMg });
  if (fineWeightMg - cutMg < least || piecesFineWeightMg.some((piece) => piece < least))
    throw refusals.pieceTooLight({ least });
}

/**
 * Cuts pieces off a lot, in the same state and of the same owner. What the pieces and the rest weigh, gross and fine,
 * is to the milligram what the lot weighed. The caller has checked that the lot may be split so.
 */
export function splitLot(
  state: State,
  certificateId: number,
  certificate: Stored<Certificate>,
  piecesFineWeightMg: readonly bigint[],
): { rest: Stored<Certificate>; pieces: { certificateId: number; fineWeightMg: bigint; grossWeightMg: bigint }[] } {
  const pieces = piecesFineWeightMg.map((fineWeightMg) => ({
    certificateId: nextCertificateId(state),
    fineWeightMg,
    grossWeightMg: pieceGrossWeightMg(certificate, fineWeightMg),
  }));
  const rest = {
    ...certificate,
    fineWeightMg: pieces.reduce((left, piece) => left - piece.fineWeightMg, certificate.fineWeightMg),
    grossWeightMg: pieces.reduce((left, piece) => left - piece.grossWeightMg, certificate.grossWeightMg),
  };
  assert(rest.fineWeightMg > 0n && rest.grossWeightMg >= rest.fineWeightMg, "a split leaves a rest of sound weight");
  putCertificate(state, certificateId, rest);
  for (const { certificateId: pieceId, ...weights } of pieces) {
    putCertificate(state, pieceId, { ...certificate, ...weights, splitFrom: certificateId });
  }
  const owner: Account = certificate.owner;
  state.emit(events.certificateSplit({ certificateId, owner, restFineWeightMg: rest.fineWeightMg, pieces }));
  return { rest, pieces };
}
