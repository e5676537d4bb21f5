// Random traffic of a few payers: whatever is queued, confirmed, cancelled or expires, in any order, no money is made or lost.
import { expect, test } from "vitest";
import { createDraw } from "#scripts/draw.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import {
  balance,
  bundleId,
  bundleOf,
  createNettingLedger,
  euroSupply,
  euros,
  give,
  paymentOf,
} from "#tests/support/netting.ts";

const people = ["alice", "bob", "carol", "governor"];
/** Of none of them do these people have much. */
const currencies = [euros, "KZT", "SGD"];
type Draw = (below: number) => number;
type Sent = Parameters<TestLedger["sendAll"]>[0][number];

/** What a payer may think of next; much of it is refused, and all of it must leave the books whole. */
function drawMessage(ledger: TestLedger, draw: Draw, open: { bundles: string[] }): Sent {
  const pick = <Of>(list: readonly Of[]): Of => list[draw(list.length)] as Of;
  const [from, to] = [pick(people), pick(people)];
  const leg = () => ({
    from: pick(people),
    to: pick(people),
    amount: BigInt(1 + draw(40)),
    currency: pick(currencies),
  });
  const expiresMs = ledger.state.timeMs + 1 + draw(20_000);
  const priority = draw(4) === 0 ? "urgent" : "normal";
  const message = (type: string, content: unknown): Sent => ({ actor: from, type: `netting/${type}`, content });
  const kind = draw(20);
  if (kind < 9) return message("queuePayment", paymentOf(ledger, { ...leg(), from, to }, { expiresMs, priority }));
  if (kind < 12) {
    const terms = { ...bundleOf(ledger, [{ ...leg(), from }, leg(), ...(draw(2) === 0 ? [leg()] : [])]), expiresMs };
    open.bundles.push(bundleId(ledger, from, terms));
    return message("proposeBundle", terms);
  }
  if (kind < 16 && open.bundles.length > 0) return message("confirmBundle", { bundle: pick(open.bundles.slice(-5)) });
  if (kind < 17) return message("cancelItem", { item: 1 + draw(60) });
  if (kind < 18) return message("changePriority", { item: 1 + draw(60), priority });
  if (kind < 19) {
    const [direct, urgent] = [BigInt(draw(10)), BigInt(draw(10))];
    return message("setEarmarks", { currency: pick(currencies), direct, urgent });
  }
  return message("setLimit", { currency: pick(currencies), counterparty: ledger.account(to), most: BigInt(draw(60)) });
}

const holders = [...people, "eur-issuer", "kzt-issuer", "sgd-issuer"];
const sums = (ledger: TestLedger) =>
  currencies.map((currency) => holders.reduce((sum, alias) => sum + balance(ledger, alias, currency), 0n));

const steps = new Set<string>();

test.each([1, 2, 3, 4, 5, 6])("books stay whole under random traffic, seed %i", async (seed) => {
  const draw = createDraw(1_140 + seed);
  const ledger = createNettingLedger({ alice: 60n, bob: 20n }, { "netting.bypassItemsMost": BigInt(draw(2) * 8) });
  for (const currency of currencies.slice(1)) {
    give(ledger, `${currency.toLowerCase()}-issuer`, euroSupply, currency);
    give(ledger, "carol", 30n, currency);
  }
  const before = sums(ledger);
  expect(before).toEqual([euroSupply + 80n, euroSupply + 30n, euroSupply + 30n]);
  const open = { bundles: [] as string[] };
  for (let round = 0; round < 60; round += 1) {
    const sent = Array.from({ length: 1 + draw(6) }, () => ledger.transaction([drawMessage(ledger, draw, open)]));
    const result = ledger.executeBlock(sent, { timeMs: ledger.state.timeMs + draw(3_000) });
    for (const { type, content } of [...result.results.flatMap(({ events }) => events), ...result.blockEvents]) {
      if (type === "netting/itemSettled") steps.add((content as { readonly step: string }).step);
    }
    expect(sums(ledger)).toEqual(before);
    if (round % 10 === 0) expect(await ledger.audit()).toEqual([]);
  }
  ledger.advance(60_000);
  expect(await ledger.audit()).toEqual([]);
  // Whatever was queued has settled, was cancelled or has expired: nothing is owed any more, by anybody.
  for (const account of holders.map((alias) => ledger.account(alias))) {
    for (const currency of currencies) {
      expect(await ledger.query("netting/position", { currency, account })).toMatchObject({
        queuedOut: 0n,
        queuedIn: 0n,
      });
    }
  }
  expect(ledger.faults).toEqual([]);
});

test("all steps came up in that traffic", () => {
  expect([...steps].sort()).toEqual(["bilateral", "bypass", "entry", "multilateral"]);
});
