// Traffic of the module `compute`: hardware and sites, work within and beyond energy and time, capacity sold and called.
import { createPrivateKey, sign } from "node:crypto";
import { isFrozen } from "../model/accounts/book.ts";
import {
  type Capacity,
  computeOf,
  type DeliveryRecord,
  hourMs,
  monthSpan,
  type Workload,
  workloads,
} from "../model/compute/book.ts";
import { hourOf, signedBytes } from "../model/compute/deliveries.ts";
import { hex } from "../model/encoding.ts";
import { energyOf, meterSecret } from "../model/energy/book.ts";
import { loadHour } from "../model/energy/loadHours.ts";
import type { Draft, Traffic, World } from "../world.ts";
import { someStake } from "./bonds.ts";

const secretHead = Buffer.from("302e020100300506032b657004220420", "hex");

function pairOf(name: string) {
  const key = Buffer.concat([secretHead, meterSecret(name)]);
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
  const { x = "" } = privateKey.export({ format: "jwk" });
  return { privateKey, publicKey: Uint8Array.from(Buffer.from(x, "base64url")) };
}

type Pair = ReturnType<typeof pairOf>;
let pairs: ReadonlyMap<string, Pair> | undefined;
/** Keys of sites and consumers, by the public one in hexadecimal digits. */
function known(): ReadonlyMap<string, Pair> {
  const names = ["site-fresno", ...Array.from({ length: 120 }, (_, at) => `signer ${at}`)];
  pairs ??= new Map(
    names.map((name) => {
      const pair = pairOf(name);
      return [hex(pair.publicKey), pair] as const;
    }),
  );
  return pairs;
}

/** A key of nobody's; now and then one that is taken, or none at all. */
function freshKey(world: World): Uint8Array {
  const { random, model } = world;
  if (random.percent(3)) return new Uint8Array(32).fill(255);
  const isTaken = random.percent(5);
  const fit = [...known().values()].filter(({ publicKey }) => computeOf(model).keys.has(hex(publicKey)) === isTaken);
  return random.pick(fit.length > 0 ? fit : [...known().values()]).publicKey;
}

function results<Value>(world: World, make: () => Value): Partial<Record<Workload, Value>> {
  const chosen = world.random.percent(4) ? [] : workloads.filter(() => world.random.percent(60));
  return Object.fromEntries(chosen.map((workload) => [workload, make()]));
}

function registerSite(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("compute-certifier");
  const { hardware, sites } = computeOf(model);
  if (actor === undefined || (sites.size > 8 && random.percent(90))) return undefined;
  const free = energyOf(model)
    .devices.entries()
    .filter(([, { kind }]) => kind === "load" || random.percent(5))
    .map(([name]) => name);
  const clean = new Set(cleanHours(world).map((claim) => claim.load));
  const green = free.filter((name) => clean.has(name));
  const loads = green.length > 0 && random.percent(70) ? green : free;
  const installed = random.some([...hardware.keys(), ...(random.percent(4) ? ["nothing"] : [])], 3).map((name) => ({
    hardware: name,
    count: random.between(1, 100_000),
  }));
  if (installed.length === 0) return undefined;
  const content = {
    site: `site-${random.below(12)}`,
    load: random.percent(97) ? random.pick(loads) : "nowhere",
    deliveryKey: freshKey(world),
    installed: random.percent(3) ? [...installed, ...installed].slice(0, 16) : installed,
  };
  return { actor, content };
}

/** Claims by hour and load. */
const cleanHours = ({ model }: World) => [...energyOf(model).claims.values()].flat();

/** A site with a bond more often than not, and one whose load had clean energy. */
function someSite(world: World): string | undefined {
  const { sites } = computeOf(world.model);
  const clean = new Set(cleanHours(world).map((claim) => claim.load));
  const all = sites.entries();
  const green = all.filter(([, { load }]) => clean.has(load));
  const known = green.length > 0 && world.random.percent(80) ? green : all;
  const bonded = known.filter(([, { bond }]) => bond !== undefined);
  return world.random.pickMaybe(world.random.percent(85) && bonded.length > 0 ? bonded : known)?.[0];
}

/** The start of a stretch of hours of a load that are matched; now and then of any. */
function someStart(world: World, load: string): number {
  const { random, model } = world;
  const records = energyOf(model).records.get(load) ?? [];
  const hours = records.flatMap(({ startMs }) => Array.from({ length: 24 }, (_, at) => startMs + at * hourMs));
  const whole = random.some(hours, 24).map((atMs) => atMs - (atMs % hourMs));
  const clean = cleanHours(world).flatMap((claim) => (claim.load === load ? [claim.hourMs] : []));
  const known = clean.length > 0 && random.percent(85) ? clean : whole;
  const matched = random.some(known, 12).filter((atMs) => loadHour(model, load, atMs) !== undefined);
  if (matched.length > 0 && random.percent(94)) return random.pick(matched);
  return model.timeMs - (model.timeMs % hourMs) - random.below(48) * hourMs + (random.percent(20) ? 1 : 0);
}

