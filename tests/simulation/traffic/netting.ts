// Traffic of the module `netting`: payments beyond what there is, rings of them, bundles, and what payers keep back.
import { accountsOf, balanceOf } from "../model/accounts/book.ts";
import { authorityOf } from "../model/authority/book.ts";
import { type Item, nettingOf, type Proposal, payersOf } from "../model/netting/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const dayMs = 86_400_000;
/** Few, so that queues meet. */
const currencies = ["CNY", "USD", "KZT"];

function terms(world: World): Pick<Item, "priority" | "expiresMs"> & object {
  const { random } = world;
  const isOdd = random.percent(4);
  return {
    priority: random.percent(35) ? "urgent" : "normal",
    expiresMs: world.timeMs + (isOdd ? random.pick([0, 1, 8 * dayMs]) : random.spread(5_000, 7 * dayMs)),
    ...(random.percent(20) ? { endToEndId: `NET-${random.below(10_000)}` } : {}),
    ...(random.percent(5) ? { remittanceHash: random.bytes(32) } : {}),
  };
}

/** Banks have figures of their own. */
function bank(world: World): string {
  const grants = authorityOf(world.model).grants.keys();
  const banks = grants.filter((grant) => grant.startsWith("participant-bank/")).map((grant) => grant.split("/")[1]);
  return world.random.pickMaybe(banks) ?? world.cast.account("participant-bank");
}

/** Those of the devnet mostly: payments among few make gridlocks. */
function party(world: World): string {
  if (world.random.percent(15)) return bank(world);
  return world.random.percent(80) ? world.cast.account(world.random.pick(["alice", "bob", "carol"])) : world.anybody();
}

function leg(world: World, from: string) {
  const { random, model } = world;
  const currency = random.pick(currencies);
  const others = [party(world), party(world), party(world)].filter((each) => each !== from);
  const to = random.percent(2) ? from : (others[0] ?? world.anybody());
  const held = balanceOf(model, currency, from);
  // Mostly more than there is.
  const amount = random.percent(30) ? world.amount(held) : random.bigBetween(1n, 3n * held + 1_000n);
  return { to, currency, amount };
}

/** Whoever is to be paid by an item that waits owes as much, to its payer or to a third: so rings close. */
function answering(world: World): Draft | undefined {
  const { random, model } = world;
  const found = random.pickMaybe(nettingOf(model).items.values());
  if (found === undefined) return undefined;
  const { from, to: actor, currency, amount } = random.pick(found.legs);
  const to = random.percent(60) ? from : party(world);
  if (to === actor) return undefined;
  const owed = random.percent(60) ? amount : random.bigBetween(1n, amount + amount / 4n);
  const { priority, ...rest } = terms(world);
  return {
    actor,
    content: { to, currency, amount: owed, priority: random.percent(80) ? found.priority : priority, ...rest },
  };
}

function queuePayment(world: World): Draft {
  const answer = world.random.percent(60) ? answering(world) : undefined;
  if (answer !== undefined) return answer;
  const actor = party(world);
  return { actor, content: { ...leg(world, actor), ...terms(world) } };
}

function proposeBundle(world: World): Draft {
  const { random } = world;
  const first = party(world);
  const legs = [{ from: first, ...leg(world, first) }];
  for (let more = random.between(1, 3); more > 0; more -= 1) {
    const from = random.percent(60) ? (legs.at(-1)?.to ?? first) : party(world);
    legs.push({ from, ...leg(world, from) });
  }
  return { actor: random.percent(95) ? first : world.someone(), content: { legs, ...terms(world) } };
}

/** A bundle that waits for its payers, seldom one that there is not. */
function openBundle(world: World): readonly [string, Proposal | undefined] | undefined {
  const { random, model } = world;
  if (random.percent(8)) return ["ab".repeat(32), undefined];
  return random.pickMaybe(nettingOf(model).proposals.entries());
}

function confirmBundle(world: World): Draft | undefined {
  const found = openBundle(world);
  if (found === undefined) return undefined;
  const [bundle, proposal] = found;
  const { waitsFor = [], proposer = world.someone() } = proposal ?? {};
  const strangers = [proposer, world.someone()];
  const actor = world.random.pick(world.random.percent(92) && waitsFor.length > 0 ? waitsFor : strangers);
  return { actor, content: { bundle } };
}

/** Some item that waits, seldom one that does not, and who may do something about it. */
function someItem(world: World): { readonly item: number; readonly actor: string; readonly row?: Item } {
  const { random, model } = world;
  const { items, given } = nettingOf(model);
  const found = random.percent(94) ? random.pickMaybe(items.entries()) : undefined;
  if (found === undefined) return { item: random.between(1, given.value + 2), actor: world.someone() };
  const [item, row] = found;
  return { item, row, actor: random.percent(94) ? random.pick(payersOf(row)) : world.someone() };
}

function setLimit(world: World): Draft {
  const { random } = world;
  const actor = party(world);
  const currency = random.pick(currencies);
  const most = random.bigBelow(balanceOf(world.model, currency, actor) * 2n + 2n);
  const others = [party(world), party(world)].filter((each) => each !== actor || random.percent(5));
  const counterparty = random.percent(70) ? others[0] : undefined;
  return { actor, content: { currency, most, ...(counterparty === undefined ? {} : { counterparty }) } };
}

function removeLimit(world: World): Draft | undefined {
  const { random, model } = world;
  const found = random.pickMaybe(nettingOf(model).limits.entries());
  if (found === undefined) return undefined;
  const [place, { bilateral }] = found;
  const [currency = "", actor = ""] = place.split("/");
  const counterparty = random.pickMaybe(bilateral.map((limit) => limit.counterparty));
  const isAll = counterparty === undefined || random.percent(30);
  return { actor, content: { currency, ...(isAll ? {} : { counterparty }) } };
}

export const traffic: Traffic = {
  queuePayment: { weight: 40, draft: queuePayment },
  proposeBundle: { weight: 8, draft: proposeBundle },
  confirmBundle: { weight: 12, draft: confirmBundle },
  withdrawBundle: {
    weight: 1,
    draft(world) {
      const found = openBundle(world);
      if (found === undefined) return undefined;
      const [bundle, proposal] = found;
      const isPayers = proposal !== undefined && world.random.percent(85);
      return { actor: isPayers ? world.random.pick(payersOf(proposal)) : world.someone(), content: { bundle } };
    },
  },
  cancelItem: {
    weight: 2,
    draft(world) {
      const { item, actor } = someItem(world);
      return { actor, content: { item } };
    },
  },
  changePriority: {
    weight: 3,
    draft(world) {
      const { item, actor, row } = someItem(world);
      const other = row?.priority === "urgent" ? "normal" : "urgent";
      const priority = world.random.percent(92) ? other : (row?.priority ?? other);
      return { actor, content: { item, priority } };
    },
  },
  setEarmarks: {
    weight: 2,
    draft(world) {
      const { random, model } = world;
      const actor = party(world);
      const codes = accountsOf(model).codes.value;
      const currency = random.percent(90) ? random.pick(currencies) : (codes[0] ?? "CNY");
      const part = balanceOf(model, currency, actor) / 4n + 1n;
      const draw = () => (random.percent(40) ? 0n : random.bigBelow(part));
      return { actor, content: { currency, direct: draw(), urgent: draw() } };
    },
  },
  setLimit: { weight: 3, draft: setLimit },
  removeLimit: { weight: 1, draft: removeLimit },
};
