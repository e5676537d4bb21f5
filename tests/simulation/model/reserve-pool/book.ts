// Pools as the model keeps them: what members have lent and drawn is found by adding up draws.
import { floor, sum } from "../arithmetic.ts";
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export interface Seat {
  readonly centralBank: string;
  readonly currency: string;
  readonly quota: bigint;
  readonly multipleBp: number;
}

export interface Terms {
  readonly currency: string;
  readonly members: readonly Seat[];
  readonly attestor: string;
  readonly expiresMs: number;
  readonly delinkedBp: number;
  readonly unvotedBp: number;
  readonly voteMs: number;
  readonly tenorDays: number;
  readonly renewalsMost: number;
  readonly baseBp: number;
  readonly marginBp: number;
  readonly haircutBp: number;
}

/** What is remembered of a member beside its seat. */
export interface Membership {
  readonly defaults: number;
  readonly optedOutMs?: number;
  readonly programme?: { readonly untilMs: number; readonly documentHash: Uint8Array };
}

export interface Pool {
  readonly proposer: string;
  readonly terms: Terms;
  readonly isOpen: boolean;
  readonly draws: number;
}

export interface Spot {
  readonly lentNano: bigint;
  readonly heldNano: bigint;
}

export interface Asked {
  readonly amount: bigint;
  readonly isLinked: boolean;
  readonly spot: Spot;
  readonly collateral: bigint;
  readonly requestedMs: number;
}

export interface Request extends Asked {
  readonly closesMs: number;
  readonly weight: bigint;
  readonly votes: readonly { readonly voter: string; readonly approves: boolean; readonly quota: bigint }[];
}

export interface Claim {
  readonly centralBank: string;
  readonly amount: bigint;
}

export interface Draw {
  readonly drawer: string;
  readonly amount: bigint;
  readonly claims: readonly Claim[];
  readonly isLinked: boolean;
  readonly spot: Spot;
  readonly collateral: bigint;
  readonly rateBp: number;
  readonly startedMs: number;
  readonly dueMs: number;
  readonly graceEndsMs: number;
  readonly renewals: number;
}

export interface Due {
  readonly dueMs: number;
  readonly sequence: number;
  readonly item: { readonly pool: number; readonly drawer: string; readonly draw?: number };
}

const makeBook = (log: UndoLog) => ({
  pools: new UndoMap<number, Pool>(log),
  given: new UndoCell(log, 0),
  /** By `pool/account`. */
  members: new UndoMap<string, Membership>(log),
  requests: new UndoMap<string, Request>(log),
  /** By `pool/draw`. */
  draws: new UndoMap<string, Draw>(log),
  dues: new UndoCell<readonly Due[]>(log, []),
  noted: new UndoCell(log, 0),
});

export const poolsOf = (model: Model) => model.book(makeBook);

export const drawsIn = (model: Model, pool: number): Draw[] =>
  poolsOf(model)
    .draws.entries()
    .flatMap(([key, draw]) => (key.startsWith(`${pool}/`) ? [draw] : []));

export const requestsIn = (model: Model, pool: number): number =>
  poolsOf(model)
    .requests.keys()
    .filter((key) => key.startsWith(`${pool}/`)).length;

/** The seats of those who are in, in the order of the terms. */
export const seatsIn = (model: Model, pool: number): Seat[] => {
  const { pools, members } = poolsOf(model);
  return pools.at(pool).terms.members.filter(({ centralBank }) => members.has(`${pool}/${centralBank}`));
};

export const drawnBy = (model: Model, pool: number, account: string): bigint =>
  sum(drawsIn(model, pool).flatMap(({ drawer, amount }) => (drawer === account ? [amount] : [])));

export const lentBy = (model: Model, pool: number, account: string): bigint =>
  sum(
    drawsIn(model, pool).flatMap(({ claims }) =>
      claims.flatMap(({ centralBank, amount }) => (centralBank === account ? [amount] : [])),
    ),
  );

export const maximumOf = ({ quota, multipleBp }: Seat): bigint => floor(quota * BigInt(multipleBp), 10_000n);
export const partOf = (most: bigint, shareBp: number): bigint => floor(most * BigInt(shareBp), 10_000n);

export interface Able {
  readonly centralBank: string;
  readonly quota: bigint;
  readonly capacity: bigint;
}

/**
 * Shares of an amount: whoever is filled first, for its quota, is taken out one by one; the others share what is left in
 * proportion, and the last units go to the first of them.
 */
export function sharesOf(amount: bigint, able: readonly Able[]): bigint[] {
  const order = able
    .map((_, at) => at)
    .sort((left, right) => {
      const [one, other] = [able[left] as Able, able[right] as Able];
      return (
        Number(one.capacity * other.quota - other.capacity * one.quota > 0n) -
          Number(one.capacity * other.quota - other.capacity * one.quota < 0n) || left - right
      );
    });
  const shares = able.map(() => 0n);
  let rest = amount;
  let quotas = sum(able.map(({ quota }) => quota));
  let filled = 0;
  for (const at of order) {
    const { capacity, quota } = able[at] as Able;
    if (capacity * quotas > rest * quota) break;
    shares[at] = capacity;
    rest -= capacity;
    quotas -= quota;
    filled += 1;
  }
  const sharing = order.slice(filled).sort((left, right) => left - right);
  for (const at of sharing) shares[at] = floor(rest * (able[at] as Able).quota, quotas);
  let last = amount - sum(shares);
  for (const at of sharing) {
    if (last > 0n) shares[at] = (shares[at] as bigint) + 1n;
    if (last > 0n) last -= 1n;
  }
  return shares;
}

export const rateFor = ({ baseBp, marginBp }: Terms, renewals: number): number =>
  baseBp + Math.min(300, marginBp + 50 * Math.floor(renewals / 2));
