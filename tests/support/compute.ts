// Compute for tests: a ledger with a devnet's site, prices of metal and yuan, and metal and currency to stake.
import { z } from "zod";
import { accountSchema } from "#src/core/schemas.ts";
import { publicKeyOf, sign } from "#src/crypto/ed25519.ts";
import { sha256 } from "#src/crypto/sha256.ts";
import { defineMessage } from "#src/machine/message.ts";
import { defineGenesis, defineModule, type ModuleDefinition } from "#src/machine/module.ts";
import { moduleAccount } from "#src/machine/moduleAccount.ts";
import { create } from "#src/modules/accounts/access.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { basket } from "#src/modules/basket/module.ts";
import { bonds } from "#src/modules/bonds/module.ts";
import { move, schemas } from "#src/modules/compute/access.ts";
import { compute } from "#src/modules/compute/module.ts";
import { recordSigningBytes } from "#src/modules/compute/rules.ts";
import type { DeliveryRecord } from "#src/modules/compute/schemas.ts";
import { energy } from "#src/modules/energy/module.ts";
import { metalReserve } from "#src/modules/metal-reserve/module.ts";
import { oracle } from "#src/modules/oracle/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { devnetSecretKey } from "#src/transaction/devnetKey.ts";
import { giveYuan } from "./bonds.ts";
import { closeDays, firstDayMs, instruct, nextRecord, recordDay, sendRecord } from "./energy.ts";
import { currencyPrices } from "./issuance.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";
import { june2008, settlePrices } from "./prices.ts";

/** The book that backs money with capacity, as `issuance` has one. */
const backingAccount = moduleAccount("backing-player/book");

const pledge = defineMessage({
  summary: "Backs money with capacity.",
  actors: "anyone",
  schema: z.strictObject({ certificateIds: z.array(schemas.certificateId).max(8) }),
  work: 1,
  handle: ({ state, actor }, { certificateIds }) =>
    move.pledgeCapacity(state, { certificateIds, from: actor, to: backingAccount }),
});

/** The book pledges what it has already. */
const pledgeOwn = defineMessage({
  summary: "Backs money with capacity twice.",
  actors: "anyone",
  schema: z.strictObject({ certificateIds: z.array(schemas.certificateId).max(8) }),
  work: 1,
  handle: ({ state }, { certificateIds }) =>
    move.pledgeCapacity(state, { certificateIds, from: backingAccount, to: backingAccount }),
});

const release = defineMessage({
  summary: "Sells capacity, or gives it back.",
  actors: "anyone",
  schema: z.strictObject({
    certificateIds: z.array(schemas.certificateId).max(8),
    to: accountSchema,
    stillBacked: z.boolean(),
  }),
  work: 1,
  handle: ({ state }, released) => move.releaseCapacity(state, released),
});

const backingPlayer = defineModule({
  name: "backing-player",
  version: 1,
  summary: "Plays the module that backs money with capacity.",
  after: ["accounts", "compute"],
  tables: {},
  messages: { pledge, pledgeOwn, release },
  genesis: defineGenesis({
    schema: z.strictObject({}),
    initialise: (state) => create.openModuleAccount(state, backingAccount),
    devnet: () => ({}),
  }),
});

export const computeModules = [
  accounts,
  authority,
  parameters,
  oracle,
  metalReserve,
  basket,
  bonds,
  energy,
  compute,
  backingPlayer,
] as const;

/** A ledger whose yuan have a price, with parameters that differ from their defaults. */
export function createComputeLedger(
  overrides: Readonly<Record<string, bigint>> = {},
  further: readonly ModuleDefinition[] = [],
): TestLedger {
  const list = Object.entries(overrides).map(([parameter, value]) => ({ parameter, value }));
  const ledger = createTestLedger({
    modules: [...computeModules, ...further],
    genesis: (before) => {
      const { feeds } = before.modules.oracle as { feeds: object[] };
      const yuan = { ...feeds[0], feed: "CNY", unit: "CNY", measure: "cents", measuresPerUnit: 100n };
      return {
        ...before,
        modules: { ...before.modules, parameters: { overrides: list }, oracle: { feeds: [...feeds, yuan] } },
      };
    },
  });
  settlePrices(ledger, { ...june2008, CNY: currencyPrices.CNY });
  return ledger;
}

/** The prices again, observed now: after time has passed they would be stale. */
export function pricesAgain(ledger: TestLedger): void {
  settlePrices(ledger, { ...june2008, CNY: currencyPrices.CNY });
}

