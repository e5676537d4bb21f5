// Value support: proofs from matched, signed hours, the room they open, fees, and the walk to generation and back.
import { beforeEach, describe, expect, test } from "vitest";
import { balances } from "#src/modules/accounts/tables.ts";
import { feesAccount, move, read } from "#src/modules/value-support/access.ts";
import {
  feesAreHeld,
  proofsEqualTheirDays,
  roomIsThatOfProofs,
  sumsEqualProofs,
} from "#src/modules/value-support/invariants.ts";
import { proofs, provedDays, sums } from "#src/modules/value-support/tables.ts";
import { changedState, rowOf } from "#tests/support/changedState.ts";
import { deliver, recordedDayMs } from "#tests/support/compute.ts";
import type { TestLedger } from "#tests/support/ledger.ts";
import { createSupportLedger } from "#tests/support/valueSupport.ts";

const dayMs = 86_400_000;
const kdg = 1_000_000n;

let ledger: TestLedger;
beforeEach(() => {
  ledger = createSupportLedger();
});

const prove = (changes: object = {}, actor = "carol") =>
  ledger.send(actor, "value-support/proveSupport", {
    ...{ load: "datacentre-fresno", fromMs: recordedDayMs, days: 1 },
    ...changes,
  });
/** Ten thousand SCU in the first hour: some seven megawatt-hours. */
const deliverMuch = () => deliver(ledger, { hoursMicroScu: [10_000n * 1_000_000n] });

describe("a proof", () => {
  test("is of what was clean and used for signed compute, and opens room for it", async () => {
    deliverMuch();
    const { answer } = prove();
    expect(answer).toMatchObject({ proof: 1, demandWh: 240_000_000n, matchedWh: 120_000_000n, provedWh: 7_000_001n });
    expect((answer as { roomMicroKdg: bigint }).roomMicroKdg).toBe(700_000_100n);
    expect(read.roomMicroKdg(ledger.state)).toBeLessThanOrEqual(700_000_100n);
    expect(read.roomMicroKdg(ledger.state)).toBeGreaterThan(699_999_000n);
    expect(await ledger.query("value-support/proofs", {})).toMatchObject({ items: [{ number: 1 }] });
    expect(await ledger.query("value-support/day", { load: "datacentre-fresno", dayMs: recordedDayMs })).toMatchObject({
      proofNumber: 1,
    });
    expect(await ledger.audit()).toEqual([]);
  });

  test("leaves nothing for hours that were not matched, whatever was computed in them", () => {
    deliver(ledger, { startMs: recordedDayMs + 13 * 3_600_000, hoursMicroScu: [10_000n * 1_000_000n] });
    expect(prove().refused).toBe("value-support/roomTooSmall");
  });

  test("decays in a straight line to nothing, and is then out of force", async () => {
    deliverMuch();
    prove();
    ledger.advance((365 * dayMs) / 2);
    const half = read.roomMicroKdg(ledger.state);
    expect(half).toBeGreaterThan(349_990_000n);
    expect(half).toBeLessThanOrEqual(350_000_050n);
    expect(await ledger.query("value-support/room", {})).toMatchObject({ roomMicroKdg: half });
    ledger.advance((365 * dayMs) / 2 + 1);
    expect(read.roomMicroKdg(ledger.state)).toBe(0n);
    expect(proofs.get(ledger.state, 1)?.endIndex).toBe(0n);
    expect(await ledger.query("value-support/proof", { proof: 1 })).toMatchObject({ roomLeftMicroKdg: 0n });
    expect(await ledger.audit()).toEqual([]);
  });

  test("is the holder's of a certified load, on matched days, each once", () => {
    deliverMuch();
    expect(prove({ load: "solar-kern" }, "alice").refused).toBe("value-support/notALoad");
    expect(prove({}, "bob").refused).toBe("value-support/notLoadHolder");
    expect(prove({ fromMs: recordedDayMs + 1 }).refused).toBe("value-support/dayMisaligned");
    expect(prove({ days: 2 }).refused).toBe("value-support/dayNotMatched");
    expect(prove().code).toBe(0);
    expect(prove().refused).toBe("value-support/dayProved");
    ledger.send("issuing-body", "energy/registerDevice", {
      device: "uncertified",
      kind: "load",
      zone: "CISO",
      nameplateW: 1_000_000n,
      holder: ledger.account("bob"),
      meterKey: ledger.publicKey("bob"),
      registerMilliWh: 0n,
      startMs: recordedDayMs,
    });
    expect(prove({ load: "uncertified" }, "bob").refused).toBe("value-support/noSite");
  });
});

