// A holder wants future certificates to be active again.
import { expect, it } from "vitest";
import { bundles, instructions } from "#src/modules/energy/tables.ts";
import { createEnergyLedger, instruct, recordHours, refusedAs } from "#tests/support/energy.ts";

const type = "energy/revokeInstruction";
const content = { device: "solar-kern" };

it("what was reserved stays so, and what comes later is active", async () => {
  const ledger = createEnergyLedger();
  instruct(ledger, "solar-kern");
  recordHours(ledger, "solar-kern", [1_000n]);
  const { code, events } = ledger.send("alice", type, content);
  expect(code).toBe(0);
  expect(events).toEqual([{ type: "energy/instructionRevoked", content: { ...content, by: ledger.account("alice") } }]);
  expect(instructions.has(ledger.state, "solar-kern")).toBe(false);
  recordHours(ledger, "solar-kern", [1_000n]);
  expect(bundles.get(ledger.state, "solar-kern", 1)?.state).toBe("reserved");
  expect(bundles.get(ledger.state, "solar-kern", 2)?.state).toBe("active");
  expect(await ledger.audit()).toEqual([]);
});

it("is refused to others, and where there is no instruction", () => {
  const ledger = createEnergyLedger();
  expect(refusedAs(ledger, "alice", type, content)).toBe("energy/notInstructed");
  instruct(ledger, "solar-kern");
  expect(refusedAs(ledger, "bob", type, content)).toBe("energy/notDeviceHolder");
  expect(refusedAs(ledger, "alice", type, { device: "nothing" })).toBe("energy/unknownDevice");
  expect(refusedAs(ledger, "carol", type, { device: "datacentre-fresno" })).toBe("energy/neverReserved");
});
