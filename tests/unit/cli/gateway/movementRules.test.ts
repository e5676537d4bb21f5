// The rules of movements against a ledger that is used in every way: nothing moves that no rule knows of.
import { expect, it } from "vitest";
import { toldByBalances, toldByEvents, toldInPart } from "#src/cli/gateway/movementRules.ts";
import { movementsOf } from "#src/cli/gateway/movements.ts";
import { isModuleAccount } from "#src/machine/moduleAccount.ts";
import { balances } from "#src/modules/accounts/tables.ts";
import type { StateEvent, StateScanner } from "#src/state/view.ts";
import { laterProgram } from "#tests/simulation/setting.ts";
import { simulate } from "#tests/simulation/simulation.ts";

const blocks = 80;

/** They pay somebody whom they do not name: an operator, a lender, a provider, an heir. */
const paysOthers: ReadonlySet<string> = new Set([
  "corridors/paymentMade",
  "payments/paymentVoided",
  "fx/quoteCancelled",
  "fx/quoteLapsed",
  "accounts/accountClosed",
  "swap-lines/drawSettled",
  "swap-lines/drawReduced",
  "swap-lines/drawRolledOver",
  "intraday-credit/creditSettled",
  "net-windows/debtReduced",
]);

/** The content as a node tells it. */
function told({ type, content }: StateEvent): { type: string; content: unknown; text: string } {
  const text = JSON.stringify(content, (_key, value: unknown) => {
    if (typeof value === "bigint") return value.toString();
    return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  });
  return { type, content: JSON.parse(text), text };
}

/** By currency and account, without the ledger's own books. */
async function held(state: StateScanner): Promise<Map<string, bigint>> {
  const amounts = new Map<string, bigint>();
  for await (const { parts, value } of balances.scan(state)) {
    if (!isModuleAccount(parts[1] as Parameters<typeof isModuleAccount>[0])) amounts.set(parts.join("/"), value.amount);
  }
  return amounts;
}

it("names events that there are, each in one list", () => {
  const types = new Set(
    [...laterProgram().newest().modules].flatMap(({ events = {} }) => Object.values(events).map(({ type }) => type)),
  );
  const named = [...Object.keys(toldByEvents), ...Object.keys(toldInPart), ...toldByBalances];
  expect(named.filter((type) => !types.has(type))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});

it("explains every change of a balance, or knows that the block's events do not say all", async () => {
  let before: Map<string, bigint> | undefined;
  const unexplained = new Set<string>();
  const exact = new Set<string>();
  const observe = async (events: readonly StateEvent[], state: StateScanner) => {
    const after = await held(state);
    const texts = events.map(told);
    const vague = texts.filter(({ type }) => type in toldInPart || toldByBalances.has(type));
    const places = before === undefined ? [] : new Set([...before.keys(), ...after.keys()]);
    for (const place of places) {
      const [currency = "", account = ""] = place.split("/");
      const change = (after.get(place) ?? 0n) - (before?.get(place) ?? 0n);
      const moved = texts.map((event) => ({
        type: event.type,
        units: movementsOf(event, account).find((each) => each.currency === currency)?.units ?? 0n,
      }));
      const sum = moved.reduce((total, { units }) => total + units, 0n);
      if (sum === change) for (const { type, units } of moved) if (units !== 0n) exact.add(type);
      const isExcused = vague.some(({ type, text }) => text.includes(account) || paysOthers.has(type));
      if (sum !== change && !isExcused) {
        const types = [...new Set(texts.filter(({ text }) => text.includes(account)).map(({ type }) => type))];
        unexplained.add(`${currency} changed by ${change}, told ${sum}, by ${types.join(" ")}`);
      }
    }
    before = after;
  };
  await simulate({ seed: 7, blocks, auditBlocks: blocks, observe });
  expect([...unexplained]).toEqual([]);
  // The rules that were seen to tell all of a change.
  expect([...exact].sort()).toEqual(
    expect.arrayContaining([
      ...["payments/paymentPrepared", "payments/paymentSettled", "netting/itemSettled"],
      ...["corridors/paymentMade", "bank-gateway/requestSettled", "settlement/paymentSettled"],
    ]),
  );
}, 300_000);
