// The end of certificates' life: block work passes over a device's bundles in the order of their ids and leaves none active.
import { limits } from "#src/core/limits.ts";
import type { State, StateReader, Stored } from "#src/state/view.ts";
import { type Named, turn } from "./bundles.ts";
import { events } from "./events.ts";
import { requireIssue } from "./issues.ts";
import { parameters } from "./parameters.ts";
import type { Bundle } from "./schemas.ts";
import { bundles, expiries, expiryPointers } from "./tables.ts";

/** When what was issued together was generated at the latest; its certificates live from then on. */
export function endOfIssue(state: StateReader, device: string, startMs: number): number {
  return requireIssue(state, device, startMs).endMs;
}

export function lifeMs(state: StateReader): number {
  return Number(parameters.certificateLifeMs.get(state));
}

/** The first certificate of a device that expiry has not passed. */
function nextToPass(state: StateReader, device: string): number {
  return expiryPointers.get(state, device)?.nextId ?? 1;
}

/** To be told of each issue: a device waits while it has certificates that expiry has not passed, once. */
export function awaitExpiry(state: State, device: string, firstId: number, endMs: number): void {
  if (nextToPass(state, device) === firstId) expiries.add(state, endMs, { device });
}

/** What was held up is active again; where expiry has passed it meanwhile, it expires now, since nothing passes twice. */
export function makeActiveAgain(state: State, named: Named): void {
  const { device, firstId } = named.range;
  if (firstId < nextToPass(state, device)) expire(state, named);
  else turn(state, named, { state: "active" });
}

function expire(state: State, named: Named): void {
  const { device, firstId, lastId } = named.range;
  turn(state, named, { state: "expired", expired: { atMs: state.timeMs } });
  state.emit(events.certificatesExpired({ device, firstId, lastId, holder: named.whole.holder }));
}

/** Block work: passes the bundles whose life has ended, the oldest record first, a bounded number of them. */
export function expireDue(state: State): void {
  const endedMs = state.timeMs - lifeMs(state);
  for (let left = limits.expiryBundlesPerBlockMax; left > 0; ) {
    const [item] = expiries.takeDue(state, 1, endedMs);
    if (item === undefined) break;
    left -= passBundles(state, item.device, endedMs, left);
  }
}

/** Returns how many bundles were passed; the device waits again for the next one, if there is one. */
function passBundles(state: State, device: string, endedMs: number, most: number): number {
  let nextId = nextToPass(state, device);
  let passed = 0;
  for (;;) {
    const whole = bundles.get(state, device, nextId);
    if (whole === undefined) break;
    const endMs = endOfIssue(state, device, whole.startMs);
    if (endMs > endedMs || passed === most) {
      expiries.add(state, endMs, { device });
      break;
    }
    if (whole.state === "active") expire(state, wholeBundle(device, nextId, whole));
    nextId = whole.lastId + 1;
    passed += 1;
  }
  expiryPointers.put(state, device, { nextId });
  return passed;
}

function wholeBundle(device: string, bundle: number, whole: Stored<Bundle>): Named {
  return { range: { device, bundle, firstId: bundle, lastId: whole.lastId }, whole };
}
