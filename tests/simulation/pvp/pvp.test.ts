// Payment versus payment under faults: all legs of a bundle or none, whatever happens between its steps.
import { describe, expect, it } from "vitest";
import type { BlockResult } from "#src/machine/block.ts";
import { Scoreboard } from "./scoreboard.ts";
import { names } from "./setting.ts";
import { simulateBundles } from "./simulate.ts";
import type { Bundle, Sent } from "./terms.ts";
import type { Envelopes } from "./transactions.ts";
import { ways } from "./ways.ts";

const bundles = Number(process.env.KEDGE_PVP_BUNDLES ?? 20_000);
const seed = Number(process.env.KEDGE_PVP_SEED ?? 1);
const short = { bundles: 1_500, seed: 7 };

function isOpening({ role, bundle }: Sent, path: Bundle["path"]): boolean {
  return role === "open" && bundle?.path === path && bundle.fault === "none";
}

describe("payment versus payment under faults", () => {
  it(
    "never half settles a bundle, ends each exactly once, and leaves nothing set aside",
    async () => {
      const { scoreboard, audited } = await simulateBundles({ bundles, seed, perBlock: 50 });
      expect(scoreboard.total).toBe(bundles);
      expect(audited).toStrictEqual([]);
      expect(scoreboard.gaps()).toStrictEqual([]);
    },
    30_000 + 20 * bundles,
  );

  it("comes to the same root from the same seed", async () => {
    const [first, second] = [await simulateBundles(short), await simulateBundles(short)];
    expect([first.root, first.scoreboard.rows()]).toStrictEqual([second.root, second.scoreboard.rows()]);
  });

  it("names what should have happened and never did", () => {
    expect(new Scoreboard().gaps()).toContain("hashLocks × atExpiry × expired");
  });
});

describe("the observer of payment versus payment", () => {
  it("finds a bundle of which one leg alone was paid", async () => {
    let isDone = false;
    const tamper = (sent: readonly Sent[], envelopes: Envelopes, timeMs: number): readonly Sent[] =>
      sent.map((each) => {
        const { bundle } = each;
        if (isDone || bundle === undefined || !isOpening(each, "pay")) return each;
        isDone = true;
        return { ...each, bytes: envelopes.signed(ways.pay.open(bundle).slice(0, 1), timeMs + 60_000) };
      });
    await expect(simulateBundles({ ...short, tamper })).rejects.toThrow(/half settled: 1 of [23] legs/);
  });

  it("finds a bundle of which one lock alone was fulfilled", async () => {
    let isDone = false;
    const tamper = (sent: readonly Sent[], envelopes: Envelopes, timeMs: number): readonly Sent[] =>
      sent.map((each) => {
        const { role, bundle } = each;
        if (isDone || role !== "step" || bundle?.path !== "agentLocks" || bundle.fault !== "none") return each;
        isDone = true;
        const [first] = ways.agentLocks.close?.(bundle) ?? [];
        return first === undefined ? each : { ...each, bytes: envelopes.signed([first], timeMs + 60_000) };
      });
    await expect(simulateBundles({ ...short, tamper })).rejects.toThrow(/half settled: 1 of [23] locks paid/);
  });

  it("finds a leg that a defect took back without a word, though every total holds", async () => {
    let settled: Bundle | undefined;
    const tamper = (sent: readonly Sent[], envelopes: Envelopes, timeMs: number): readonly Sent[] => {
      const leg = settled?.outcome === "settled" ? settled.legs[0] : undefined;
      settled ??= sent.find((each) => isOpening(each, "jointBundle"))?.bundle;
      if (leg === undefined) return sent;
      const { currency, from, to, amount } = leg;
      const content = { currency, from: names.account(to), to: names.account(from), amount: BigInt(amount) };
      const message = { actor: "governor", type: "saboteur/takeBack", content };
      return [...sent, { bytes: envelopes.signed([message], timeMs + 60_000), role: "disturbance" as const }];
    };
    await expect(simulateBundles({ ...short, tamper })).rejects.toThrow(/half settled: .* holds \d+ [A-Z]+ instead of/);
  });

  it("finds a leg that a block's result does not announce", async () => {
    const distort = (result: BlockResult): BlockResult => ({
      ...result,
      results: result.results.map((each) =>
        each.events.length < 2
          ? each
          : { ...each, events: each.events.filter(({ type }, at) => at > 0 || type !== "settlement/paymentSettled") },
      ),
    });
    await expect(simulateBundles({ ...short, distort })).rejects.toThrow(/half settled/);
  });

  it("finds a bundle that ends twice", async () => {
    const distort = (result: BlockResult): BlockResult => ({
      ...result,
      blockEvents: result.blockEvents.flatMap((event) =>
        event.type === "netting/bundleExpired" ? [event, event] : [event],
      ),
    });
    await expect(simulateBundles({ ...short, distort })).rejects.toThrow("a proposal ended that was not open");
  });
});
