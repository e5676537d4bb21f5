// The walk from a unit of money to the hour of a generator, and back: every step a row, proved against the state root.
import type { CborValue } from "#src/core/cbor/value.ts";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { meterRecordBytes } from "#src/sdk/meterRecord.ts";
import type { ProvedState } from "#src/sdk/provedState.ts";
import { micro, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { coverage } from "../figures.ts";
import { trustOfGenesis } from "../metal/prove.ts";
import { hourMs } from "./figures.ts";

/** A row as CBOR has it: integers are bigints. */
type Row = { readonly [name: string]: CborValue };

export async function walkToGenerators(cast: Cast, story: Story): Promise<void> {
  story.chapter("From a unit of money to the hour of a generator and back, each row proved by the light client");
  const proved = cast.ledger.proved({ trust: await trustOfGenesis(cast) });
  const supply = BigInt((await coverage(cast)).supplyMicroKdg);
  // All is read after one block: room decays with every block, and the units along it move.
  const height = (await cast.ledger.health()).height - 1;
  for (const unit of [0n, supply / 2n, supply - 1n]) await walk({ cast, story, proved, height }, unit);
}

interface Walker {
  readonly cast: Cast;
  readonly story: Story;
  readonly proved: ProvedState;
  readonly height: number;
}

async function walk({ cast, story, proved, height }: Walker, unit: bigint): Promise<void> {
  const startedMs = performance.now();
  const wanted = { unitMicroKdg: unit.toString() };
  const there = await cast.ledger.query("value-support/supportOf", wanted, { height });
  const tookMs = performance.now() - startedMs;
  const { proofNumber, load, hourMs: atMs, device, certificateId, keys } = there;
  const hour = new Date(atMs).toISOString().slice(0, 16);
  story.say(
    `    unit ${micro(unit)}: proof ${proofNumber}, ${load} at ${hour}Z, watt-hour ${certificateId} of ${device}`,
  );
  const [proof, day, loadDay, claims, bundle, readings] = await Promise.all(
    [keys.proof, keys.day, keys.loadDay, keys.claims, keys.bundle, keys.readings].map((key) =>
      rowUnder(proved, key, height),
    ),
  );
  const ofDay = Number(BigInt(atMs / hourMs) % 24n);
  const hourOf = (row: CborValue | undefined, name: string) => (fieldOf(row, name) as readonly CborValue[])[ofDay];
  const provedWh = fieldOf(hourOf(day, "hours"), "provedWh") as bigint;
  const isOfProof = fieldOf(proof, "load") === load && fieldOf(day, "proofNumber") === BigInt(proofNumber);
  story.check(`the proof has ${provedWh} Wh of that hour, of which the unit's is one`, isOfProof && provedWh > 0n);
  story.check("as much was matched with the load", (hourOf(loadDay, "matchedWh") as bigint) >= provedWh);
  const claim = (claims as readonly Row[]).find((each) => each.device === device && holds(each, certificateId));
  story.check("the certificate was claimed for this load alone", claim?.load === load);
  const claimed = fieldOf(bundle, "claimed") as readonly Row[];
  story.check(
    "its bundle says so too",
    claimed.some((range) => holds(range, certificateId)),
  );
  story.check("the generator's meter signed for it, in that hour", isMetered(device, certificateId, atMs, readings));
  const back = await cast.ledger.query("value-support/supportedBy", { device, certificateId }, { height });
  const isBack = BigInt(back.fromMicroKdg) <= unit && unit < BigInt(back.untilMicroKdg);
  story.check(
    `back from the certificate: units ${back.fromMicroKdg} to ${back.untilMicroKdg}, this one among them`,
    isBack,
  );
  story.fact("walkMs", Math.round(tookMs));
}

async function rowUnder(proved: ProvedState, key: string, height: number): Promise<CborValue> {
  const row = await proved.row(key, height);
  if (!row.present) throw new Error(`wrong: nothing stands under ${key}`);
  return row.value;
}

function fieldOf(row: CborValue | undefined, name: string): CborValue | undefined {
  return (row as Row | undefined)?.[name];
}

function holds({ firstId, lastId }: Row, certificateId: number): boolean {
  const id = BigInt(certificateId);
  return (firstId as bigint) <= id && id <= (lastId as bigint);
}

/** Whether a meter's own signature says that the n-th watt-hour of a device was generated in an hour. */
function isMetered(device: string, certificateId: number, atMs: number, row: CborValue | undefined): boolean {
  const { valuesMilliWh, registerBeforeMilliWh, registerAfterMilliWh, intervalMinutes, meterKey, signature, issue } =
    row as {
      readonly valuesMilliWh: readonly bigint[];
      readonly registerBeforeMilliWh: bigint;
      readonly registerAfterMilliWh: bigint;
      readonly intervalMinutes: bigint;
      readonly meterKey: Uint8Array;
      readonly signature: Uint8Array;
      readonly issue: { readonly firstId: bigint; readonly remainderBeforeMilliWh: bigint };
    };
  const startMs = atMs - (atMs % (24 * hourMs));
  let milliWh = issue.remainderBeforeMilliWh;
  let [fromId, untilId] = [issue.firstId, issue.firstId];
  for (const value of valuesMilliWh.slice(0, (atMs - startMs) / hourMs + 1)) {
    milliWh += value;
    [fromId, untilId] = [untilId, issue.firstId + milliWh / 1_000n];
  }
  const record = { device, startMs, intervalMinutes: Number(intervalMinutes), valuesMilliWh };
  const bytes = meterRecordBytes({ ...record, registerBeforeMilliWh, registerAfterMilliWh });
  const id = BigInt(certificateId);
  return fromId <= id && id < untilId && verifyZip215(bytes, signature, meterKey);
}
