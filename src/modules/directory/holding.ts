// Rows of the directory as they are put and taken away, with what counts them.
import type { Account } from "#src/core/account.ts";
import { assert, present } from "#src/core/assert.ts";
import { bytesEqual, bytesToHex } from "#src/crypto/hex.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { parameters } from "./parameters.ts";
import { refusals } from "./refusals.ts";
import { isLapsed, isLive } from "./rules.ts";
import { type Payee, type Port, refusedKept } from "./schemas.ts";
import { accounts, holdings, payees, ports, refusedPorts, totals } from "./tables.ts";

/** The row of a proxy that has not expired. */
export function livePayee(state: StateReader, proxy: Uint8Array): Stored<Payee> | undefined {
  const payee = payees.get(state, bytesToHex(proxy));
  return payee !== undefined && isLive(payee, state.timeMs) ? payee : undefined;
}

export function requirePayee(state: StateReader, proxy: Uint8Array): Stored<Payee> {
  const payee = livePayee(state, proxy);
  if (payee === undefined) throw refusals.unknownProxy({});
  return payee;
}

/**
 * Once a proxy has expired, it is its last holder's for as long as a port waits: or whoever is first in that millisecond would
 * have it without the wait. Its number finds a new owner later than that.
 */
export function requireReleased(state: StateReader, { expiresMs }: Stored<Payee>): void {
  const untilMs = expiresMs + Number(parameters.portWaitMs.get(state));
  if (state.timeMs < untilMs) throw refusals.proxyKept({ untilMs });
}

/** A bank whose port was refused does not wear the holder down by asking again at once. */
export function requireNotRefused(state: StateReader, proxy: Uint8Array, bank: Account): void {
  const refused = refusedPorts.get(state, bytesToHex(proxy))?.find((one) => one.bank === bank);
  if (refused !== undefined && state.timeMs < refused.untilMs) {
    throw refusals.portRefused({ untilMs: refused.untilMs });
  }
}

/** The oldest refusal makes room for the newest. */
export function noteRefused(state: State, proxy: Uint8Array, bank: Account): void {
  const before = refusedPorts.get(state, bytesToHex(proxy)) ?? [];
  const others = before.filter((one) => one.bank !== bank && state.timeMs < one.untilMs);
  const untilMs = state.timeMs + Number(parameters.portWaitMs.get(state));
  refusedPorts.put(state, bytesToHex(proxy), [...others.slice(1 - refusedKept), { bank, untilMs }]);
}

/** For a proxy that has another holder, or none. */
export function forgetRefused(state: State, proxy: Uint8Array): void {
  refusedPorts.delete(state, bytesToHex(proxy));
}

/** The port of a proxy, open or lapsed. */
export function requirePort(state: StateReader, proxy: Uint8Array): Stored<Port> {
  const port = ports.get(state, bytesToHex(proxy));
  if (port === undefined) throw refusals.unknownPort({});
  return port;
}

export function requireLife(state: StateReader, lifeMs: number): void {
  const mostMs = Number(parameters.lifeMsMost.get(state));
  if (lifeMs > mostMs) throw refusals.lifeTooLong({ mostMs });
}

/** One commitment stands for one proxy of its bank. */
export function requireAccountFree(state: StateReader, bank: Account, account: Uint8Array, proxy: Uint8Array): void {
  const taken = accounts.get(state, bank, bytesToHex(account));
  if (taken !== undefined && !bytesEqual(taken.proxy, proxy)) throw refusals.accountTaken({});
}

/** Room for one row more; `leaving` are rows of others that go in the same message. */
export function requireRoom(state: StateReader, bank: Account, leaving = 0): void {
  const { proxies, ports: asked } = holdings.get(state, bank) ?? { proxies: 0, ports: 0 };
  const most = Number(parameters.bankProxiesMost.get(state));
  if (proxies + asked >= most) throw refusals.bankFull({ most });
  const allMost = Number(parameters.proxiesMost.get(state));
  if ((totals.get(state) ?? 0) - leaving >= allMost) throw refusals.directoryFull({ most: allMost });
}

function count(state: State, bank: Account, kind: "proxies" | "ports", by: 1 | -1): void {
  const before = holdings.get(state, bank) ?? { proxies: 0, ports: 0 };
  const after = { ...before, [kind]: before[kind] + by };
  const total = (totals.get(state) ?? 0) + by;
  assert(after[kind] >= 0 && total >= 0, "nothing is taken away that was not counted");
  if (after.proxies + after.ports === 0) holdings.delete(state, bank);
  else holdings.put(state, bank, after);
  if (total === 0) totals.delete(state);
  else totals.put(state, total);
}

export function addPayee(state: State, proxy: Uint8Array, payee: Stored<Payee>): void {
  payees.put(state, bytesToHex(proxy), payee);
  accounts.put(state, payee.bank, bytesToHex(payee.accountHash), { proxy });
  count(state, payee.bank, "proxies", 1);
}

export function removePayee(state: State, proxy: Uint8Array): void {
  const { bank, accountHash } = present(payees.get(state, bytesToHex(proxy)), "a row that is taken away is there");
  payees.delete(state, bytesToHex(proxy));
  accounts.delete(state, bank, bytesToHex(accountHash));
  count(state, bank, "proxies", -1);
}

export function addPort(state: State, proxy: Uint8Array, port: Stored<Port>): void {
  ports.put(state, bytesToHex(proxy), port);
  count(state, port.bank, "ports", 1);
}

/** Takes a port away, if there is one. */
export function removePort(state: State, proxy: Uint8Array): void {
  const port = ports.get(state, bytesToHex(proxy));
  if (port === undefined) return;
  ports.delete(state, bytesToHex(proxy));
  count(state, port.bank, "ports", -1);
}

/** Gives a proxy to the bank that asks for it: one row goes where two were. */
export function completePorting(state: State, proxy: Uint8Array, { bank, ...port }: Stored<Port>): void {
  const { currency, accountHash, maskedName, nameHash, lifeMs } = port;
  removePort(state, proxy);
  forgetRefused(state, proxy);
  removePayee(state, proxy);
  addPayee(state, proxy, { bank, currency, accountHash, maskedName, nameHash, expiresMs: state.timeMs + lifeMs });
}

/** The port that stands in the way of another one. */
export function openPort(state: StateReader, proxy: Uint8Array): Stored<Port> | undefined {
  const port = ports.get(state, bytesToHex(proxy));
  return port !== undefined && !isLapsed(port, state.timeMs) ? port : undefined;
}
