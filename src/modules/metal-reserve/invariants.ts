// Promises of the module `metal-reserve`, checked by scanning.
import { defineInvariant } from "#src/machine/invariant.ts";
import type { StateScanner } from "#src/state/view.ts";
import { isHeld } from "./books.ts";
import type { Total } from "./schemas.ts";
import {
  attestations,
  barLists,
  bars,
  certificates,
  deliveryRequests,
  keptCertificates,
  loadOutQueues,
  loadOuts,
  metalSettings,
  metalTotals,
  ownedCertificates,
  reserveChainName,
  reserveChains,
  vaultTotals,
} from "./tables.ts";

const emptyTotal: Total = { items: 0, fineWeightMg: 0n, reserveFineWeightMg: 0n };

function add(sums: Map<string, Total>, key: string, { items, fineWeightMg, reserveFineWeightMg }: Total): void {
  const sum = sums.get(key) ?? emptyTotal;
  sums.set(key, {
    items: sum.items + items,
    fineWeightMg: sum.fineWeightMg + fineWeightMg,
    reserveFineWeightMg: sum.reserveFineWeightMg + reserveFineWeightMg,
  });
}

/** A sentence for each key where two sets of totals differ. */
function differences(what: string, summed: ReadonlyMap<string, Total>, running: ReadonlyMap<string, Total>): string[] {
  const keys = [...new Set([...summed.keys(), ...running.keys()])];
  return keys.flatMap((key) => {
    const left = summed.get(key) ?? emptyTotal;
    const right = running.get(key) ?? emptyTotal;
    const same =
      left.items === right.items &&
      left.fineWeightMg === right.fineWeightMg &&
      left.reserveFineWeightMg === right.reserveFineWeightMg;
    return same ? [] : [`${what} ${key}: rows sum to ${describe(left)}, but the total says ${describe(right)}`];
  });
}

const describe = ({ items, fineWeightMg, reserveFineWeightMg }: Total): string =>
  `${items} items, ${fineWeightMg} mg, of which the reserve's ${reserveFineWeightMg} mg`;

async function runningVaultTotals(state: StateScanner): Promise<Map<string, Total>> {
  const running = new Map<string, Total>();
  for await (const { parts, value } of vaultTotals.scan(state)) running.set(parts.join("/"), value);
  return running;
}

/** What the certificates of a vault weigh is the vault's total, and so is the number of its bars and lots. */
export const vaultTotalsEqualCertificates = defineInvariant(async ({ state }) => {
  const summed = new Map<string, Total>();
  for await (const { value } of certificates.scan(state)) {
    if (!isHeld(value)) continue;
    const { vault, metal, fineWeightMg } = value;
    const reserveFineWeightMg = value.state === "reserve-owned" ? fineWeightMg : 0n;
    add(summed, `${vault}/${metal}`, { items: 0, fineWeightMg, reserveFineWeightMg });
  }
  for await (const { value } of bars.scan(state)) {
    const { vault, metal, heldFineWeightMg } = value;
    if (heldFineWeightMg > 0n) add(summed, `${vault}/${metal}`, { ...emptyTotal, items: 1 });
  }
  return differences("vault", summed, await runningVaultTotals(state));
});

/** The totals of a metal are the sums of its vaults' totals. */
export const metalTotalsEqualVaultTotals = defineInvariant(async ({ state }) => {
  const summed = new Map<string, Total>();
  for (const [key, total] of await runningVaultTotals(state)) add(summed, key.split("/")[1] ?? "", total);
  const running = new Map<string, Total>();
  for await (const { parts, value } of metalTotals.scan(state)) running.set(parts.join("/"), value);
  return differences("metal", summed, running);
});

/**
 * The certificates of a bar or lot, ended ones included, weigh to the milligram what was deposited; those in force
 * weigh what is still held; and a bar has one certificate, so that no serial is in two.
 */
export const barsEqualCertificates = defineInvariant(async ({ state }) => {
  interface Sum {
    grossWeightMg: bigint;
    fineWeightMg: bigint;
    heldFineWeightMg: bigint;
    certificates: number;
  }
  const sums = new Map<string, Sum>();
  const broken: string[] = [];
  for await (const { value, parts } of certificates.scan(state)) {
    const { refiner, serial, year, grossWeightMg, fineWeightMg } = value;
    const key = bars.key(refiner, serial, year);
    const sum = sums.get(key) ?? { grossWeightMg: 0n, fineWeightMg: 0n, heldFineWeightMg: 0n, certificates: 0 };
    sum.grossWeightMg += grossWeightMg;
    sum.fineWeightMg += fineWeightMg;
    if (isHeld(value)) sum.heldFineWeightMg += fineWeightMg;
    sum.certificates += 1;
    sums.set(key, sum);
    if (fineWeightMg > grossWeightMg) broken.push(`certificate ${parts[0]} is finer than it is heavy`);
  }
  let barCount = 0;
  for await (const { key, value } of bars.scan(state)) {
    barCount += 1;
    const sum = sums.get(key);
    const isBar = metalSettings.get(state, value.metal)?.form === "bar";
    if (sum?.grossWeightMg !== value.grossWeightMg || sum.fineWeightMg !== value.fineWeightMg) {
      broken.push(`${key}: its certificates do not weigh what was deposited`);
    }
    if (sum?.heldFineWeightMg !== value.heldFineWeightMg)
      broken.push(`${key}: its certificates do not weigh what is held`);
    if (isBar && sum?.certificates !== 1) broken.push(`${key}: a bar has ${sum?.certificates ?? 0} certificates`);
  }
  if (barCount !== sums.size) broken.push(`${sums.size} bars have certificates, but ${barCount} are recorded`);
  return broken;
});

