// A pool of central banks: one draws on the quotas of the others, who vote on it, contribute, and get it back with interest.
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { blockTimeMs } from "../clock.ts";
import { collateralFor, interestOf } from "./lendingApart.ts";
import { type Issued, shown } from "./setting.ts";

const { proposePool, joinPool, requestDraw, castVote, repayDraw } = messages["reserve-pool"];
const dayMs = 86_400_000;
const currency = "CNY";
const quotas = { "cny-issuer": 60_000_000n, "uzs-issuer": 10_000_000n, "thb-issuer": 30_000_000n } as const;
const [drawer, lenders] = ["thb-issuer", ["cny-issuer", "uzs-issuer"]] as const;
const amount = 40_000_000n;
const [rateBp, haircutBp] = [200, 1_000];

/** In proportion to quotas, rounded down; the units that are left over one by one, in the order of the terms. */
function partsOf(): bigint[] {
  const sum = lenders.reduce((total, lender) => total + quotas[lender], 0n);
  const parts = lenders.map((lender) => (amount * quotas[lender]) / sum);
  const left = amount - parts.reduce((total, part) => total + part, 0n);
  return parts.map((part, at) => part + (BigInt(at) < left ? 1n : 0n));
}

async function agree(cast: Cast): Promise<number> {
  const seat = (centralBank: keyof typeof quotas, own: string, multipleBp: number) => ({
    ...{ centralBank: cast.account(centralBank), currency: own, quota: quotas[centralBank], multipleBp },
  });
  const terms = {
    ...{ currency, attestor: cast.account("regulator"), delinkedBp: 10_000, unvotedBp: 3_000, voteMs: 3_600_000 },
    members: [seat("cny-issuer", "CNY", 0), seat("uzs-issuer", "UZS", 50_000), seat("thb-issuer", "THB", 20_000)],
    ...{ expiresMs: (await blockTimeMs(cast.ledger.url)) + 365 * dayMs, tenorDays: 90, renewalsMost: 2 },
    ...{ baseBp: 100, marginBp: 100, haircutBp },
  };
  const { pool } = (await cast.send(drawer, proposePool({ terms }))).answer;
  for (const lender of lenders) await cast.send(lender, joinPool({ pool }));
  return pool;
}

export async function showPoolDraw(cast: Cast, story: Story, issued: Issued): Promise<void> {
  const parts = partsOf();
  const interests = parts.map((part) => interestOf(part, rateBp, 1n));
  const interest = interests.reduce((sum, each) => sum + each, 0n);
  await issued.issue(currency, "cny-issuer", quotas["cny-issuer"]);
  await issued.issue(currency, "uzs-issuer", quotas["uzs-issuer"]);
  await issued.issue(currency, drawer, interest);
  const pool = await agree(cast);
  const balances = () => Promise.all([drawer, ...lenders].map((bank) => cast.balance(bank, currency)));
  const gains = (from: readonly bigint[], to: readonly bigint[]) => to.map((now, at) => now - (from[at] ?? 0n)).join();
  const [before, baht] = [await balances(), await cast.balance(drawer, "THB")];
  const asked = (await cast.send(drawer, requestDraw({ pool, amount }))).answer;
  const collateral = collateralFor(amount, "CNY", "THB", BigInt(haircutBp));
  story.check(
    `${drawer} asks its pool for ${shown(amount, currency)} against ${shown(collateral, "THB")}: too much without a vote`,
    asked.draw === undefined && BigInt(asked.collateral) === collateral,
  );
  const vote = castVote({ pool, drawer: cast.account(drawer), approves: true });
  const first = (await cast.send("uzs-issuer", vote)).answer;
  story.checkEqual("a seventh of the votes leaves it", first.outcome, "open");
  const second = (await cast.send("cny-issuer", vote)).answer;
  story.check(
    `the rest approve: the others contribute ${parts.map((part) => shown(part, currency)).join(" and ")} by their quotas`,
    second.outcome === "approved" &&
      gains(before, await balances()) === [amount, ...parts.map((part) => -part)].join() &&
      baht - (await cast.balance(drawer, "THB")) === collateral,
  );
  const repaid = (await cast.send(drawer, repayDraw({ pool, draw: second.draw ?? 0 }))).answer;
  story.check(
    `repaid: each has its part back with a day's interest, ${shown(interest, currency)} in all, and ${drawer} its collateral`,
    BigInt(repaid.interest) === interest &&
      gains(before, await balances()) === [-interest, ...interests].join() &&
      (await cast.balance(drawer, "THB")) === baht,
  );
  story.fact("poolDraw", { amount: String(amount), parts: parts.map(String), interest: String(interest) });
}
