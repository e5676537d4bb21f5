// Challenges: chance picks deliveries to be run again, and a provider that delivered something else pays from its bond.
import type { Account } from "#src/core/account.ts";
import { divideDown } from "#src/core/arithmetic.ts";
import { limits } from "#src/core/limits.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import type { BlockInput } from "#src/machine/block.ts";
import { read as accounts } from "#src/modules/accounts/access.ts";
import { read as bonds, move } from "#src/modules/bonds/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { addKept, keptMicroScu, putCertificate, requireCertificate } from "./capacity.ts";
import { releaseEnergy, voidWork } from "./delivering.ts";
import { events } from "./events.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import type { Challenge, Delivery, Site } from "./schemas.ts";
import { challengeEnds, deliveries, unsampled } from "./tables.ts";

export function requireDelivery(state: StateReader, delivery: number): Stored<Delivery> {
  const row = deliveries.get(state, delivery);
  if (row === undefined) throw refusals.unknownDelivery({ delivery });
  return row;
}

const text = new TextEncoder();

/**
 * What nobody knew when the deliveries of earlier blocks were signed: this block's time and proposer, and who signed the
 * one before. A proposer can choose among a few such values; with one validator all of it is that validator's choice.
 */
function entropyOf({ height, timeMs, proposerAddress, lastCommit }: BlockInput): Uint8Array {
  const signed = lastCommit.map((vote) => (vote.signed ? "1" : "0")).join("");
  return sha256(text.encode(`kedge/challenge/1\n${height}\n${timeMs}\n${signed}\n`), proposerAddress);
}

/** A number below 10,000 that the entropy gives a delivery. */
function drawOf(entropy: Uint8Array, delivery: number): bigint {
  const hash = sha256(entropy, text.encode(`${delivery}`));
  return BigInt(new DataView(hash.buffer, hash.byteOffset).getUint32(0) % 10_000);
}

/** At the beginning of a block: deliveries of earlier blocks are challenged or not. */
export function sampleDeliveries(state: State, input: BlockInput): void {
  if (unsampled.size(state, "all") === 0) return;
  const entropy = entropyOf(input);
  const challengeBp = parameters.challengeBp.get(state);
  const dueMs = state.timeMs + Number(parameters.challengeWindowMs.get(state));
  for (let looked = 0; looked < limits.dueItemsPerBlockMax; looked += 1) {
    const delivery = unsampled.take(state, "all");
    if (delivery === undefined) return;
    const row = requireDelivery(state, delivery);
    if (drawOf(entropy, delivery) >= challengeBp) {
      releaseEnergy(state, row);
      continue;
    }
    deliveries.put(state, delivery, { ...row, challenge: { state: "open", dueMs } });
    challengeEnds.add(state, dueMs, delivery);
    state.emit(events.deliveryChallenged({ delivery, site: row.site, dueMs }));
  }
}

/** A verifier may still tell what came out: nobody has, or one alone has told of another result. */
export const isUndecided = ({ state }: Challenge): boolean => state === "open" || state === "doubted";

/**
 * Without a verdict: a provider owes no answer, since its record holds the hash that a verifier compares. What nobody ran
 * again opens no room, though: money is not made on what was to be examined and was not.
 */
export function endChallenges(state: State): void {
  for (const delivery of challengeEnds.takeDue(state, limits.dueItemsPerBlockMax)) {
    const row = requireDelivery(state, delivery);
    if (row.challenge === undefined || !isUndecided(row.challenge)) continue;
    deliveries.put(state, delivery, { ...row, challenge: { ...row.challenge, state: "unanswered" } });
    state.emit(events.challengeUnanswered({ delivery, site: row.site }));
  }
}

/** Refuses a slash that could not be paid: what is in the bond cannot be weighed while a price lacks, and none is lost. */
export function requireSlashable(state: StateReader, site: string, { bond }: Stored<Site>): void {
  if (bond === undefined || parameters.slashNano.get(state) === 0n || bonds.isPriced(state, bond)) return;
  throw refusals.bondUnpriced({ site, bond });
}

/** A verdict: energy that passed opens room; work that failed was none, and counts for no certificate. */
export function decide(state: State, row: Stored<Delivery>, passed: boolean): void {
  if (passed) {
    releaseEnergy(state, row);
    return;
  }
  voidWork(state, row);
  const { certificateId, hoursMicroScu } = row;
  const certificate = certificateId === undefined ? undefined : requireCertificate(state, certificateId);
  if (certificateId === undefined || certificate === undefined) return;
  const microScu = hoursMicroScu.reduce((sum, each) => sum + each, 0n);
  const after = { ...certificate, deliveredMicroScu: certificate.deliveredMicroScu - microScu };
  putCertificate(state, certificateId, after);
  if (after.paidNano !== undefined) addKept(state, after, 0n, keptMicroScu(after) - keptMicroScu(certificate));
}

/** A quarter of the slash to each verifier, rounded down, and the rest to the consumer, as far as the bond goes. */
export function slash(
  state: State,
  { bond }: Stored<Site>,
  { verifiers, consumer }: { verifiers: readonly [Account, Account]; consumer: Account },
): void {
  const slashNano = parameters.slashNano.get(state);
  if (bond === undefined || slashNano === 0n) return;
  const verifierNano = divideDown(slashNano, 4n);
  const shares = [
    ...verifiers.map((to) => [to, verifierNano] as const),
    [consumer, slashNano - 2n * verifierNano] as const,
  ];
  for (const [to, nano] of shares) {
    if (accounts.hasAccount(state, to)) move.payOut(state, bond, nano, { to, isReserve: false });
  }
}
