// Days close, and each hour of consumption is matched with clean generation of the same hour.
import { percent, type Story } from "../account.ts";
import type { Cast } from "../cast.ts";
import { type Clock, until } from "../clock.ts";
import { dataCentres, days, firstHourMs, hourMs } from "./figures.ts";
import { checkStates } from "./hours.ts";

/** As long as a day stays open after its first record, and a little more. */
const untilClosedMs = hourMs + 60_000;

export async function matchHours(cast: Cast, story: Story, clock: Clock): Promise<void> {
  story.chapter("An hour later the days close: each hour is matched with clean generation of the same hour");
  await clock.advance(cast, untilClosedMs);
  await until("all days are matched", async () => {
    const { items } = await cast.ledger.query("energy/days", {});
    return items.filter(({ matchedMs }) => matchedMs !== undefined).length === days;
  });
  await checkStates(cast, story);
  const shares: number[] = [];
  story.say("    data centre     by the hour   by volume");
  for (const { load } of dataCentres) {
    const score = await cast.ledger.query("energy/score", { load, fromDayMs: firstHourMs, days });
    const { hourlySharePpm = 0, volumeSharePpm = 0 } = score;
    story.say(`    ${load.padEnd(16)}${percent(hourlySharePpm / 100).padEnd(14)}${percent(volumeSharePpm / 100)}`);
    shares.push(hourlySharePpm);
    story.fact(`${load}HourlySharePpm`, hourlySharePpm);
  }
  const [steady = 0, solar = 0] = shares;
  story.check("who follows the sun has the better hourly score, with the same energy", solar > steady);
}
