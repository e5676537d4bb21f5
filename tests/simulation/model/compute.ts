// What the module `compute` must do and hold.
import { least, sum } from "./arithmetic.ts";
import { computeOf, type Due, dayMs, hourMs, monthSpan } from "./compute/book.ts";
import { messages as capacityMessages, committed, portion, settle } from "./compute/capacity.ts";
import { messages as deliveryMessages, draw, endChallenges, hourOf } from "./compute/deliveries.ts";
import { putHardware, putReference, putSite, messages as registeringMessages } from "./compute/registering.ts";
import { hex } from "./encoding.ts";
import type { ExpectedRow, Model, ModuleModel } from "./model.ts";

const padded = (number: number) => number.toString().padStart(16, "0");

function* lineRows(root: string, line: readonly Due[], ever: number): Generator<ExpectedRow> {
  if (ever === 0) return;
  yield [`${root}/size`, { size: line.length, sequence: ever }];
  for (const [at, due] of line.entries()) yield [`${root}/entry/${padded(at)}`, due];
}

/** The sums of each day in which a site delivered something, hour by hour. */
function* dayRows(model: Model): Generator<ExpectedRow> {
  const days = new Set<string>();
  for (const { site, startMs, hoursMicroScu } of computeOf(model).deliveries.values()) {
    for (const at of hoursMicroScu.keys()) {
      const atMs = startMs + at * hourMs;
      days.add(`${site} ${atMs - (atMs % dayMs)}`);
    }
  }
  for (const day of days) {
    const [site = "", start = ""] = day.split(" ");
    const hours = Array.from({ length: 24 }, (_, hour) => hourOf(model, site, Number(start) + hour * hourMs));
    yield [
      `compute/site-day/${site}/${padded(Number(start))}`,
      {
        usedShare: hours.map(({ share }) => share),
        leastMilliWh: hours.map(({ leastMilliWh }) => leastMilliWh),
        attributedWh: hours.map(({ attributedWh }) => attributedWh),
        withheldWh: hours.map(({ withheldWh }) => withheldWh),
        deliveredMicroScu: hours.map(({ work }) => work),
        meteredMicroScu: hours.map(({ metered }) => metered),
        timedMicroScu: hours.map(({ timed }) => timed),
        slowestP99Ms: hours.map(({ slowest }) => slowest),
      },
    ];
  }
}

function* capacityRows(model: Model): Generator<ExpectedRow> {
  const { commitments, certificates } = computeOf(model);
  const months = new Set<string>();
  for (const [number, row] of commitments.entries()) {
    yield [`compute/commitment/${padded(number)}`, row];
    months.add(`${row.site} ${row.month}`);
  }
  for (const place of months) {
    const [site = "", month = ""] = place.split(" ");
    const own = certificates.values().filter((each) => each.site === site && each.month === month);
    const backing = own.filter(({ state }) => state !== "active");
    const backedShare = sum(backing.map((each) => portion(model, each, each.microScuHours)));
    const settled = own.filter(({ paidNano }) => paidNano !== undefined);
    const called = settled.map(({ calledMicroScu = 0n }) => calledMicroScu);
    const kept = settled.map(({ calledMicroScu = 0n, deliveredMicroScu }) => least(calledMicroScu, deliveredMicroScu));
    yield [
      `compute/site-month/${site}/${month}`,
      {
        committedShare: committed(model, site, month),
        backedShare,
        calledMicroScu: sum(called),
        keptMicroScu: sum(kept),
      },
    ];
  }
  if (commitments.size > 0) yield ["compute/last-commitment", commitments.size];
  for (const [id, row] of certificates.entries()) {
    yield [`compute/certificate/${padded(id)}`, row];
    yield [`compute/held/${row.holder}/${padded(id)}`, {}];
  }
  if (certificates.size > 0) yield ["compute/last-certificate", certificates.size];
}

type Named<Value, Name extends string> = Value & { readonly [Key in Name]: string };

interface GenesisPart {
  readonly references: readonly Named<Parameters<typeof putReference>[1], "reference">[];
  readonly hardware: readonly Parameters<typeof putHardware>[1][];
  readonly sites: readonly Parameters<typeof putSite>[1][];
}

export const model: ModuleModel = {
  messages: { ...registeringMessages, ...capacityMessages, ...deliveryMessages },
  start(model, part) {
    const { references, hardware, sites } = part as GenesisPart;
    for (const reference of references) putReference(model, reference);
    for (const each of hardware) putHardware(model, each);
    for (const site of sites) putSite(model, site);
  },
  begin: draw,
  end(model) {
    endChallenges(model);
    settle(model);
  },
  *moments(model) {
    const { settlements, challenges, commitments } = computeOf(model);
    for (const { dueMs } of [...settlements.value, ...challenges.value]) yield dueMs;
    for (const { month } of commitments.values()) {
      const { startMs, endMs } = monthSpan(month);
      yield* [startMs, endMs];
    }
  },
  unordered: ["compute/settlement/entry/", "compute/challenge-end/entry/"],
  *rows(model) {
    const book = computeOf(model);
    for (const [name, row] of book.references.entries()) yield [`compute/reference/${name}`, row];
    for (const [name, row] of book.hardware.entries()) yield [`compute/hardware/${name}`, row];
    for (const [name, row] of book.sites.entries()) {
      yield [`compute/site/${name}`, row];
      yield [`compute/load-site/${row.load}`, { site: name }];
    }
    for (const [account, key] of book.consumers.entries()) yield [`compute/consumer/${account}`, { key }];
    for (const [key, account] of book.keys.entries()) yield [`compute/signing-key/${key}`, { account }];
    for (const [number, row] of book.deliveries.entries()) {
      yield [`compute/delivery/${padded(number)}`, row];
      yield [`compute/job/${row.consumer}/${hex(row.jobHash)}`, { delivery: number }];
    }
    if (book.deliveries.size > 0) yield ["compute/last-delivery", book.deliveries.size];
    const { first, next } = book.undrawn.value;
    if (first < next) yield ["compute/unsampled/ends/all", { first: 0, next: next - first }];
    for (let at = first; at < next; at += 1) yield [`compute/unsampled/item/all/${padded(at - first)}`, at + 1];
    yield* dayRows(model);
    yield* capacityRows(model);
    yield* lineRows("compute/settlement", book.settlements.value, book.settlementsEver.value);
    yield* lineRows("compute/challenge-end", book.challenges.value, book.challengesEver.value);
  },
};
