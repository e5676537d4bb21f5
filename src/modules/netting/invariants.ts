// Promises of the module `netting`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner, Stored } from "#src/state/view.ts";
import { amountPaid, placeOf } from "./days.ts";
import { payersOf, placeName, placesOf } from "./rules.ts";
import type { EnteredItem } from "./schemas.ts";
import {
  accountLegCounts,
  bankDays,
  currencyDays,
  flows,
  heldQueueCounts,
  heldQueuePlaces,
  heldQueues,
  itemExpiries,
  items,
  nextItems,
  openCounts,
  proposalCounts,
  proposalExpiries,
  proposals,
  queuedTotals,
  queues,
} from "./tables.ts";

async function itemsByNumber(state: StateScanner): Promise<Map<number, Stored<EnteredItem>>> {
  const all = new Map<number, Stored<EnteredItem>>();
  for await (const { parts, value } of items.scan(state)) all.set(Number(parts[0]), value);
  return all;
}

/** Every item stands once in each queue that it is paid from, by priority and number, and queues hold nothing else. */
export const queuesEqualItems = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const all = await itemsByNumber(state);
  const standing = new Map<string, Set<number>>();
  for (const [number, item] of all) {
    if (number >= (nextItems.get(state) ?? 1)) broken.push(`item ${number} has a number that was not given out`);
    for (const place of placesOf(item)) {
      const name = placeName(place);
      standing.set(name, (standing.get(name) ?? new Set()).add(number));
    }
  }
  let count = 0;
  for await (const { key, parts, value } of queues.scan(state)) {
    count += 1;
    const expected = standing.get(parts.join("/")) ?? new Set();
    const numbers = [...value.urgent, ...value.normal];
    const isWhole = numbers.length === expected.size && numbers.every((number) => expected.has(number));
    if (!isWhole || new Set(numbers).size !== numbers.length) broken.push(`${key} does not hold its items`);
    for (const priority of ["urgent", "normal"] as const) {
      const list = value[priority];
      const isOrdered = list.every((number, at) => at === 0 || number > (list[at - 1] ?? 0));
      const isPrior = list.every((number) => all.get(number)?.priority === priority);
      if (!isOrdered || !isPrior) broken.push(`${key} is out of order`);
    }
  }
  if (count !== standing.size) broken.push(`${standing.size} queues should hold items, but ${count} do`);
  return broken;
});

/** Every queue that holds items is listed once, where its place says, and nothing else is. */
export const heldQueuesAreListed = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  let count = 0;
  for await (const { parts, value } of heldQueues.scan(state)) {
    const { currency, account } = value;
    if (Number(parts[0]) !== count) broken.push(`the list of queues has no row ${count}`);
    if (!queues.has(state, currency, account)) broken.push(`${currency}/${account} is listed, and holds nothing`);
    if (heldQueuePlaces.get(state, currency, account) !== count) broken.push(`${currency}/${account} is misplaced`);
    count += 1;
  }
  let held = 0;
  for await (const _ of queues.scan(state)) held += 1;
  let places = 0;
  for await (const _ of heldQueuePlaces.scan(state)) places += 1;
  if (count !== (heldQueueCounts.get(state) ?? 0)) broken.push(`${count} queues are listed, against their count`);
  if (held !== count || places !== count)
    broken.push(`${held} queues hold items, ${count} are listed, ${places} placed`);
  return broken;
});

