// A governor takes a planned change of a validator back.
import { expect, test } from "vitest";
import { addressOfValidator, candidate, createValidatorsLedger, govern, reach } from "#tests/support/validators.ts";

const type = "validators/cancelValidatorChange";
const validator = addressOfValidator(1);

test("takes a change back, and leaves the state as it was before", () => {
  const ledger = createValidatorsLedger();
  const before = ledger.digest();
  govern(ledger, "changeValidatorPower", { validator, power: 5n });
  const { code, events } = ledger.send("governor", type, { validator });
  expect(code).toBe(0);
  expect(events).toEqual([
    {
      type: "validators/changeCancelled",
      content: { validator, change: "power", fromHeight: 4, by: ledger.account("governor") },
    },
  ]);
  expect(ledger.digest()).toBe(before);
  expect(reach(ledger, 6).validatorUpdates).toEqual([]);
});

test("forgets a validator that was never admitted, so that it can be proposed again", () => {
  const ledger = createValidatorsLedger();
  const before = ledger.digest();
  govern(ledger, "admitValidator", candidate(5));
  expect(ledger.send("governor", type, { validator: addressOfValidator(5) }).code).toBe(0);
  expect(ledger.digest()).toBe(before);
  expect(govern(ledger, "admitValidator", candidate(5)).code).toBe(0);
});

test("works in the last block before the change takes effect, and no later", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "changeValidatorPower", { validator, power: 5n });
  reach(ledger, 2);
  expect(ledger.send("governor", type, { validator }).code).toBe(0);
  govern(ledger, "changeValidatorPower", { validator, power: 5n });
  reach(ledger, 6);
  expect(ledger.send("governor", type, { validator }).refused).toBe("validators/nothingPlanned");
});

test("refuses where nothing is planned, unknown validators, and everyone but governors, and changes nothing", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "changeValidatorPower", { validator: addressOfValidator(2), power: 5n, fromHeight: 90 });
  const before = ledger.digest();
  expect(ledger.send("governor", type, { validator }).refused).toBe("validators/nothingPlanned");
  const unknown = { validator: addressOfValidator(9) };
  expect(ledger.send("governor", type, unknown).refused).toBe("validators/unknownValidator");
  const planned = { validator: addressOfValidator(2) };
  expect(ledger.send("alice", type, planned).refused).toBe("authority/roleMissing");
  expect(ledger.digest()).toBe(before);
});
