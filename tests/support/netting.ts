// Queues for tests: a ledger in which euros are scarce, and short ways to say who owes whom.
import { read } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { intradayCredit } from "#src/modules/intraday-credit/module.ts";
import { netting } from "#src/modules/netting/module.ts";
import { bundleIdOf } from "#src/modules/netting/rules.ts";
import type { Item, Priority } from "#src/modules/netting/schemas.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { swapLines } from "#src/modules/swap-lines/module.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

export const euros = "EUR";
/** What the issuer has: far above any payment of these tests. */
export const euroSupply = 10n ** 12n;

/** Funds are in euros, by alias; nobody else has any but their issuer. Nothing passes what waits before it, unless a test says so. */
export function createNettingLedger(
  funds: Readonly<Record<string, bigint>> = {},
  overrides: Readonly<Record<string, bigint>> = {},
): TestLedger {
  const list = Object.entries({ "netting.bypassItemsMost": 0n, ...overrides });
  const ledger = createTestLedger({
    modules: [accounts, authority, oracle, parameters, settlement, swapLines, intradayCredit, netting],
    genesis: (genesis) => ({
      ...genesis,
      modules: {
        ...genesis.modules,
        parameters: { overrides: list.map(([parameter, value]) => ({ parameter, value })) },
      },
    }),
  });
  for (const [alias, amount] of Object.entries({ ...funds, "eur-issuer": euroSupply })) give(ledger, alias, amount);
  return ledger;
}

export function give(ledger: TestLedger, alias: string, amount: bigint, currency = euros): void {
  if (amount === 0n) return;
  const content = { currency, to: ledger.account(alias), amount };
  const { refused } = ledger.send(`${currency.toLowerCase()}-issuer`, "accounts/issueCurrency", content);
  if (refused !== undefined) throw new Error(`no ${currency} was issued: ${refused}`);
}

export const lastsMs = 3_600_000;

export interface Owed {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly currency?: string;
}

export function legOf(ledger: TestLedger, { from, to, amount, currency = euros }: Owed) {
  return { from: ledger.account(from), to: ledger.account(to), currency, amount };
}

/** The content of a payment; `rest` replaces what it would have. */
export function paymentOf(ledger: TestLedger, { from, ...owed }: Owed, rest: object = {}) {
  const { from: _, ...leg } = legOf(ledger, { from, ...owed });
  return { ...leg, priority: "normal", expiresMs: ledger.state.timeMs + lastsMs, ...rest };
}

/** Queues a payment, as `alice bob 5`, and answers with the outcome. */
export function owe(ledger: TestLedger, text: string, rest: object = {}): Outcome {
  const [from = "", to = "", amount = "0"] = text.split(" ");
  return ledger.send(from, "netting/queuePayment", paymentOf(ledger, { from, to, amount: BigInt(amount) }, rest));
}

/** Queues several payments in one block. */
export function oweTogether(ledger: TestLedger, ...texts: readonly string[]): Outcome {
  const messages = texts.map((text) => {
    const [from = "", to = "", amount = "0", priority = "normal"] = text.split(" ");
    const content = paymentOf(ledger, { from, to, amount: BigInt(amount) }, { priority });
    return { actor: from, type: "netting/queuePayment", content };
  });
  return ledger.sendAll(messages);
}

export function bundleOf(ledger: TestLedger, owed: readonly Owed[], priority: Priority = "normal"): Item {
  const legs = owed.map((each) => legOf(ledger, each));
  return { legs, priority, expiresMs: ledger.state.timeMs + lastsMs };
}

export function bundleId(ledger: TestLedger, proposer: string, terms: Item): string {
  return bundleIdOf({ proposer: ledger.account(proposer), ...terms });
}

export function balance(ledger: TestLedger, alias: string, currency = euros): bigint {
  return read.balance(ledger.state, currency, ledger.account(alias));
}

/** Which items events say were settled, and how. */
export function settledIn(events: readonly { readonly type: string; readonly content: unknown }[]) {
  return events
    .filter(({ type }) => type === "netting/itemSettled")
    .map(({ content }) => content as { readonly item: number; readonly step: string })
    .map(({ item, step }) => `${item} ${step}`);
}

/** The numbers of the items that wait in a queue, in their order. */
export async function waiting(ledger: TestLedger, alias: string, currency = euros): Promise<number[]> {
  const params = { currency, account: ledger.account(alias) };
  const { items } = (await ledger.query("netting/queue", params)) as { readonly items: { readonly item: number }[] };
  return items.map(({ item }) => item);
}
