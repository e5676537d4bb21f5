// Proofs open room, and money is issued within it.
import { messages } from "#src/sdk/messages.ts";
import { micro, percent, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { until } from "../clock.ts";
import { coverage } from "../figures.ts";
import { type DataCentre, dataCentres, dayMs, days, facilityMwh, firstHourMs } from "./figures.ts";

const roomMicroKdgPerMwh = 100_000_000n;
const whPerMwh = 1_000_000n;

/** What the demo works out of the matched hours alone: the lesser of clean and signed for, hour by hour. */
async function expectedWh(cast: Cast, { load, itMwh }: DataCentre): Promise<bigint> {
  let provedWh = 0n;
  for (let day = 0; day < days; day += 1) {
    const { hours } = await cast.ledger.query("energy/match", { load, dayMs: firstHourMs + day * dayMs });
    for (const [hour, { matchedWh }] of hours.entries()) {
      const usedWh = facilityMwh(itMwh(hour)) * whPerMwh;
      provedWh += BigInt(matchedWh) < usedWh ? BigInt(matchedWh) : usedWh;
    }
  }
  return provedWh;
}

/** Each data centre proves its ten days; the numbers of the proofs. */
export async function proveSupport(cast: Cast, story: Story): Promise<void> {
  story.chapter("Value-support proofs open room for money: the clean hours that were used for compute");
  const rooms: bigint[] = [];
  for (const centre of dataCentres) {
    const { load, provider } = centre;
    const period = { load, fromMs: firstHourMs, days };
    const { answer } = await cast.send(provider, messages["value-support"].proveSupport(period));
    const { support } = await cast.ledger.query("value-support/proof", { proof: answer.proof });
    const provedWh = await expectedWh(cast, centre);
    story.checkEqual(`the energy that ${load} proved, in Wh,`, BigInt(support.provedWh), provedWh);
    const room = (provedWh * roomMicroKdgPerMwh) / whPerMwh;
    story.checkEqual("the room that it opens, in micro-KDG,", BigInt(support.roomMicroKdg), room);
    const { facilityWh, itWh } = support.pue;
    const pue = `${facilityWh} Wh of the building for ${itWh} Wh of the computers`;
    story.say(`    proof ${answer.proof}: ${micro(room)} KDG of room; PUE 1.25, ${pue}`);
    rooms.push(room);
    const again = await cast.refusalOf(cast.send(provider, messages["value-support"].proveSupport(period)));
    story.checkEqual("the same hours proved twice", again, "value-support/dayProved");
  }
  const [steady = 0n, solar = 0n] = rooms;
  story.check(
    `the same energy opens ${percent((solar * 10_000n) / steady - 10_000n)} more room where it follows the sun`,
    solar > steady,
  );
  story.fact("roomMicroKdg", steady + solar);
}

/** From its activation height on, the room bounds the supply. */
export async function activateRoom(cast: Cast, story: Story): Promise<void> {
  story.chapter("The issuer lets room bound the supply, in place of the cap, and money is issued within it");
  const { height } = await cast.ledger.health();
  const parameter = "issuance.roomActivationHeight";
  const change = messages.parameters.proposeChange({ parameter, value: BigInt(height) });
  const { answer } = await cast.send("issuer", change);
  await until("the change is in force", async () => (await cast.ledger.health()).height > answer.fromHeight);
}

/** Mints against half of the metal, cannot against all of it, and does against as much as room allows. */
export async function mintWithin(
  cast: Cast,
  story: Story,
  alice: readonly number[],
  bob: { readonly all: readonly number[]; readonly part: readonly number[] },
): Promise<void> {
  const { answer } = await cast.send("alice", messages.issuance.mint({ certificateIds: alice }));
  story.say(`    alice mints ${micro(BigInt(answer.mintedMicroKdg))} KDG against metal`);
  const refused = await cast.refusalOf(cast.send("bob", messages.issuance.mint({ certificateIds: bob.all })));
  story.checkEqual("a mint beyond the room, though its metal would do,", refused, "issuance/roomShort");
  const part = await cast.send("bob", messages.issuance.mint({ certificateIds: bob.part }));
  story.say(`    bob mints ${micro(BigInt(part.answer.mintedMicroKdg))} KDG instead`);
  const { supplyMicroKdg } = await coverage(cast);
  const { roomMicroKdg } = await cast.ledger.query("value-support/room", {});
  const within = `${micro(BigInt(supplyMicroKdg))} KDG within room of ${micro(BigInt(roomMicroKdg))}`;
  story.check(`the supply is ${within}`, BigInt(supplyMicroKdg) <= BigInt(roomMicroKdg));
  story.fact("powerSupplyMicroKdg", supplyMicroKdg);
}
