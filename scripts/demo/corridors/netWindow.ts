// Deferred net settlement: payments of one window, of which each member pays or gets only what it is short or long in the end.
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { until } from "../clock.ts";
import { grossOf, type Leg, netOf } from "./queueApart.ts";
import { type Issued, operator, shown, together } from "./setting.ts";

const { openScheme, inviteMember, joinScheme, depositCollateral, payNet } = messages["net-windows"];
const currency = "MYR";
const members = ["myr-bank", "sgd-bank", "idr-bank"] as const;
const [collateral, cap] = [30_000_000n, 100_000_000n];
const leg = (from: string, to: string, amount: bigint): Leg => ({ from, to, currency, amount });
const legs: readonly Leg[] = [
  leg("myr-bank", "sgd-bank", 50_000_000n),
  leg("sgd-bank", "idr-bank", 70_000_000n),
  leg("idr-bank", "myr-bank", 35_000_000n),
];

/** Payments that are taken, by the window that each was pinned to. */
export interface Taken {
  readonly scheme: number;
  readonly windows: ReadonlyMap<number, readonly Leg[]>;
  readonly before: readonly bigint[];
}

const balances = (cast: Cast) => Promise.all(members.map((bank) => cast.balance(bank, currency)));

export async function takeNetPayments(cast: Cast, story: Story, issued: Issued): Promise<Taken> {
  story.chapter("A net window takes payments, and a pool of central banks votes");
  const terms = { currency, operator: cast.account(operator), windowMs: 8_000, pauseMs: 0 };
  const { scheme } = (await cast.send("myr-issuer", openScheme(terms))).answer;
  await together(members.slice(1), (bank) => issued.issue(currency, bank, cap));
  await together(members, (bank) =>
    cast.send(operator, inviteMember({ scheme, account: cast.account(bank), operatorCap: cap })),
  );
  await together(members, (bank) => cast.send(bank, joinScheme({ scheme, ownCap: cap, lossShareMost: collateral })));
  await together(members, (bank) => cast.send(bank, depositCollateral({ scheme, amount: collateral })));
  const before = await balances(cast);
  const windows = new Map<number, readonly Leg[]>();
  await together(legs, async (each) => {
    const payment = payNet({ scheme, payee: cast.account(each.to), amount: each.amount });
    const { window } = (await cast.send(each.from, payment)).answer;
    windows.set(window, [...(windows.get(window) ?? []), each]);
  });
  story.say(
    `    three banks pay each other ${shown(grossOf(legs, currency), currency)} within windows of eight seconds`,
  );
  return { scheme, windows, before };
}

export async function showNetSettled(cast: Cast, story: Story, { scheme, windows, before }: Taken): Promise<void> {
  // A boundary may have come between two payments: each window has its own net.
  for (const [window, taken] of [...windows].sort(([left], [right]) => left - right)) {
    await until(
      "the window is settled",
      async () => (await cast.ledger.query("net-windows/window", { scheme, window })).status === "settled",
    );
    const { positions } = await cast.ledger.query("net-windows/window", { scheme, window });
    const said = new Map(positions.map(({ account, position }) => [account as string, BigInt(position)]));
    const nets = netOf(taken);
    story.check(
      `window ${window} is settled: net positions of ${positions.length} members are those of its ${taken.length} payments`,
      members.every((bank) => (said.get(cast.account(bank)) ?? 0n) === (nets.get(`${currency} ${bank}`) ?? 0n)),
    );
  }
  const [after, nets] = [await balances(cast), netOf(legs)];
  for (const [at, bank] of members.entries()) {
    const net = nets.get(`${currency} ${bank}`) ?? 0n;
    const what =
      net < 0n ? `${bank} has paid, net, ${shown(-net, currency)}` : `${bank} has got ${shown(net, currency)}`;
    story.check(what, (after[at] ?? 0n) - (before[at] ?? 0n) === net);
  }
  const moved = [...nets.values()].reduce((sum, net) => (net > 0n ? sum + net : sum), 0n);
  const gross = grossOf(legs, currency);
  const rows = await Promise.all(
    members.map((bank) => cast.ledger.query("net-windows/member", { scheme, account: cast.account(bank) })),
  );
  story.check(
    `${shown(moved, currency)} settled ${shown(gross, currency)}, and no collateral was touched`,
    rows.every((row) => BigInt(row.collateral) === collateral),
  );
  story.fact("netWindow", { gross: String(gross), moved: String(moved) });
}
