// The settlement of commitments after their month: what was asked for and not delivered is paid from the bond.
import { divideDown, divideUp, maximum, minimum } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { read as bonds, move } from "#src/modules/bonds/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addKept, keptMicroScu, putCertificate, requireCertificate, requireCommitment } from "./capacity.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { hourMs, microPerScu } from "./rules.ts";
import type { CapacityCertificate, Commitment } from "./schemas.ts";
import { commitments, settlements } from "./tables.ts";

export function settleCommitments(state: State): void {
  for (const commitment of settlements.takeDue(state, limits.settlementsPerBlockMax)) {
    if (settle(state, commitment, requireCommitment(state, commitment))) continue;
    // Without a price nobody knows how much of the bond pays: it is tried again an hour later.
    settlements.add(state, state.timeMs + hourMs, commitment);
  }
}

/** What the provider owes for a certificate, in billionths of the numeraire; rounds up: against who did not deliver. */
function owedNano(state: StateReader, { calledMicroScu = 0n, deliveredMicroScu }: Stored<CapacityCertificate>): bigint {
  const missing = maximum(0n, calledMicroScu - deliveredMicroScu);
  return divideUp(missing * parameters.penaltyNanoPerScuHour.get(state), microPerScu);
}

const compareDown = (left: bigint, right: bigint): number => (left === right ? 0 : left > right ? -1 : 1);

/** False, having done nothing, where something is owed and a price lacks. */
function settle(state: State, commitment: number, row: Stored<Commitment>): boolean {
  const { bond, site } = row;
  const certificates = row.certificateIds.map((id) => ({ id, certificate: requireCertificate(state, id) }));
  const owed = certificates.map(({ certificate }) => owedNano(state, certificate));
  const allNano = owed.reduce((sum, each) => sum + each, 0n);
  if (allNano > 0n && !bonds.isPriced(state, bond)) return false;
  // Where the bond has lost its worth, all are paid the same part of what they are owed.
  const coveredNano = minimum(allNano, bonds.lowWorthNano(state, bond));
  // The largest first: where whole bars overpay one, the others that go short are the smaller ones.
  const ordered = [...certificates.entries()].sort(([left], [right]) =>
    compareDown(owed[left] ?? 0n, owed[right] ?? 0n),
  );
  for (const [at, { id, certificate }] of ordered) {
    const { holder } = certificate;
    const dueNano = allNano > 0n ? divideDown((owed[at] ?? 0n) * coveredNano, allNano) : 0n;
    const paidNano = dueNano === 0n ? 0n : (move.payOut(state, bond, dueNano, { to: holder, isReserve: false }) ?? 0n);
    putCertificate(state, id, { ...certificate, paidNano });
    addKept(state, certificate, certificate.calledMicroScu ?? 0n, keptMicroScu(certificate));
    if ((owed[at] ?? 0n) > 0n) {
      state.emit(events.capacityDefaulted({ certificateId: id, site, holder, owedNano: owed[at] ?? 0n, paidNano }));
    }
  }
  move.releaseBond(state, bond);
  commitments.put(state, commitment, { ...row, settledMs: state.timeMs });
  state.emit(events.commitmentSettled({ commitment, site }));
  return true;
}
