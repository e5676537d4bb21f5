// Traffic of the module `weights`: policies for what the basket has and may get, mostly sound ones.
import { basketOf, currentBasket } from "../model/basket/book.ts";
import { liveRebalance, weightsOf } from "../model/weights/book.ts";
import type { Draft, Traffic, World } from "../world.ts";

const whole = 1_000_000n;

function policyComponents({ random, model }: World) {
  const wanted = [...currentBasket(model).lines, ...(liveRebalance(model)?.proposal?.lines ?? [])];
  const present = [...new Set(wanted.map(({ component }) => component))];
  const others = basketOf(model)
    .components.keys()
    .filter((name) => !present.includes(name));
  const more = random.percent(8) ? random.pickMaybe(others) : undefined;
  const names = random.percent(97) ? present : present.slice(1);
  const all = random.shuffle(more === undefined ? names : [...names, more]);
  const parts = all.map(() => BigInt(random.between(1, 100)));
  const total = parts.reduce((sum, part) => sum + part, 0n);
  const bases = parts.map((part) => (part * whole) / total);
  const rest = whole - bases.reduce((sum, base) => sum + base, 0n);
  return all.map((component, at) => ({
    component,
    basePpm: (bases[at] ?? 0n) + (at === 0 && !random.percent(2) ? rest : 0n),
    leastPpm: random.percent(50) ? 0n : random.bigBetween(0n, 120_000n),
    mostPpm: random.percent(4) ? 0n : random.bigBetween(200_000n, whole),
    elasticityPpm: random.pick([1_000n, 500_000n, whole, 3_000_000n]),
  }));
}

/** One of the models handed in, sometimes one that nobody did. */
function adopted({ random, model }: World): object {
  if (random.percent(60)) return {};
  const known = weightsOf(model).forecasts.keys();
  const chosen = random.percent(95) ? random.pickMaybe(known) : undefined;
  if (chosen === undefined && random.percent(90)) return {};
  const modelHash = chosen === undefined ? random.bytes(32) : Uint8Array.from(Buffer.from(chosen, "hex"));
  return { forecast: { modelHash, bandPpm: random.bigBetween(0n, 200_000n) } };
}

function policy(world: World): Draft | undefined {
  const { random } = world;
  const actor = random.percent(97) ? world.officer("issuer") : world.someone();
  if (actor === undefined) return undefined;
  const components = policyComponents(world);
  const [first, second, third] = components.map(({ component }) => component);
  const groups = [
    ...(random.percent(40) && first !== undefined && second !== undefined
      ? [{ name: "pair", components: [first, second], mostPpm: random.bigBetween(300_000n, whole) }]
      : []),
    ...(random.percent(5) && second !== undefined && third !== undefined
      ? [{ name: random.percent(70) ? "other" : "pair", components: [second, third], mostPpm: 900_000n }]
      : []),
  ];
  return {
    actor,
    content: {
      components,
      groups,
      riskAversionPpm: random.pick([0n, 10n ** 6n, 10n ** 9n, 10n ** 10n]),
      turnoverCostPpm: random.pick([0n, 500_000n, 10n ** 9n]),
      stepMostPpm: random.bigBetween(10_000n, 400_000n),
      turnoverMostPpm: random.bigBetween(20_000n, 800_000n),
      criticalityTiltPpm: random.bigBetween(0n, 2_000_000n),
      demandTiltPpm: random.bigBetween(0n, 2_000_000n),
      ...adopted(world),
    },
  };
}

const featureNames = ["return1", "return3", "return6", "return12", "volatility12", "place60"];

/** A few small trees, hardly ever with a leaf too few. */
function forecast(world: World): Draft | undefined {
  const { random } = world;
  const actor = random.percent(95) ? world.officer("issuer") : world.someone();
  if (actor === undefined) return undefined;
  const trees = Array.from({ length: random.between(1, 3) }, () => {
    const splits = Array.from({ length: random.below(4) }, () => ({
      feature: random.pick(featureNames),
      mostPpm: random.bigBetween(-50_000n, 50_000n),
      isMissingUpper: random.percent(50),
    }));
    const leaves = splits.length + (random.percent(5) ? 0 : 1);
    return { splits, leavesPpm: Array.from({ length: leaves || 1 }, () => random.bigBetween(-150_000n, 150_000n)) };
  });
  return { actor, content: { model: { trees } } };
}

export const traffic: Traffic = {
  recordForecast: { weight: 1, draft: forecast },
  setPolicy: { weight: 3, draft: policy },
};
