// What records told of each hour, made anew from them.
import type { StateScanner } from "#src/state/view.ts";
import { isLate } from "../days/days.ts";
import { dayOf, hourOf, noAmounts, noMinutes } from "../days/hours.ts";
import { intervalsOf } from "../rules.ts";
import { readings } from "../tables.ts";

export interface MeteredDay {
  readonly inTimeMilliWh: bigint[];
  readonly lateMilliWh: bigint[];
  readonly minutes: number[];
  /** Certificates of records in time. */
  readonly issuedWh: bigint[];
  hasRecordInTime: boolean;
  hasLateRecord: boolean;
}

/** One device by day. */
export async function meteredDays(state: StateScanner, device: string): Promise<Map<number, MeteredDay>> {
  const days = new Map<number, MeteredDay>();
  for await (const { parts, value } of readings.scan(state, { within: [device] })) {
    for (const { startMs, endMs, energyMilliWh, firstId, lastId } of intervalsOf(Number(parts[1]), value)) {
      const day = days.get(dayOf(startMs)) ?? emptyDay();
      days.set(dayOf(startMs), day);
      const hour = hourOf(startMs);
      const late = isLate(state, value.recordedMs, startMs);
      addAt(late ? day.lateMilliWh : day.inTimeMilliWh, hour, energyMilliWh);
      day.minutes[hour] = (day.minutes[hour] ?? 0) + (endMs - startMs) / 60_000;
      if (late) day.hasLateRecord = true;
      else day.hasRecordInTime = true;
      if (!late && firstId !== undefined && lastId !== undefined)
        addAt(day.issuedWh, hour, BigInt(lastId - firstId + 1));
    }
  }
  return days;
}

const emptyDay = (): MeteredDay => ({
  inTimeMilliWh: noAmounts(),
  lateMilliWh: noAmounts(),
  minutes: noMinutes(),
  issuedWh: noAmounts(),
  hasRecordInTime: false,
  hasLateRecord: false,
});

function addAt(amounts: bigint[], hour: number, amount: bigint): void {
  amounts[hour] = (amounts[hour] ?? 0n) + amount;
}
