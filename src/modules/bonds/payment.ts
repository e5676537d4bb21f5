// Paying out of a bond: currency first, then whole metal certificates, until what is owed is paid or nothing is left.
import type { Account } from "#src/core/account.ts";
import { divideUp, minimum } from "#src/core/arithmetic.ts";
import { present } from "#src/core/assert.ts";
import { move as moveMoney } from "#src/modules/accounts/access.ts";
import { read as metalReserve, move as moveMetal } from "#src/modules/metal-reserve/access.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { bondsAccount } from "./books.ts";
import { events } from "./events.ts";
import type { Bond } from "./schemas.ts";
import { addToCash, positiveCash, requireBond } from "./staking.ts";
import { bonds } from "./tables.ts";
import { isPriced, lowPriceOfCurrency, lowPriceOfMetal, worthNanoDown } from "./valuation.ts";

/** Who is paid, and whether title to metal passes to the reserve, whose account it then is. */
export interface Payee {
  readonly to: Account;
  readonly isReserve: boolean;
}

/** What a payment takes out of a bond. */
interface Taken {
  readonly certificateIds: readonly number[];
  readonly cash: Stored<Bond>["cash"];
  readonly worthNano: bigint;
}

/**
 * Pays as much as is owed at low prices, without a haircut: the least currency that covers it, and bars are indivisible,
 * so the rounding goes against the owner. Metal that an auditor withdrew passes on last, as worth nothing. Returns the
 * worth paid, which is less than owed only where nothing is left; undefined, having done nothing, while a price lacks.
 */
export function payOut(state: State, bond: number, owedNano: bigint, { to, isReserve }: Payee): bigint | undefined {
  const before = requireBond(state, bond);
  if (!isPriced(state, before)) return undefined;
  const { certificateIds, cash, worthNano } = plan(state, before, owedNano);
  if (cash !== undefined && cash.amount > 0n) {
    moveMoney.giveBack(state, { ...cash, from: bondsAccount, to });
    addToCash(state, cash.currency, -cash.amount);
  }
  const pledge = { certificateIds, pledgee: bondsAccount, to };
  if (isReserve) moveMetal.passPledgeToReserve(state, pledge);
  else moveMetal.seizePledge(state, pledge);
  bonds.put(state, bond, {
    ...before,
    certificateIds: before.certificateIds.filter((certificateId) => !certificateIds.includes(certificateId)),
    ...(before.cash && { cash: { ...before.cash, amount: before.cash.amount - (cash?.amount ?? 0n) } }),
  });
  const taken = { certificateIds: [...certificateIds], ...positiveCash(cash) };
  state.emit(events.bondPaid({ bond, owner: before.owner, to, worthNano, ...taken }));
  return worthNano;
}

function plan(state: StateReader, { certificateIds, cash }: Stored<Bond>, owedNano: bigint): Taken {
  const hasCash = cash !== undefined && cash.amount > 0n;
  const paidCash = hasCash ? { ...cash, amount: cashFor(state, cash, owedNano) } : undefined;
  let worthNano = paidCash === undefined ? 0n : worthOfCash(state, paidCash);
  const taken: number[] = [];
  // Attested metal first, then metal whose attestation has ended, then what an auditor withdrew.
  const pieces = certificateIds.map((certificateId) => {
    const isThere = metalReserve.isPledgedTo(state, certificateId, bondsAccount);
    const certificate = metalReserve.certificate(state, certificateId);
    return { ...certificate, isThere, rank: certificate.attested ? 0 : isThere ? 1 : 2 };
  });
  for (const { certificateId, isThere, metal, fineWeightMg } of pieces.sort((left, right) => left.rank - right.rank)) {
    if (worthNano >= owedNano) break;
    taken.push(certificateId);
    if (!isThere) continue;
    worthNano += worthNanoDown(
      fineWeightMg,
      present(lowPriceOfMetal(state, metal), "metal in a priced bond has a price"),
    );
  }
  return { certificateIds: taken, cash: paidCash, worthNano };
}

/** The least amount that is worth what is owed, or all there is. */
function cashFor(state: StateReader, { currency, amount }: NonNullable<Taken["cash"]>, owedNano: bigint): bigint {
  const { lowNano, measuresPerUnit } = priceOf(state, currency);
  return minimum(amount, divideUp(owedNano * measuresPerUnit, lowNano));
}

function worthOfCash(state: StateReader, { currency, amount }: NonNullable<Taken["cash"]>): bigint {
  return worthNanoDown(amount, priceOf(state, currency));
}

function priceOf(state: StateReader, currency: string) {
  return present(lowPriceOfCurrency(state, currency), "currency in a priced bond has a price");
}
