// Compute that was delivered: bounded by capacity, time and metered energy, and signed by provider and consumer.
import { createHash } from "node:crypto";
import { bytesToHex } from "#src/crypto/hex.ts";
import { signDeliveryRecord } from "#src/sdk/deliveryRecord.ts";
import { devnetSigner } from "#src/sdk/keys/signer.ts";
import { messages } from "#src/sdk/messages.ts";
import type { Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { type DataCentre, dataCentres, dayMs, days, firstHourMs } from "./figures.ts";

const { registerReference, registerHardware, registerSite, registerConsumer, bondSite, recordDelivery } =
  messages.compute;
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const accelerators = 90_000;
/** An accelerator of 700 W makes 1,428 SCU-hours of a megawatt-hour at best; nine tenths of that are delivered. */
const scuPerMwh = 1_285n;
const consumer = "alice";
const consumerKey = "alice-compute";

export async function deliverCompute(
  cast: Cast,
  story: Story,
  bonds: Readonly<Record<DataCentre["provider"], number>>,
): Promise<void> {
  story.chapter("Compute was delivered within that energy, and both sides sign for it");
  await registerHardwareOnce(cast);
  await cast.send(consumer, registerConsumer({ key: bytesToHex(devnetSigner(consumerKey).publicKey) }));
  for (const centre of dataCentres) {
    await openSite(cast, centre, bonds[centre.provider]);
    if (centre === dataCentres[0]) await refuseUntrue(cast, story, centre);
    for (let day = 0; day < days; day += 1) {
      await cast.send(centre.provider, await deliver(cast, centre, { day, scuPerMwh, job: "work" }));
    }
    const period = { site: centre.site, fromMs: firstHourMs, days };
    const { efficiency, clean } = await cast.ledger.query("compute/grades", period);
    story.say(`    ${centre.site}: ${days} deliveries; grades: efficiency ${efficiency}, hourly clean energy ${clean}`);
  }
}

/** What nobody consumed, and what no meter can have powered. */
async function refuseUntrue(cast: Cast, story: Story, centre: DataCentre): Promise<void> {
  const alone = await deliver(cast, centre, { day: 0, scuPerMwh: 1n, job: "alone" }, `site-${centre.site}`);
  const unsigned = await cast.refusalOf(cast.send(centre.provider, alone));
  story.checkEqual("a delivery that its consumer did not sign", unsigned, "compute/consumerSignatureForged");
  const more = await deliver(cast, centre, { day: 0, scuPerMwh: 2_000n, job: "more" });
  const tooMuch = await cast.refusalOf(cast.send(centre.provider, more));
  story.checkEqual("more compute than the site's energy can have made", tooMuch, "compute/energyExceeded");
}

async function registerHardwareOnce(cast: Cast): Promise<void> {
  const benchmark = "Synthetic tokens a second, offline";
  const reference = registerReference({
    reference: "accelerator",
    name: "One accelerator of 700 W",
    results: { infer: { benchmark, resultMilli: 1_000_000n } },
  });
  await cast.send("compute-certifier", reference);
  const hardware = registerHardware({
    hardware: "accelerator-700w",
    name: "Accelerator of 700 W",
    reference: "accelerator",
    results: { infer: { resultMilli: 1_000_000n, powerMilliW: 700_000n } },
    embodiedGrams: 150_000n,
    lifeHours: 35_064,
  });
  await cast.send("compute-certifier", hardware);
}

async function openSite(cast: Cast, { site, load, provider }: DataCentre, bar: number): Promise<void> {
  const deliveryKey = bytesToHex(devnetSigner(`site-${site}`).publicKey);
  const installed = [{ hardware: "accelerator-700w", count: accelerators }];
  await cast.send("compute-certifier", registerSite({ site, load, deliveryKey, installed }));
  await cast.send(provider, bondSite({ site, certificateIds: [bar] }));
}

interface Work {
  readonly day: number;
  readonly scuPerMwh: bigint;
  readonly job: string;
}

const joulesPerMwh = 3_600_000_000n;

/** One day's work, and the counter of its accelerators: all the energy of the computers. */
async function deliver(cast: Cast, { site, itMwh }: DataCentre, work: Work, signsAs = consumerKey) {
  const hoursJoules = hours.map((hour) => itMwh(hour) * joulesPerMwh);
  const dayJoules = hoursJoules.reduce((sum, joules) => sum + joules, 0n);
  const beforeJoules = dayJoules * BigInt(work.day);
  const afterJoules = beforeJoules + dayJoules;
  const record = {
    site,
    consumer: cast.account(consumer),
    workload: "infer",
    startMs: firstHourMs + work.day * dayMs,
    hoursMicroScu: hours.map((hour) => itMwh(hour) * work.scuPerMwh * 1_000_000n),
    jobHash: sha256(`${site} ${work.day} ${work.job}`),
    resultHash: sha256(`results of ${site} ${work.day} ${work.job}`),
    counter: { beforeJoules, afterJoules, modulusJoules: 2n ** 62n, hoursJoules },
  } as const;
  return recordDelivery(await signDeliveryRecord(record, devnetSigner(`site-${site}`), devnetSigner(signsAs)));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
