// In a run nobody gains by asking for the dearer metal or by leaving an epoch earlier, whatever the zone.
import { expect, test, vi } from "vitest";
import { present } from "#src/core/assert.ts";
import { read as accountsRead } from "#src/modules/accounts/access.ts";
import {
  createBank,
  heldByMicroKdg,
  holderName,
  holdersInRun,
  holdersLeaving,
  type Paid,
  runAtOnce,
  settleRun,
  standOf,
  strikeOff,
} from "#tests/support/bankRun.ts";
import { type Expected, expectedOf, sumOf, worthAtHigh } from "#tests/support/bankRunArithmetic.ts";
import { june2008 } from "#tests/support/prices.ts";

// A few seconds each on an idle core; a busy machine takes several times as long.
vi.setConfig({ testTimeout: 180_000 });

const nanoPerPair = 1_000_000n * 10_000n;

/** What one request was paid at the epoch's high prices, and what the KDG it took is worth at the rate before the fee. */
function outcomeOf(own: readonly Paid[], expected: Expected) {
  const used = sumOf(own, "burntMicroKdg") + sumOf(own, "feeMicroKdg");
  const netOfFees = own.reduce((sum, { asset, burntMicroKdg, feeMicroKdg }) => {
    const feeBp = expected.terms[asset]?.feeBp ?? 0n;
    return sum + ((burntMicroKdg + feeMicroKdg) * expected.rateNano * (10_000n - feeBp)) / nanoPerPair;
  }, 0n);
  return { value: worthAtHigh(own, expected), used, netOfFees, gross: (used * expected.rateNano) / 1_000_000n };
}

/** A milligram of either metal, a cent, and a micro-KDG for each payment: what rounding may take from one request. */
const roundingNano = 20_000_000n;

for (const [where, struck] of [
  ["the green", 0],
  ["the red, below R", 52],
] as const) {
  test(`in ${where} asking for the metal that has just become dearer gains nothing against the rest`, async () => {
    const { ledger, certificateIds } = createBank({ prices: june2008 });
    strikeSpread(ledger, certificateIds, struck);
    // All have asked when copper rises by a twelfth within the epoch; silver does not.
    const wishes = [{ metal: "CU", rest: "metal" }, { metal: "AG", rest: "metal" }, {}] as const;
    const requests = runAtOnce(
      ledger,
      holdersLeaving(0, holdersInRun, (at) => present(wishes[at % 3], "a wish")),
    );
    const dearer = { ...june2008, CU: (june2008.CU * 13n) / 12n };
    const heldBefore = perKdgLeft(ledger, dearer);
    const run = await settleRun(ledger, 1, dearer);
    const expected = expectedOf(run, dearer);
    const byRequest = new Map<number, Paid[]>(requests.map((request) => [request, []]));
    for (const payment of run.paid) byRequest.get(payment.request)?.push(payment);
    const outcomes = requests.map((request) => outcomeOf(byRequest.get(request) ?? [], expected));
    for (const { value, netOfFees, gross } of outcomes) {
      // The choice decides the fee and nothing else: what came is what the rate says less the fee, rounded down.
      expect(value <= netOfFees && netOfFees - value <= roundingNano).toBe(true);
      expect(value <= gross).toBe(true);
    }
    // Copper lies above its share now, so it costs less and silver more; the two differ by exactly the two fees.
    const group = (of: number) => outcomes.filter((_, at) => at % 3 === of);
    const total = (of: number, part: "value" | "gross") => group(of).reduce((sum, each) => sum + each[part], 0n);
    const { terms } = expected;
    const keptMillionths = (of: number) => (total(of, "value") * 1_000_000n) / total(of, "gross");
    const feeGap = ((terms.AG?.feeBp ?? 0n) - (terms.CU?.feeBp ?? 0n)) * 100n;
    const gap = keptMillionths(0) - keptMillionths(1);
    expect(gap - feeGap <= 2n && feeGap - gap <= 2n).toBe(true);
    // And those who stay have no less behind each KDG than before.
    expect(perKdgLeft(ledger, dearer) >= heldBefore).toBe(true);
  });

  test(`in ${where} leaving an epoch earlier gains nothing beyond rounding and the fee`, async () => {
    const third = holdersInRun / 3;
    const hasty = holderName(holdersInRun - 2);
    const amountMicroKdg = heldByMicroKdg(holdersInRun - 2);
    const received: { kept: bigint; feeless: bigint }[] = [];
    for (const leavesIn of [1, 2]) {
      const { ledger, certificateIds } = createBank({ prices: june2008 });
      strikeSpread(ledger, certificateIds, struck);
      for (const epoch of [1, 2]) {
        const crowd = holdersLeaving((epoch - 1) * third, epoch * third);
        const hastily = { actor: hasty, amountMicroKdg, metal: "CU", rest: "metal" } as const;
        const requests = runAtOnce(ledger, epoch === leavesIn ? [...crowd, hastily] : crowd);
        const run = await settleRun(ledger, epoch, june2008);
        if (epoch !== leavesIn) continue;
        const request = present(requests.at(-1), "the last request is the holder's own");
        const own = run.paid.filter((payment) => payment.request === request);
        const outcome = outcomeOf(own, expectedOf(run, june2008));
        // What was not paid came back, and counts at the rate at which it would have been.
        const back = accountsRead.balance(ledger.state, "KDG", ledger.account(hasty));
        expect(outcome.used + back).toBe(amountMicroKdg);
        const backNano = (back * run.epoch.pricing.rateNano) / 1_000_000n;
        received.push({ kept: outcome.value + backNano, feeless: outcome.gross + backNano });
        expect(outcome.value <= outcome.netOfFees).toBe(true);
      }
    }
    const [earlier, later] = [present(received[0], "an outcome"), present(received[1], "an outcome")];
    // Before fees leaving earlier is never better; with them by no more than the fees of the two epochs differ.
    // Ranges of prices widen by a millionth or so with the milliseconds that paying one metal or another takes.
    expect(earlier.feeless - later.feeless <= earlier.feeless / 100_000n).toBe(true);
    expect(earlier.kept - later.kept <= (earlier.kept * 40n) / 10_000n).toBe(true);
  });
}

type Ledger = ReturnType<typeof createBank>["ledger"];

/** Strikes off some of all metals alike. */
function strikeSpread(ledger: Ledger, certificateIds: readonly number[], count: number): void {
  if (count === 0) return;
  strikeOff(
    ledger,
    certificateIds.map((_, at) => certificateIds[(at * 11) % certificateIds.length] ?? 0).slice(0, count),
  );
}

/** What lies behind a whole KDG at middle prices, in billionths. */
function perKdgLeft(ledger: Ledger, prices: typeof june2008): bigint {
  const { metalsMg, supply } = standOf(ledger);
  return ((metalsMg.AG * prices.AG * 1_000n + metalsMg.CU * prices.CU) * 1_000_000n) / (supply * 1_000_000n);
}