/** How much work an hour of a site has room for; seldom more. */
function someWork(world: World, site: string, workload: Workload, atMs: number): bigint {
  const { random, model } = world;
  const { abilities, load } = computeOf(model).sites.at(site);
  const ability = abilities[workload];
  if (ability === undefined) return random.bigBelow(1_000_000n);
  const used = hourOf(model, site, atMs);
  const byTime = (ability.capacityMicroScu * (1_000_000_000n - used.share)) / 1_000_000_000n;
  const demandMilliWh = (loadHour(model, load, atMs)?.demandWh ?? 0n) * 1_000n;
  const byEnergy = ((demandMilliWh - used.leastMilliWh) * ability.bestMicroScuPerKwh) / 1_000_000n;
  const most = byTime < byEnergy ? byTime : byEnergy;
  if (random.percent(3)) return ability.capacityMicroScu * 2n;
  return most <= 0n ? 0n : most / random.bigBetween(1n, 20n);
}

function counterOf(world: World, record: DeliveryRecord) {
  const { random, model } = world;
  const best = computeOf(model).sites.at(record.site).abilities[record.workload]?.bestMicroScuPerKwh ?? 1n;
  const hoursJoules = record.hoursMicroScu.map((work) => {
    const leastJoules = (work * 3_600_000n) / best;
    return random.percent(3) ? leastJoules / 2n : leastJoules + 1n + leastJoules / random.bigBetween(2n, 30n);
  });
  const modulusJoules = random.percent(50) ? 2n ** 64n : 10n ** 15n;
  const beforeJoules = random.bigBelow(modulusJoules);
  const summed = beforeJoules + hoursJoules.reduce((sum, joules) => sum + joules, 0n);
  const afterJoules = (random.percent(3) ? summed + 1n : summed) % modulusJoules;
  return { beforeJoules, afterJoules, modulusJoules, hoursJoules };
}

function someRecord(world: World): DeliveryRecord | undefined {
  const { random, model } = world;
  const { sites, consumers, certificates, deliveries } = computeOf(model);
  const site = someSite(world);
  if (site === undefined) return undefined;
  const { load, abilities, provider } = sites.at(site);
  const certificate = random.percent(30)
    ? random.pickMaybe(certificates.entries().filter(([, each]) => each.site === site && each.state !== "backing"))
    : undefined;
  const able = workloads.filter((workload) => abilities[workload] !== undefined);
  const workload = random.percent(96) ? (certificate?.[1].workload ?? random.pick(able)) : random.pick(workloads);
  const repeated = random.percent(4) ? random.pickMaybe(deliveries.values()) : undefined;
  const holder = certificate?.[1].holder ?? random.pickMaybe(consumers.keys()) ?? world.someone();
  const consumer = repeated !== undefined && random.percent(75) ? repeated.consumer : holder;
  const startMs = someStart(world, load);
  const hours = random.percent(70) ? 1 : random.between(1, 24);
  const hoursMicroScu = Array.from({ length: hours }, (_, at) =>
    someWork(world, site, workload, startMs + at * hourMs),
  );
  const record: DeliveryRecord = {
    site,
    consumer: random.percent(2) ? provider : consumer,
    jobHash: repeated?.jobHash ?? random.bytes(32),
    workload,
    startMs,
    hoursMicroScu,
    resultHash: random.bytes(32),
    ...(random.percent(20) && { latencyP99Ms: random.below(5_000) }),
    ...(certificate !== undefined && { certificateId: certificate[0] }),
  };
  return random.percent(80) ? { ...record, counter: counterOf(world, record) } : record;
}

function recordDelivery(world: World): Draft | undefined {
  const { random, model } = world;
  const record = someRecord(world);
  if (record === undefined) return undefined;
  const { sites, consumers } = computeOf(model);
  const [first] = known().values();
  const keys = [sites.at(record.site).deliveryKey, consumers.get(record.consumer) ?? first?.publicKey];
  const [provider, consumer] = keys.map((key) => {
    const pair = random.percent(98) && key !== undefined ? known().get(hex(key)) : first;
    return pair === undefined ? random.bytes(64) : Uint8Array.from(sign(null, signedBytes(record), pair.privateKey));
  });
  const content = { ...record, providerSignature: provider, consumerSignature: consumer };
  return { actor: world.someone(), content };
}

function someMonth(world: World): string {
  const { random, model } = world;
  const date = new Date(model.timeMs);
  const ahead = random.percent(95) ? random.between(1, 3) : 0;
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);
}

function commitCapacity(world: World): Draft | undefined {
  const { random, model } = world;
  const site = random.pickMaybe(computeOf(model).sites.keys());
  if (site === undefined) return undefined;
  const { provider, abilities } = computeOf(model).sites.at(site);
  if (isFrozen(model, provider)) return undefined;
  const able = workloads.filter((workload) => abilities[workload] !== undefined);
  const workload = random.percent(96) ? random.pick(able) : random.pick(workloads);
  const month = someMonth(world);
  const { startMs, endMs } = monthSpan(month);
  const whole = (abilities[workload]?.capacityMicroScu ?? 1n) * BigInt((endMs - startMs) / hourMs);
  const microScuHours = random.percent(5) ? whole : random.bigBetween(1n, 20_000_000n);
  const letters = ["A", "B", "C", "D", "E"];
  const gradeFloor = {
    ...(random.percent(30) && { efficiency: random.pick(letters) }),
    ...(random.percent(30) && { clean: random.pick(letters) }),
    ...(random.percent(15) && { latency: random.pick(letters) }),
  };
  const actor = random.percent(97) ? provider : world.someone();
  return { actor, content: { site, workload, month, gradeFloor, microScuHours, ...someStake(world, actor) } };
}

