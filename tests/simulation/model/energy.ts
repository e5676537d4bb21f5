// What the module `energy` must hold: every list and total made anew from records and from what became of certificates.
import { type Device, energyOf, meteredMilliWh, recordedUntil, total } from "./energy/book.ts";
import { bundleOf } from "./energy/bundles.ts";
import { dayRows } from "./energy/dayRows.ts";
import { closeDays, lateMilliWh } from "./energy/days.ts";
import { bury } from "./energy/expiry.ts";
import { claimedRanges, matchDays } from "./energy/hours.ts";
import { interconnectors } from "./energy/links.ts";
import { messages, type NewDevice, type NewZone, putDevice, putZone } from "./energy/messages.ts";
import { storageRows } from "./energy/storage.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";
import { parameterNumber } from "./parameters/book.ts";

const soonMs = 30 * 86_400_000;
const padded = (number: number) => number.toString().padStart(16, "0");

function totalOf(model: Model, device: string, { kind }: Device) {
  const metered = meteredMilliWh(model, device);
  const pieces = energyOf(model).pieces.get(device) ?? [];
  const ids = (ranges: readonly { readonly firstId: number; readonly lastId: number }[]) =>
    total(ranges.map(({ firstId, lastId }) => BigInt(lastId - firstId + 1)));
  const taken = pieces.map((piece) => claimedRanges(model, device, piece));
  const wh = (state: string) =>
    total(pieces.map((piece, at) => (piece.state === state ? ids([piece]) - ids(taken[at] ?? []) : 0n)));
  const issues = energyOf(model).storageIssues.get(device) ?? [];
  return {
    records: energyOf(model).records.get(device)?.length ?? 0,
    meteredMilliWh: metered,
    lateMilliWh: lateMilliWh(model, device),
    issuedWh: kind !== "generation" ? total(issues.map(({ issuedWh }) => issuedWh)) : metered / 1_000n,
    remainderMilliWh: kind !== "generation" ? 0n : metered % 1_000n,
    activeWh: wh("active"),
    lockedWh: wh("locked"),
    reservedWh: wh("reserved"),
    claimedWh: ids(pieces.flatMap((piece) => claimedRanges(model, device, piece, false))),
    cancelledForStorageWh: ids(pieces.flatMap((piece) => claimedRanges(model, device, piece, true))),
    cancelledWh: wh("cancelled"),
    expiredWh: wh("expired"),
    withdrawnWh: wh("withdrawn"),
  };
}

type Total = ReturnType<typeof totalOf>;

function sumOf(totals: readonly Total[]): Total {
  const sum = (name: Exclude<keyof Total, "records">) => total(totals.map((each) => each[name]));
  return {
    records: totals.reduce((count, { records }) => count + records, 0),
    meteredMilliWh: sum("meteredMilliWh"),
    lateMilliWh: sum("lateMilliWh"),
    issuedWh: sum("issuedWh"),
    remainderMilliWh: sum("remainderMilliWh"),
    activeWh: sum("activeWh"),
    lockedWh: sum("lockedWh"),
    reservedWh: sum("reservedWh"),
    claimedWh: sum("claimedWh"),
    cancelledForStorageWh: sum("cancelledForStorageWh"),
    cancelledWh: sum("cancelledWh"),
    expiredWh: sum("expiredWh"),
    withdrawnWh: sum("withdrawnWh"),
  };
}

function* totalRows(model: Model): Generator<ExpectedRow> {
  const byKind = new Map<string, Total[]>();
  for (const [device, settings] of energyOf(model).devices.entries()) {
    const own = totalOf(model, device, settings);
    yield [`energy/device-total/${device}`, own];
    byKind.set(settings.kind, [...(byKind.get(settings.kind) ?? []), own]);
  }
  for (const [kind, totals] of byKind) {
    const whole = sumOf(totals);
    if (whole.records > 0) yield [`energy/kind-total/${kind}`, whole];
  }
}

