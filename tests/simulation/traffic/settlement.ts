// Traffic of the module `settlement`: payments, groups of them, and locks that are fulfilled, cancelled or forgotten.
import { accountsOf } from "../model/accounts/book.ts";
import { isBook } from "../model/encoding.ts";
import { type Lock, settlementOf } from "../model/settlement/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

interface Purse {
  readonly currency: string;
  readonly owner: string;
  readonly amount: bigint;
}

/** What somebody has who can act. */
export function purse(world: World): Purse | undefined {
  const { balances } = accountsOf(world.model);
  const found = world.random.pickMaybe(balances.entries().filter(([, { amount }]) => amount > 0n));
  if (found === undefined) return undefined;
  const [key, { amount }] = found;
  const [currency = "", owner = ""] = key.split("/");
  return isBook(owner) ? undefined : { currency, owner, amount };
}

/** What payer and payee reconcile by: the ledger reads nothing into it. */
function references({ random }: World): object {
  return {
    ...(random.percent(20) ? { endToEndId: `INV-${random.below(10_000)}` } : {}),
    ...(random.percent(10) ? { purpose: "SALA" } : {}),
    ...(random.percent(5) ? { remittanceHash: random.bytes(32) } : {}),
  };
}

function payment(world: World): Draft | undefined {
  const found = purse(world);
  if (found === undefined) return undefined;
  const { currency, owner, amount } = found;
  const leg = { currency, to: world.anybody(), amount: world.amount(amount) };
  return { actor: owner, content: { ...leg, ...references(world) } };
}

function legs(world: World): Draft | undefined {
  const found = purse(world);
  if (found === undefined) return undefined;
  const { balances } = accountsOf(world.model);
  const own = balances.entries().filter(([key, { amount }]) => key.endsWith(found.owner) && amount > 0n);
  const list = Array.from({ length: world.random.between(1, 5) }, () => {
    const [key, { amount }] = world.random.pick(own);
    return { currency: key.split("/")[0], to: world.anybody(), amount: world.amount(amount / 3n) };
  });
  return { actor: found.owner, content: { legs: list, ...references(world) } };
}

function lock(world: World): Draft | undefined {
  const { random } = world;
  const found = purse(world);
  if (found === undefined) return undefined;
  const { currency, owner, amount } = found;
  const leg = { currency, to: world.anybody(), amount: world.amount(amount) };
  const expiresMs = world.timeMs + (random.percent(5) ? random.pick([0, 1]) : random.spread(1_000, 95 * 86_400_000));
  return {
    actor: owner,
    content: {
      ...leg,
      expiresMs,
      ...(random.percent(50) ? { condition: world.condition() } : {}),
      ...(random.percent(30) ? { fulfiller: world.anybody() } : {}),
      ...references(world),
    },
  };
}

function openLock(world: World): (Lock & { readonly number: number }) | undefined {
  const locks = settlementOf(world.model).locks.entries();
  const due = locks.filter(([, { expiresMs }]) => expiresMs === world.timeMs);
  const found = world.random.pickMaybe(due.length > 0 ? due : locks);
  return found === undefined ? undefined : { ...found[1], number: found[0] };
}

function fulfil(world: World): Draft | undefined {
  const found = openLock(world);
  if (found === undefined) return undefined;
  const { number, payee, fulfiller = payee, condition } = found;
  const known = condition === undefined ? undefined : world.preimageOf(condition);
  const preimage = world.random.percent(90) ? known : world.random.percent(50) ? undefined : world.random.bytes(32);
  return { actor: fulfiller, content: preimage === undefined ? { lock: number } : { lock: number, preimage } };
}

export const traffic: Traffic = {
  pay: { weight: 25, draft: payment },
  settleLegs: { weight: 6, draft: legs },
  lockFunds: { weight: 8, draft: lock },
  fulfilLock: { weight: 5, draft: fulfil },
  cancelLock: {
    weight: 3,
    draft(world) {
      const found = openLock(world);
      if (found === undefined) return undefined;
      const actor = world.random.pick([found.payer, found.payee, found.payee]);
      return { actor, content: { lock: found.number } };
    },
  },
};
