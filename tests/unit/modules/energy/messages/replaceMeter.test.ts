// A new meter, or a register that was reset.
import { beforeEach, describe, expect, it } from "vitest";
import { meters } from "#src/modules/energy/tables.ts";
import {
  firstStartMs,
  hourMs,
  ledgerWithSolar,
  nextRecord,
  recordHours,
  refusedAs,
  sendRecord,
} from "#tests/support/energy.ts";
import type { TestLedger } from "#tests/support/ledger.ts";

const type = "energy/replaceMeter";
let ledger: TestLedger;
beforeEach(() => {
  ledger = ledgerWithSolar();
});

function replacement(changes: object = {}) {
  const startMs = firstStartMs + 2 * hourMs;
  return {
    device: "solar-kern",
    meterKey: ledger.publicKey("meter-second"),
    registerMilliWh: 4n,
    startMs,
    ...changes,
  };
}
const refused = (changes: object, actor = "issuing-body") => refusedAs(ledger, actor, type, replacement(changes));

describe("from the replacement on", () => {
  it("the new key signs and the new register counts, and ids and remainder go on", async () => {
    recordHours(ledger, "solar-kern", [700n]);
    const content = replacement({ startMs: firstStartMs + 3 * hourMs });
    const { code, events } = ledger.send("issuing-body", type, content);
    expect([code, events[0]?.type]).toEqual([0, "energy/meterReplaced"]);
    const record = nextRecord(ledger, "solar-kern", [1_300n]);
    expect(record.registerBeforeMilliWh).toBe(4n);
    expect(sendRecord(ledger, record).refused).toBe("energy/signatureForged");
    expect(sendRecord(ledger, record, "meter-second").answer).toEqual({
      firstId: 31,
      issuedWh: 2n,
      remainderMilliWh: 0n,
    });
    expect(await ledger.audit()).toEqual([]);
  });

  it("there may be a gap, for which nothing is issued", async () => {
    ledger.send("issuing-body", type, replacement({ startMs: firstStartMs + 6 * hourMs }));
    const { answer } = sendRecord(ledger, nextRecord(ledger, "solar-kern", [1_000n]), "meter-second");
    expect(answer).toMatchObject({ firstId: 31, issuedWh: 1n });
    expect(await ledger.audit()).toEqual([]);
  });

  it("a start that was set wrong is set right by a third meter", () => {
    ledger.send("issuing-body", type, replacement({ startMs: firstStartMs + 1_000 * hourMs }));
    const content = replacement({ meterKey: ledger.publicKey("meter-third") });
    expect(ledger.send("issuing-body", type, content).code).toBe(0);
    expect(meters.get(ledger.state, "solar-kern")).toEqual({
      meterKey: ledger.publicKey("meter-third"),
      registerMilliWh: 4n,
      nextStartMs: firstStartMs + 2 * hourMs,
      recordedUntilMs: firstStartMs + 2 * hourMs,
    });
  });
});

describe("is refused", () => {
  it("to everyone but the issuing body, and for an unknown device", () => {
    expect(refused({}, "alice")).toBe("authority/roleMissing");
    expect(refused({ device: "nothing-here" })).toBe("energy/unknownDevice");
  });

  it("within what is recorded", () => {
    expect(refused({ startMs: firstStartMs + hourMs })).toBe("energy/meterStartTooEarly");
  });

  it("with a key that serves or served as a meter, the device's own included", () => {
    expect(refused({ meterKey: ledger.publicKey("meter-solar-kern") })).toBe("energy/meterKeyUsed");
    expect(refused({ meterKey: ledger.publicKey("meter-wind-panhandle") })).toBe("energy/meterKeyUsed");
    expect(refused({ meterKey: new Uint8Array(32).fill(255) })).toBe("energy/meterKeyUnsound");
  });

  it("within an interval", () => {
    expect(refused({ startMs: firstStartMs + 2 * hourMs + 1 })).toBe("energy/startMisaligned");
  });
});
