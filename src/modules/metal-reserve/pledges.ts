// Metal pledged for a promise: it stays its owner's, who can do nothing with it until the book that holds the pledge decides.
import type { Account } from "#src/core/account.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addToTotals, putCertificate, requireCertificate } from "./books.ts";
import { events } from "./events.ts";
import { refusals } from "./refusals.ts";
import { requirePassable } from "./reserve.ts";
import type { Certificate } from "./schemas.ts";
import { certificates, reserveChainName, reserveChains } from "./tables.ts";

/** Certificates that one book holds pledged. */
export interface Pledge {
  readonly certificateIds: readonly number[];
  /** The book of the module that decides what becomes of them. */
  readonly pledgee: Account;
}

/** Whether a certificate is pledged to a book and its metal is there: not while an auditor has withdrawn it. */
export function isPledgedTo(state: StateReader, certificateId: number, pledgee: Account): boolean {
  const certificate = certificates.get(state, certificateId);
  return certificate?.state === "pledged" && certificate.pledgee === pledgee;
}

/** What a pledged certificate becomes; one that is withdrawn stays so, and becomes that should it be reinstated. */
function endPledge(
  { pledgee: _, ...certificate }: Stored<Certificate>,
  next: "active" | "reserve-owned",
  owner: Account,
): Stored<Certificate> {
  if (certificate.state === "withdrawn") return { ...certificate, owner, withdrawnFrom: next };
  return { ...certificate, owner, state: next };
}

/** Pledges active, attested certificates of one owner; all of them or none. */
export function pledge(state: State, { certificateIds, from, pledgee }: Pledge & { readonly from: Account }): void {
  accounts.requireAccount(state, pledgee);
  const passable = requirePassable(state, { certificateIds, from });
  for (const { certificateId, certificate } of passable) {
    putCertificate(state, certificateId, { ...certificate, state: "pledged", pledgee });
    state.emit(events.certificatePledged({ ...titleOf(certificateId, certificate), owner: from, pledgee }));
  }
}

/** Gives pledged certificates back to their owner's disposal. */
export function releasePledge(state: State, { certificateIds, pledgee }: Pledge): void {
  for (const [certificateId, certificate] of requirePledged(state, { certificateIds, pledgee })) {
    const { owner } = certificate;
    putCertificate(state, certificateId, endPledge(certificate, "active", owner));
    state.emit(events.pledgeReleased({ ...titleOf(certificateId, certificate), owner, pledgee }));
  }
}

/** Title to pledged certificates passes to somebody, frozen or not: it stays frozen there. */
export function seizePledge(state: State, { certificateIds, pledgee, to }: Pledge & { readonly to: Account }): void {
  accounts.requireAccount(state, to);
  for (const [certificateId, certificate] of requirePledged(state, { certificateIds, pledgee })) {
    putCertificate(state, certificateId, endPledge(certificate, "active", to));
    const { owner: from } = certificate;
    state.emit(events.pledgeSeized({ ...titleOf(certificateId, certificate), from, pledgee, to }));
  }
}

/** Title to pledged certificates passes to the reserve's account. */
export function passPledgeToReserve(
  state: State,
  { certificateIds, pledgee, to }: Pledge & { readonly to: Account },
): void {
  accounts.requireAccount(state, to);
  for (const [certificateId, certificate] of requirePledged(state, { certificateIds, pledgee })) {
    const { metal, vault, fineWeightMg, owner: from } = certificate;
    putCertificate(state, certificateId, endPledge(certificate, "reserve-owned", to));
    state.emit(events.pledgeSeized({ ...titleOf(certificateId, certificate), from, pledgee, to }));
    if (certificate.state === "withdrawn") continue;
    addToTotals(state, vault, metal, { reserveFineWeightMg: fineWeightMg });
    reserveChains.append(state, reserveChainName(vault, metal), certificateId);
    state.emit(events.titlePassedToReserve({ certificateId, metal, vault, fineWeightMg, from, to }));
  }
}

function requirePledged(state: StateReader, { certificateIds, pledgee }: Pledge): [number, Stored<Certificate>][] {
  return certificateIds.map((certificateId, at) => {
    if (certificateIds.indexOf(certificateId) !== at) throw refusals.certificateRepeated({ certificateId });
    const certificate = requireCertificate(state, certificateId);
    if (certificate.pledgee !== pledgee) {
      throw refusals.notPledged({ certificateId, state: certificate.state });
    }
    return [certificateId, certificate];
  });
}

function titleOf(certificateId: number, { metal, vault, fineWeightMg }: Stored<Certificate>) {
  return { certificateId, metal, vault, fineWeightMg };
}
