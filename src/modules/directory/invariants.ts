// Promises of the module `directory`, checked by scanning.

import { bytesToHex } from "#src/crypto/hex.ts";
import { defineInvariant } from "#src/machine/invariant.ts";
import { keysKept } from "./rules.ts";
import { accounts, disclosureKeys, holdings, newestKeys, payees, ports, refusedPorts, totals } from "./tables.ts";

/** Every bank is counted with what it has, and all together. */
export const holdingsEqualRows = defineInvariant(async ({ state }) => {
  const counted = new Map<string, { proxies: number; ports: number }>();
  const of = (bank: string) => counted.get(bank) ?? { proxies: 0, ports: 0 };
  let total = 0;
  for await (const { value } of payees.scan(state)) {
    counted.set(value.bank, { ...of(value.bank), proxies: of(value.bank).proxies + 1 });
    total += 1;
  }
  for await (const { value } of ports.scan(state)) {
    counted.set(value.bank, { ...of(value.bank), ports: of(value.bank).ports + 1 });
    total += 1;
  }
  const broken: string[] = [];
  for await (const { key, parts, value } of holdings.scan(state)) {
    const { proxies, ports: asked } = of(parts[0] ?? "");
    counted.delete(parts[0] ?? "");
    if (value.proxies !== proxies || value.ports !== asked) broken.push(`${key} does not count its rows`);
  }
  for (const bank of counted.keys()) broken.push(`${bank} is not counted`);
  if ((totals.get(state) ?? 0) !== total) broken.push(`${total} rows, and another total`);
  return broken;
});

/** Every payee is found by its account commitment, and every commitment leads to its payee. */
export const accountsLeadToPayees = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value } of payees.scan(state)) {
    const found = accounts.get(state, value.bank, bytesToHex(value.accountHash));
    if (found === undefined || bytesToHex(found.proxy) !== parts[0]) broken.push(`${key} is not found by its account`);
  }
  for await (const { key, parts, value } of accounts.scan(state)) {
    const payee = payees.get(state, bytesToHex(value.proxy));
    if (payee?.bank !== parts[0] || bytesToHex(payee?.accountHash ?? new Uint8Array()) !== parts[1])
      broken.push(`${key} leads to another payee`);
  }
  return broken;
});

/** A port asks for a proxy that is there, of another bank; refusals of ports are kept of such proxies alone. */
export const portsNameHeldProxies = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts, value } of ports.scan(state)) {
    const payee = payees.get(state, parts[0] ?? "");
    if (payee === undefined || payee.bank === value.bank) broken.push(`${key} asks for what no other bank holds`);
  }
  for await (const { key, parts } of refusedPorts.scan(state)) {
    if (!payees.has(state, parts[0] ?? "")) broken.push(`${key} is of no proxy`);
  }
  return broken;
});

/** Only the last few keys of an owner are kept, and none is newer than the newest. */
export const keysAreFew = defineInvariant(async ({ state }) => {
  const broken: string[] = [];
  for await (const { key, parts } of disclosureKeys.scan(state)) {
    const newest = newestKeys.get(state, parts[0] ?? "") ?? 0;
    const number = Number(parts[1]);
    if (number > newest || number <= newest - keysKept) broken.push(`${key} is not among the last ${keysKept}`);
  }
  return broken;
});