/** A certificate in the hands of somebody who can act. */
function someCapacity(world: World): { id: number; certificate: Capacity } | undefined {
  const { random, model } = world;
  const fit = computeOf(model)
    .certificates.entries()
    .filter(([, { holder, paidNano }]) => !isFrozen(model, holder) && (paidNano === undefined || random.percent(3)));
  const found = random.pickMaybe(fit);
  return found === undefined ? undefined : { id: found[0], certificate: found[1] };
}

function reportChallenge(world: World): Draft | undefined {
  const { random, model } = world;
  const actor = world.officer("compute-verifier");
  const { deliveries } = computeOf(model);
  const waiting = new Set(["open", "doubted"]);
  const open = deliveries.entries().filter(([, { challenge }]) => waiting.has(challenge?.state ?? ""));
  const found = random.pickMaybe(random.percent(90) ? open : deliveries.entries());
  if (actor === undefined || found === undefined) return undefined;
  const [delivery, { resultHash, challenge }] = found;
  const isConfirmed = random.percent(challenge?.state === "doubted" ? 50 : 75);
  return {
    actor,
    content: {
      delivery: random.percent(98) ? delivery : delivery + 900,
      resultHash: isConfirmed ? resultHash : random.bytes(32),
    },
  };
}

export const traffic: Traffic = {
  registerReference: {
    weight: 1,
    draft(world) {
      const { random } = world;
      const actor = world.officer("compute-certifier");
      const made = () => ({ benchmark: `${world.text()}.`, resultMilli: random.bigBetween(1n, 10n ** 9n) });
      const content = {
        reference: `reference-${random.below(4)}`,
        name: `${world.text()}.`,
        results: results(world, made),
      };
      return actor === undefined ? undefined : { actor, content };
    },
  },
  registerHardware: {
    weight: 2,
    draft(world) {
      const { random, model } = world;
      const actor = world.officer("compute-certifier");
      const known = computeOf(model).references.entries();
      const [reference, unit] = random.pick(known);
      const isFit = random.percent(90);
      const made = () => ({
        resultMilli: random.bigBetween(10n ** 6n, 10n ** 10n),
        powerMilliW: random.bigBetween(50_000n, 2_000_000n),
      });
      const content = {
        hardware: `hardware-${random.below(10)}`,
        name: `${world.text()}.`,
        reference: random.percent(96) ? reference : "nothing",
        results: Object.fromEntries(
          Object.entries(isFit ? unit.results : results(world, made)).map(([workload]) => [workload, made()]),
        ),
        embodiedGrams: random.bigBelow(10n ** 6n),
        lifeHours: random.between(1, 50_000),
      };
      return actor === undefined ? undefined : { actor, content };
    },
  },
  registerSite: { weight: 2, draft: registerSite },
  registerConsumer: {
    weight: 3,
    draft: (world) => ({ actor: world.someone(), content: { key: freshKey(world) } }),
  },
  bondSite: {
    weight: 6,
    draft(world) {
      const { random, model } = world;
      const bare = computeOf(model)
        .sites.entries()
        .filter(([, { bond }]) => bond === undefined || random.percent(10));
      const found = random.pickMaybe(bare);
      if (found === undefined || isFrozen(model, found[1].provider)) return undefined;
      const actor = random.percent(96) ? found[1].provider : world.someone();
      return { actor, content: { site: random.percent(97) ? found[0] : "nowhere", ...someStake(world, actor) } };
    },
  },
  recordDelivery: { weight: 16, draft: recordDelivery },
  commitCapacity: { weight: 6, draft: commitCapacity },
  transferCapacity: {
    weight: 6,
    draft(world) {
      const { random } = world;
      const found = someCapacity(world);
      if (found === undefined) return undefined;
      const { id, certificate } = found;
      const actor = random.percent(96) ? certificate.holder : world.someone();
      const part = certificate.microScuHours / random.bigBetween(1n, 5n);
      const microScuHours = random.percent(3) ? certificate.microScuHours + 1n : part < 1n ? 1n : part;
      const content = { certificateId: id, to: world.anybody(), ...(random.percent(60) && { microScuHours }) };
      return { actor, content };
    },
  },
  callCapacity: {
    weight: 4,
    draft(world) {
      const found = someCapacity(world);
      if (found === undefined) return undefined;
      const { id, certificate } = found;
      return { actor: world.random.percent(95) ? certificate.holder : world.someone(), content: { certificateId: id } };
    },
  },
  reportChallenge: { weight: 6, draft: reportChallenge },
};