/** The lists of owners and of vaults name exactly the certificates that are theirs. */
export const listsEqualCertificates = defineInvariant(async ({ state }) => {
  const expected = new Set<string>();
  for await (const { parts, value } of certificates.scan(state)) {
    if (value.state !== "delivered") expected.add(ownedCertificates.key(value.owner, Number(parts[0])));
    if (isHeld(value)) expected.add(keptCertificates.key(value.vault, Number(parts[0])));
  }
  const broken: string[] = [];
  for (const table of [ownedCertificates, keptCertificates]) {
    for await (const { key } of table.scan(state))
      if (!expected.delete(key)) broken.push(`${key} lists no such certificate`);
  }
  return [...broken, ...[...expected].map((key) => `${key} is missing`)];
});

/** Walks every chain of a kind from first to last: the certificates in it by chain, and what is wrong with the links. */
async function walkChains(state: StateScanner, chains: typeof reserveChains) {
  const chainOf = new Map<number, string>();
  const broken: string[] = [];
  for await (const { parts, value } of chains.tables.ends.scan(state)) {
    const chain = parts[0] ?? "";
    let previous: number | null = null;
    let at: number | undefined = value.first;
    let count = 0;
    while (at !== undefined && count <= value.count) {
      const link: { chain: string; previous: number | null; next: number | null } | undefined = chains.tables.links.get(
        state,
        at,
      );
      if (link?.chain !== chain || link.previous !== previous) broken.push(`${chain}: the link of ${at} is wrong`);
      chainOf.set(at, chain);
      count += 1;
      previous = at;
      at = link?.next ?? undefined;
    }
    if (count !== value.count || previous !== value.last)
      broken.push(`${chain}: its ends do not fit its ${count} links`);
  }
  let links = 0;
  for await (const _ of chains.tables.links.scan(state)) links += 1;
  if (links !== chainOf.size) broken.push(`${links} links, but ${chainOf.size} are reached`);
  return { chainOf, broken };
}

/** The reserve's chains hold exactly what the reserve owns, and all of it was attested when it entered. */
export const reserveChainsHoldTheReserve = defineInvariant(async ({ state }) => {
  const { chainOf, broken } = await walkChains(state, reserveChains);
  let owned = 0;
  for await (const { parts, value } of certificates.scan(state)) {
    if (value.state !== "reserve-owned") continue;
    owned += 1;
    const { vault, metal, deposit } = value;
    if (chainOf.get(Number(parts[0])) !== reserveChainName(vault, metal))
      broken.push(`certificate ${parts[0]} is not chained`);
    if (deposit > (attestations.get(state, vault)?.deposits ?? 0))
      broken.push(`certificate ${parts[0]} was never attested`);
  }
  if (owned !== chainOf.size) broken.push(`the reserve owns ${owned} certificates, but ${chainOf.size} are chained`);
  return broken;
});

/** The load-out queues hold exactly what waits for delivery, each with its request, and the gates know its weight. */
export const loadOutQueuesHoldRequests = defineInvariant(async ({ state }) => {
  const { chainOf, broken } = await walkChains(state, loadOutQueues);
  const waitingMg = new Map<string, bigint>();
  let waiting = 0;
  for await (const { parts, value } of certificates.scan(state)) {
    const isWaiting = value.state === "delivery-requested";
    if (deliveryRequests.has(state, Number(parts[0])) !== isWaiting)
      broken.push(`certificate ${parts[0]}: wrong request`);
    if (!isWaiting) continue;
    waiting += 1;
    waitingMg.set(value.vault, (waitingMg.get(value.vault) ?? 0n) + value.grossWeightMg);
    if (chainOf.get(Number(parts[0])) !== value.vault)
      broken.push(`certificate ${parts[0]} is not in its vault's queue`);
  }
  if (waiting !== chainOf.size) broken.push(`${waiting} certificates wait, but ${chainOf.size} are queued`);
  for await (const { parts, value } of barLists.scan(state)) {
    const vault = parts[0] ?? "";
    const saidMg = loadOuts.get(state, vault)?.waitingWeightMg ?? 0n;
    if ((waitingMg.get(vault) ?? 0n) !== saidMg) broken.push(`${vault}: ${saidMg} mg are said to wait`);
    if (value.deposits > value.entries) broken.push(`${vault}: more deposits than entries`);
  }
  return broken;
});

/** A certificate names the book that holds its pledge exactly while it is pledged, or was when it was withdrawn. */
export const pledgesNameTheirBook = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { parts, value } of certificates.scan(state)) {
    const standing = value.state === "withdrawn" ? value.withdrawnFrom : value.state;
    if ((standing === "pledged") !== (value.pledgee !== undefined)) {
      broken.push(`certificate ${parts[0]} is ${value.state}, and its pledgee ${value.pledgee ?? "nobody"}`);
    }
  }
  return broken;
});