/** What waits by account and by currency, and how many there are, is what the items and proposals come to. */
export const totalsEqualItems = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const all = await itemsByNumber(state);
  const expected = new Map<string, string>();
  const sums = { out: new Map<string, bigint>(), in: new Map<string, bigint>(), total: new Map<string, bigint>() };
  const legs = new Map<string, number>();
  const add = (sum: Map<string, bigint>, name: string, amount: bigint) => sum.set(name, (sum.get(name) ?? 0n) + amount);
  for (const { from, to, currency, amount } of [...all.values()].flatMap((item) => item.legs)) {
    add(sums.out, `${currency}/${from}`, amount);
    add(sums.in, `${currency}/${to}`, amount);
    add(sums.total, currency, amount);
    legs.set(currency, (legs.get(currency) ?? 0) + 1);
  }
  for (const name of new Set([...sums.out.keys(), ...sums.in.keys()])) {
    expected.set(`flow ${name}`, `${sums.out.get(name) ?? 0n} ${sums.in.get(name) ?? 0n}`);
  }
  for (const [currency, total] of sums.total) expected.set(`total ${currency}`, `${legs.get(currency)} ${total}`);
  const found = new Map<string, string>();
  for await (const { parts, value } of flows.scan(state))
    found.set(`flow ${parts.join("/")}`, `${value.out} ${value.in}`);
  for await (const { parts, value } of queuedTotals.scan(state))
    found.set(`total ${parts[0]}`, `${value.legs} ${value.amount}`);
  for (const name of new Set([...expected.keys(), ...found.keys()])) {
    const [is, should] = [found.get(name), expected.get(name)];
    if (is !== should) broken.push(`${name} is ${is ?? "not there"}, and should be ${should ?? "not there"}`);
  }
  const counts = new Map<string, number>();
  const own = new Map<string, number>();
  let waiting = [...all.values()].reduce((sum, item) => sum + item.legs.length, 0);
  for await (const { value } of proposals.scan(state)) {
    counts.set(value.proposer, (counts.get(value.proposer) ?? 0) + 1);
    own.set(value.proposer, (own.get(value.proposer) ?? 0) + value.legs.length);
    waiting += value.legs.length;
  }
  for (const { from } of [...all.values()].flatMap((item) => item.legs)) own.set(from, (own.get(from) ?? 0) + 1);
  for await (const { key, parts, value } of accountLegCounts.scan(state)) {
    if (own.get(parts[0] ?? "") !== value) broken.push(`${key} counts ${value} legs`);
    own.delete(parts[0] ?? "");
  }
  for (const account of own.keys()) broken.push(`the legs of ${account} are not counted`);
  for (const [account, count] of counts) {
    if (proposalCounts.get(state, account as never) !== count) broken.push(`proposals of ${account} are miscounted`);
  }
  if (waiting !== (openCounts.get(state) ?? 0))
    broken.push(`${waiting} legs of items and proposals wait, against their count`);
  return broken;
});

/** Every item and every proposal falls due at its expiry, and a proposal waits for some of its payers, never for its proposer. */
export const whatWaitsFallsDue = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const due = new Set<string>();
  for await (const { value } of itemExpiries.tables.entries.scan(state)) due.add(`${value.item} ${value.dueMs}`);
  for await (const { value } of proposalExpiries.tables.entries.scan(state)) due.add(`${value.item} ${value.dueMs}`);
  for (const [number, { expiresMs }] of await itemsByNumber(state)) {
    if (!due.has(`${number} ${expiresMs}`)) broken.push(`item ${number} never falls due`);
  }
  for await (const { parts, value } of proposals.scan(state)) {
    if (!due.has(`${parts[0]} ${value.expiresMs}`)) broken.push(`bundle ${parts[0]} never falls due`);
    const payers = payersOf(value.legs).filter((payer) => payer !== value.proposer);
    const isSound = value.waitsFor.length > 0 && value.waitsFor.every((payer) => payers.includes(payer));
    if (!isSound) broken.push(`bundle ${parts[0]} waits for nobody, or for one who does not pay`);
  }
  return broken;
});

/** The sums of a currency's day are those of its banks, as far as both are kept. */
export const daysAddUp = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  const sums = new Map<string, { paid: bigint; liquidity: bigint }>();
  for await (const { key, parts, value } of bankDays.scan(state)) {
    const paid = amountPaid(value);
    if (Number(parts[2]) !== placeOf(value.dayMs)) broken.push(`${key} is not at its day's place`);
    if (value.largestNetDebit < paid - value.received) broken.push(`${key} holds less than its net debit`);
    const name = `${parts[0]} ${value.dayMs}`;
    const sum = sums.get(name) ?? { paid: 0n, liquidity: 0n };
    sums.set(name, { paid: sum.paid + paid, liquidity: sum.liquidity + value.largestNetDebit });
  }
  for await (const { key, parts, value } of currencyDays.scan(state)) {
    const { paid, liquidity } = sums.get(`${parts[0]} ${value.dayMs}`) ?? { paid: 0n, liquidity: 0n };
    if (Number(parts[1]) !== placeOf(value.dayMs)) broken.push(`${key} is not at its day's place`);
    if (amountPaid(value) !== paid) broken.push(`${key} does not hold what its banks paid`);
    if (value.liquidityUsed !== liquidity) broken.push(`${key} does not hold the liquidity of its banks`);
    if (value.waitedAmountMs > value.longestAmountMs) broken.push(`${key} waited longer than it could`);
  }
  return broken;
});