/** Carol stakes yuan for her site: enough for deliveries and several slashes. */
export function bondFresno(ledger: TestLedger, amount = 2_000_000n): Outcome {
  giveYuan(ledger, "carol", amount);
  return ledger.send("carol", "compute/bondSite", {
    site: "fresno",
    certificateIds: [],
    cash: { currency: "CNY", amount },
  });
}

const hourMs = 3_600_000;

/** The day of which readings are recorded in tests: the meters of a devnet begin with it. */
export const recordedDayMs = firstDayMs;

/** A day of ten megawatts of load, all of it matched in the first twelve hours and none later; prices are fresh after it. */
export function matchedDay(ledger: TestLedger, further: Readonly<Record<string, readonly bigint[]>> = {}): void {
  ledger.advance(12 * hourMs);
  instruct(ledger, "solar-kern");
  recordDay(ledger, {
    "solar-kern": Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 20_000_000n : 0n)),
    "datacentre-fresno": Array.from({ length: 24 }, () => 10_000_000n),
    ...further,
  });
  closeDays(ledger);
  pricesAgain(ledger);
}

/** The same on a later day, under new meters. */
export function matchedDayAt(ledger: TestLedger, dayMs: number): void {
  ledger.advance(dayMs + 24 * hourMs - ledger.state.timeMs);
  const values = { "solar-kern": 20_000_000_000n, "datacentre-fresno": 10_000_000_000n };
  for (const [device, milliWh] of Object.entries(values)) {
    const alias = `later-meter-${device}`;
    const start = { meterKey: publicKeyOf(devnetSecretKey(alias)), registerMilliWh: 0n, startMs: dayMs };
    ledger.send("issuing-body", "energy/replaceMeter", { device, ...start });
    const hours = Array.from({ length: 24 }, (_, hour) => (hour < 12 || device !== "solar-kern" ? milliWh : 0n));
    const { refused } = sendRecord(ledger, nextRecord(ledger, device, hours), alias);
    if (refused !== undefined) throw new Error(`no readings: ${refused}`);
  }
  closeDays(ledger);
  pricesAgain(ledger);
}

export interface Delivered extends Partial<DeliveryRecord> {
  /** Joules of each hour; none for an unmetered delivery. */
  readonly joules?: readonly bigint[];
}

let jobs = 0;

/** A delivery of one SCU-hour at full efficiency to alice, in the first hour of the day, unless said otherwise. */
export function deliveryRecord(ledger: TestLedger, { joules, ...changes }: Delivered = {}): DeliveryRecord {
  jobs += 1;
  const hoursMicroScu = changes.hoursMicroScu ?? [1_000_000n];
  // Seven hundred watts for an hour make one SCU: 2.52 million joules.
  const hoursJoules = joules ?? hoursMicroScu.map((work) => (work * 2_520_000n) / 1_000_000n + 1n);
  const afterJoules = hoursJoules.reduce((sum, each) => sum + each, 0n);
  const counter = { beforeJoules: 0n, afterJoules, modulusJoules: 2n ** 64n, hoursJoules: [...hoursJoules] };
  return {
    site: "fresno",
    consumer: ledger.account("alice"),
    jobHash: sha256(new TextEncoder().encode(`job ${jobs}`)),
    workload: "infer",
    startMs: recordedDayMs,
    hoursMicroScu: [...hoursMicroScu],
    resultHash: sha256(new Uint8Array([7])),
    ...(joules?.length === 0 ? {} : { counter }),
    ...changes,
  };
}

/** Signed by the site and by alice's key for deliveries, unless others are named. */
export function sendDelivery(ledger: TestLedger, record: DeliveryRecord, signers = ["site-fresno", "consumer-alice"]) {
  const [provider = "", consumer = ""] = signers;
  const bytes = recordSigningBytes(record);
  return ledger.send("bob", "compute/recordDelivery", {
    ...record,
    providerSignature: sign(devnetSecretKey(provider), bytes),
    consumerSignature: sign(devnetSecretKey(consumer), bytes),
  });
}

export const deliver = (ledger: TestLedger, delivered: Delivered = {}): Outcome =>
  sendDelivery(ledger, deliveryRecord(ledger, delivered));

export function registerAlice(ledger: TestLedger): Outcome {
  return ledger.send("alice", "compute/registerConsumer", { key: publicKeyOf(devnetSecretKey("consumer-alice")) });
}

/** Everything in place for deliveries: a bonded site, a consumer, and a matched day. */
export function readyLedger(
  overrides: Readonly<Record<string, bigint>> = {},
  further: readonly ModuleDefinition[] = [],
): TestLedger {
  const ledger = createComputeLedger(overrides, further);
  bondFresno(ledger);
  registerAlice(ledger);
  matchedDay(ledger);
  return ledger;
}