function* recordRows(model: Model): Generator<ExpectedRow> {
  const { devices, records } = energyOf(model);
  for (const [device, list] of records.entries()) {
    let beforeMilliWh = 0n;
    for (const { device: _, startMs, ...row } of list) {
      const afterMilliWh = beforeMilliWh + total(row.valuesMilliWh);
      const issue = {
        firstId: Number(beforeMilliWh / 1_000n) + 1,
        issuedWh: afterMilliWh / 1_000n - beforeMilliWh / 1_000n,
        remainderBeforeMilliWh: beforeMilliWh % 1_000n,
      };
      const isIssued = devices.at(device).kind === "generation";
      yield [`energy/readings/${device}/${padded(startMs)}`, isIssued ? { ...row, issue } : row];
      beforeMilliWh = afterMilliWh;
    }
  }
}

function* linkRows(model: Model): Generator<ExpectedRow> {
  const links = interconnectors(model);
  const kinds = energyOf(model)
    .devices.values()
    .map(({ kind }) => kind);
  for (const kind of new Set(kinds)) {
    yield [`energy/device-count/${kind}`, kinds.filter((each) => each === kind).length];
  }
  for (const zone of new Set(links.map(({ to }) => to))) {
    const into = links.filter(({ to }) => to === zone).map(({ device, from }) => ({ device, from }));
    yield [`energy/zone-links/${zone}`, into.sort((a, b) => (a.device < b.device ? -1 : 1))];
  }
  for (const [device, { within }] of energyOf(model).devices.entries()) {
    if (within !== undefined) yield [`energy/submeter/${within}`, { device }];
  }
}

interface GenesisPart {
  readonly zones: readonly NewZone[];
  readonly devices: readonly NewDevice[];
}

export const model: ModuleModel = {
  messages,
  start(model, part) {
    const { zones, devices } = part as GenesisPart;
    for (const zone of zones) putZone(model, zone);
    for (const device of devices) putDevice(model, device);
  },
  begin: closeDays,
  end(model) {
    matchDays(model);
    bury(model);
  },
  /** Not those of years ahead: whatever else there is would be over by then. */
  *moments(model) {
    for (const { dueMs } of energyOf(model).closings.value) {
      if (dueMs > model.timeMs && dueMs < model.timeMs + soonMs) yield dueMs;
    }
    const life = parameterNumber(model, "energy.certificateLifeMs");
    for (const { dueMs } of energyOf(model).waiting.value) {
      if (dueMs + life < model.timeMs + soonMs) yield dueMs + life;
    }
  },
  /** A heap may hold its entries in several orders. */
  unordered: ["energy/expiry/entry/", "energy/closing/entry/"],
  *rows(model) {
    const book = energyOf(model);
    for (const [zone, row] of book.zones.entries()) yield [`energy/zone/${zone}`, row];
    if (book.zones.size > 0) yield ["energy/zone-names", book.zones.keys().sort()];
    yield* linkRows(model);
    for (const [device, row] of book.devices.entries()) yield [`energy/device/${device}`, row];
    for (const [key, device] of book.keys.entries()) yield [`energy/meter-key/${key}`, { device }];
    for (const [device, meter] of book.meters.entries()) {
      yield [`energy/meter/${device}`, { ...meter, recordedUntilMs: recordedUntil(model, device) }];
    }
    for (const [device, pieces] of book.pieces.entries()) {
      for (const { firstId, ...row } of pieces) {
        yield [`energy/bundle/${device}/${padded(firstId)}`, bundleOf(model, device, { firstId, ...row })];
        yield [`energy/held/${row.holder}/${device}/${padded(firstId)}`, {}];
      }
    }
    for (const [device, nextId] of book.passed.entries()) yield [`energy/expiry-pointer/${device}`, { nextId }];
    const waiting = book.waiting.value;
    if (book.waits.value > 0) yield ["energy/expiry/size", { size: waiting.length, sequence: book.waits.value }];
    for (const [at, entry] of waiting.entries()) yield [`energy/expiry/entry/${padded(at)}`, entry];
    yield* recordRows(model);
    yield* dayRows(model);
    yield* storageRows(model);
    yield* totalRows(model);
  },
};
