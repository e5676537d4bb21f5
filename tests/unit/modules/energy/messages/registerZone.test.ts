// The issuing body registers a zone.
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { zoneNames, zones } from "#src/modules/energy/tables.ts";
import { createEnergyLedger, refusedAs } from "#tests/support/energy.ts";

const type = "energy/registerZone";

test("a zone is registered by its name, once", () => {
  const ledger = createEnergyLedger();
  const content = { zone: "DE-LU", name: "Germany and Luxembourg", residualGramsPerMwh: 650_000 };
  const { code, events } = ledger.send("issuing-body", type, content);
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "energy/zoneRegistered", content: { ...content, by: ledger.account("issuing-body") } },
  ]);
  expect(zones.get(ledger.state, "DE-LU")).toEqual({
    name: content.name,
    residualGramsPerMwh: 650_000,
    registeredMs: ledger.state.timeMs,
  });
  expect(refusedAs(ledger, "issuing-body", type, content)).toBe("energy/zoneKnown");
});

test("nobody else registers one", () => {
  const ledger = createEnergyLedger();
  for (const actor of ["alice", "governor", "issuer", "regulator"]) {
    expect(refusedAs(ledger, actor, type, { zone: "DE-LU", name: "x", residualGramsPerMwh: 0 })).toBe(
      "authority/roleMissing",
    );
  }
});

test("no more zones than one flow is computed for; their names are one list, in order", () => {
  const ledger = createEnergyLedger();
  const names = Array.from({ length: limits.zonesMax - 3 }, (_, at) => `Z-${String(at).padStart(3, "0")}`);
  for (const zone of [...names].reverse()) {
    expect(ledger.send("issuing-body", type, { zone, name: "x", residualGramsPerMwh: 0 }).code).toBe(0);
  }
  expect(zoneNames.get(ledger.state)).toEqual(["AZPS", "CISO", "ERCO", ...names]);
  const more = { zone: "ZZ", name: "x", residualGramsPerMwh: 0 };
  expect(refusedAs(ledger, "issuing-body", type, more)).toBe("energy/tooManyZones");
});
