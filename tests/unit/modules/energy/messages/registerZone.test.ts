// The issuing body registers a zone.
import { expect, test } from "vitest";
import { zones } from "#src/modules/energy/tables.ts";
import { createEnergyLedger, refusedAs } from "#tests/support/energy.ts";

const type = "energy/registerZone";

test("a zone is registered by its name, once", () => {
  const ledger = createEnergyLedger();
  const content = { zone: "DE-LU", name: "Germany and Luxembourg" };
  const { code, events } = ledger.send("issuing-body", type, content);
  expect(code).toBe(0);
  expect(events).toEqual([
    { type: "energy/zoneRegistered", content: { ...content, by: ledger.account("issuing-body") } },
  ]);
  expect(zones.get(ledger.state, "DE-LU")).toEqual({ name: content.name, registeredMs: ledger.state.timeMs });
  expect(refusedAs(ledger, "issuing-body", type, content)).toBe("energy/zoneKnown");
});

test("nobody else registers one", () => {
  const ledger = createEnergyLedger();
  for (const actor of ["alice", "governor", "issuer", "regulator"]) {
    expect(refusedAs(ledger, actor, type, { zone: "DE-LU", name: "x" })).toBe("authority/roleMissing");
  }
});
