// The plan of a mint on a delivery right: everything that decides whether it may be, and what it gives; writes nothing.
import type { Account } from "#src/core/account.ts";
import { divideDown, divideUp, minimum } from "#src/core/arithmetic.ts";
import { monthEndMs, monthStartMs } from "#src/core/month.ts";
import { read as basket } from "#src/modules/basket/access.ts";
import { read as compute } from "#src/modules/compute/access.ts";
import { read as energy } from "#src/modules/energy/access.ts";
import { read as oracle } from "#src/modules/oracle/access.ts";
import type { StateReader } from "#src/state/view.ts";
import { coverageOf, highOf } from "../coverage.ts";
import { readHoldings } from "../holdings.ts";
import { requireRoom } from "../minting.ts";
import { supplyMicroKdg } from "../money.ts";
import { parameters } from "../parameters.ts";
import { refusals } from "../refusals.ts";
import { hourMs, mintAmounts, wholeBp } from "../rules.ts";
import { promisedWh, requirePlace } from "./book.ts";
import type { RightKind, RightPromise } from "./schemas.ts";
import { collateralOfQuantity, countedByKind, countedRights } from "./valuing.ts";

/** What a message promises, with the amount of capacity that its certificates are of. */
export interface Wanted {
  readonly month: string;
  readonly energy?: { readonly device: string; readonly wattHours: bigint } | undefined;
  readonly certificateIds?: readonly number[] | undefined;
}

export interface RightPlan {
  readonly kind: RightKind;
  readonly promise: RightPromise;
  readonly mintedMicroKdg: bigint;
  readonly feeMicroKdg: bigint;
  readonly receivedMicroKdg: bigint;
  readonly collateralNano: bigint;
}

/** Refuses what may not be promised or minted. The bond is judged when it is there, and what is covered then. */
export function planRight(state: StateReader, provider: Account, wanted: Wanted): RightPlan {
  const { month } = wanted;
  const leadMs = Number(parameters.rightLeadMs.get(state));
  if (state.timeMs + leadMs >= monthStartMs(month)) throw refusals.monthTooNear({ month });
  requirePlace(state);
  const { kind, promise, quantity } = readPromise(state, provider, wanted);
  const feed = basket.has(state, kind) ? basket.feed(state, kind) : undefined;
  if (feed === undefined) throw refusals.componentNotInBasket({ component: kind });
  oracle.worstPrice(state, feed);
  const value = basket.requireValue(state);
  const before = coverageOf(state, readHoldings(state), supplyMicroKdg(state), value, countedRights(state));
  if (before.zone !== "green") throw refusals.zoneNotGreen({ zone: before.zone, totalCoverageBp: before.totalBp });

  const collateralNano = collateralOfQuantity(state, kind, month, quantity);
  const terms = {
    high: highOf(value),
    mintCoverageBp: parameters.mintCoverageBp.get(state),
    feeBp: parameters.mintFeeBp.get(state),
  };
  const { mintedMicroKdg, feeMicroKdg, receivedMicroKdg } = mintAmounts(collateralNano, collateralNano, terms);
  if (receivedMicroKdg === 0n) throw refusals.mintTooSmall({});
  const leastMicroKdg = parameters.rightMicroKdgLeast.get(state);
  if (mintedMicroKdg < leastMicroKdg) throw refusals.rightTooSmall({ mintedMicroKdg, leastMicroKdg });
  requireRoom(state, mintedMicroKdg);
  return { kind, promise, mintedMicroKdg, feeMicroKdg, receivedMicroKdg, collateralNano };
}

/**
 * The total coverage that a planned right leaves, as it is counted from now on: no more than its bond. Refuses a bond that
 * is smaller than the money, coverage that is too low, and too large a part of rights.
 */