describe("the walk", () => {
  test("goes from a unit of money to a generator's certificate and back", async () => {
    deliverMuch();
    prove();
    const support = (await ledger.query("value-support/supportOf", { unitMicroKdg: "350000000" })) as {
      device: string;
      certificateId: number;
      hourMs: number;
      keys: Record<string, string>;
    };
    expect(support).toMatchObject({ proofNumber: 1, load: "datacentre-fresno", device: "solar-kern" });
    expect(support.hourMs).toBe(recordedDayMs);
    expect(Object.values(support.keys).every((key) => key.includes("/"))).toBe(true);
    const { device, certificateId } = support;
    const back = (await ledger.query("value-support/supportedBy", { device, certificateId })) as {
      fromMicroKdg: bigint;
      untilMicroKdg: bigint;
    };
    expect(back.fromMicroKdg).toBeLessThanOrEqual(350_000_000n);
    expect(back.untilMicroKdg).toBeGreaterThan(350_000_000n);
  });

  test("ends at the room, and at certificates that support nothing", async () => {
    deliverMuch();
    prove();
    const codeOf = (name: string, params: object) =>
      ledger.query(`value-support/${name}`, params).then(
        () => "found",
        (reason: { definition?: { code: string } }) => reason.definition?.code,
      );
    expect(await codeOf("supportOf", { unitMicroKdg: "1000000000000" })).toBe("value-support/unitBeyondRoom");
    // Claimed in the same hour, but more than was used for signed compute; and never claimed at all.
    for (const certificateId of [9_000_000, 15_000_000]) {
      const nothing = await codeOf("supportedBy", { device: "solar-kern", certificateId });
      expect(nothing).toBe("value-support/supportsNothing");
    }
    expect(await codeOf("proof", { proof: 9 })).toBe("value-support/unknownProof");
    expect(await codeOf("day", { load: "x", dayMs: 0 })).toBe("value-support/unknownDay");
  });
});

describe("fees", () => {
  const claim = (actor: string, proof = 1) => ledger.send(actor, "value-support/claimFees", { proof });

  test("are shared while a proof is in force, up to a bound, and claimed by the prover", async () => {
    expect(typeof move.shareFee).toBe("function");
    ledger.send("alice", "fee-player/share", { microKdg: 5n * kdg });
    deliverMuch();
    prove();
    expect(claim("carol").refused).toBe("value-support/nothingToClaim");
    ledger.send("alice", "fee-player/share", { microKdg: 5n * kdg });
    expect(claim("bob").refused).toBe("value-support/notProver");
    expect(claim("carol", 9).refused).toBe("value-support/unknownProof");
    const { claimedMicroKdg } = claim("carol").answer as { claimedMicroKdg: bigint };
    expect(claimedMicroKdg).toBeGreaterThan(4n * kdg);
    expect(claimedMicroKdg).toBeLessThanOrEqual(5n * kdg);
    expect(await ledger.audit()).toEqual([]);
    ledger.send("alice", "fee-player/share", { microKdg: 100n * kdg });
    // Seven megawatt-hours earn fourteen KDG at the most, and the rest is for others.
    const { claimedMicroKdg: more } = claim("carol").answer as { claimedMicroKdg: bigint };
    expect(more + claimedMicroKdg).toBe(14_000_002n);
    ledger.advance(366 * dayMs);
    expect(sums.get(ledger.state)?.carriedMicroKdg).toBeGreaterThan(90n * kdg);
    expect(await ledger.audit()).toEqual([]);
  });
});

describe("the promises", () => {
  test("are seen broken: sumsEqualProofs, roomIsThatOfProofs, proofsEqualTheirDays, feesAreHeld", async () => {
    deliverMuch();
    prove();
    const proof = proofs.get(ledger.state, 1);
    const total = sums.get(ledger.state);
    const day = provedDays.get(ledger.state, "datacentre-fresno", recordedDayMs);
    if (proof === undefined || total === undefined || day === undefined) throw new Error("all are there");
    const at = (...rows: Parameters<typeof changedState>[1]) => ({ state: changedState(ledger.state, rows) });
    const changedSums = rowOf(sums.key(), sums.codec, { ...total, slopeTimesEnd: total.slopeTimesEnd * 2n });
    expect(await sumsEqualProofs(at(changedSums))).toHaveLength(1);
    expect(await roomIsThatOfProofs(at(changedSums))).toHaveLength(1);
    const [first, ...others] = day.hours;
    if (first === undefined) throw new Error("a day has hours");
    const key = provedDays.key("datacentre-fresno", recordedDayMs);
    const more = { ...day, hours: [{ ...first, provedWh: first.demandWh * 2n }, ...others] };
    expect((await proofsEqualTheirDays(at(rowOf(key, provedDays.codec, more)))).length).toBeGreaterThan(1);
    const owed = rowOf(sums.key(), sums.codec, { ...total, carriedMicroKdg: 5n });
    expect(await feesAreHeld(at(owed))).toHaveLength(1);
    const held = rowOf(balances.key("KDG", feesAccount), balances.codec, { amount: 5n });
    expect(await feesAreHeld(at(owed, held))).toEqual([]);
  });
});