export function requireBacked(state: StateReader, plan: RightPlan, bondNano: bigint): bigint {
  const { kind, mintedMicroKdg, collateralNano } = plan;
  const leastNano = leastBondNano(state, mintedMicroKdg);
  if (bondNano < leastNano) throw refusals.bondTooSmall({ collateralNano: bondNano, leastNano });
  const value = basket.requireValue(state);
  const counted = countedByKind(state);
  const after = { ...counted, [kind]: counted[kind] + minimum(collateralNano, bondNano) };
  const rightsNano = after.ELEC + after.COMPUTE;
  const supply = supplyMicroKdg(state) + mintedMicroKdg;
  const covered = coverageOf(state, readHoldings(state), supply, value, rightsNano);
  const { hardBp = 0n, totalBp = 0n } = covered;
  const greenBp = parameters.greenBp.get(state);
  if (totalBp < greenBp) throw refusals.coverageTooLow({ totalCoverageBp: totalBp, leastBp: greenBp });
  const hardFloorBp = parameters.hardFloorBp.get(state);
  if (hardBp < hardFloorBp) throw refusals.hardCoverageTooLow({ hardCoverageBp: hardBp, leastBp: hardFloorBp });
  requireShares(state, kind, after[kind], { rightsNano, allNano: covered.collateralNano + rightsNano });
  return totalBp;
}

/** The rights of a kind stay within their component's share of the basket, and all rights within their cap. */
function requireShares(
  state: StateReader,
  kind: RightKind,
  kindNano: bigint,
  { rightsNano, allNano }: { readonly rightsNano: bigint; readonly allNano: bigint },
): void {
  const mostBp = BigInt(basket.shareOfBasketBp(state, kind));
  const capBp = parameters.rightsCapBp.get(state);
  if (kindNano * wholeBp > mostBp * allNano) {
    throw refusals.rightsTooLarge({ kind, shareBp: shareOf(kindNano, allNano), mostBp });
  }
  if (rightsNano * wholeBp > capBp * allNano) {
    throw refusals.rightsTooLarge({ kind: "all", shareBp: shareOf(rightsNano, allNano), mostBp: capBp });
  }
}

const shareOf = (part: bigint, whole: bigint): bigint => (whole === 0n ? 0n : divideDown(part * wholeBp, whole));

function readPromise(state: StateReader, provider: Account, { month, energy: promised, certificateIds }: Wanted) {
  if ((promised === undefined) === (certificateIds === undefined)) throw refusals.promiseUnclear({});
  if (promised !== undefined) {
    requireGeneration(state, provider, month, promised);
    return { kind: "ELEC" as const, promise: { month, energy: { ...promised } }, quantity: promised.wattHours };
  }
  let microScuHours = 0n;
  for (const [at, certificateId] of (certificateIds ?? []).entries()) {
    if ((certificateIds ?? []).indexOf(certificateId) !== at) throw refusals.promiseUnclear({});
    const certificate = compute.requireOwn(state, certificateId, provider);
    if (certificate.month !== month) throw refusals.promiseUnclear({});
    microScuHours += certificate.microScuHours;
  }
  const capacity = { certificateIds: [...(certificateIds ?? [])], microScuHours };
  return { kind: "COMPUTE" as const, promise: { month, capacity }, quantity: microScuHours };
}

/** A clean generator of the provider's may promise a part of what its nameplate could make in the month, and once. */
function requireGeneration(
  state: StateReader,
  provider: Account,
  month: string,
  { device, wattHours }: NonNullable<Wanted["energy"]>,
): void {
  const { holder, nameplateW } = energy.requireDevice(state, device);
  if (holder !== provider) throw refusals.notDeviceHolder({ device });
  if (!energy.isClean(state, device)) throw refusals.deviceUnfit({ device });
  const hours = BigInt(monthEndMs(month) - monthStartMs(month)) / BigInt(hourMs);
  const mostWh = divideDown(nameplateW * hours * parameters.promisedOutputBp.get(state), wholeBp);
  const promised = promisedWh(state, device, month);
  if (promised + wattHours > mostWh) throw refusals.promisedTooMuch({ device, month, leftWh: mostWh - promised });
}

/** What a bond must be worth for money on a right: what that money stands for at the high reference value, rounded up. */
function leastBondNano(state: StateReader, mintedMicroKdg: bigint): bigint {
  const { basketKdg, valueNano } = highOf(basket.requireValue(state));
  return divideUp(mintedMicroKdg * valueNano, basketKdg * 1_000_000n);
}
