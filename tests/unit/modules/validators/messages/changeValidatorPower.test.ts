// A governor plans another power for a validator.
import { expect, test } from "vitest";
import { totalPowerMax } from "#src/modules/validators/schemas.ts";
import { totals, validators } from "#src/modules/validators/tables.ts";
import {
  addressOfValidator,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  proved,
  reach,
  suspendFourth,
} from "#tests/support/validators.ts";

const validator = addressOfValidator(1);
const type = "changeValidatorPower";

test("changes the power once the notice has passed, and tells the engine", async () => {
  const ledger = createValidatorsLedger();
  expect(govern(ledger, type, { validator, power: 7n }).answer).toEqual({ fromHeight: 4 });
  expect(reach(ledger, 3).validatorUpdates).toEqual([]);
  const { validatorUpdates, blockEvents } = reach(ledger, 4);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(1), power: 7n }]);
  expect(blockEvents).toEqual([{ type: "validators/powerChanged", content: { validator, power: 7n } }]);
  expect(totals.get(ledger.state)).toEqual({
    seats: 4,
    active: 4,
    activePower: 37n,
    suspendedPower: 0n,
    reservedPower: 37n,
  });
  expect(await ledger.audit()).toEqual([]);
});

test("gives a suspended validator another power without a word to the engine", () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  govern(ledger, type, { validator: addressOfValidator(4), power: 12n });
  const fromHeight = ledger.state.height + 3;
  expect(reach(ledger, fromHeight).validatorUpdates).toEqual([]);
  expect(validators.get(ledger.state, addressOfValidator(4))).toMatchObject({ power: 12n, status: "suspended" });
});

test("reserves the greater power at once and refuses what exceeds the engine's bound", () => {
  const ledger = createValidatorsLedger([10n, 10n]);
  expect(govern(ledger, type, { validator, power: totalPowerMax - 9n }).refused).toBe("validators/powerTooHigh");
  expect(govern(ledger, type, { validator, power: totalPowerMax - 10n }).code).toBe(0);
  const other = addressOfValidator(2);
  expect(govern(ledger, type, { validator: other, power: 11n }).refused).toBe("validators/powerTooHigh");
  expect(govern(ledger, type, { validator: other, power: 9n }).code).toBe(0);
});

test("refuses what changes nothing, what comes too soon, a second plan, and validators unknown or gone", () => {
  const ledger = createValidatorsLedger();
  proved(ledger, 4);
  const gone = addressOfValidator(4);
  govern(ledger, type, { validator: addressOfValidator(2), power: 5n, fromHeight: 1_000 });
  const before = ledger.digest();
  const refusedOf = (content: object) => govern(ledger, type, { validator, power: 5n, ...content }).refused;
  expect(refusedOf({ power: 10n })).toBe("validators/powerUnchanged");
  expect(refusedOf({ fromHeight: ledger.state.height + 3 })).toBe("validators/noticeTooShort");
  expect(refusedOf({ validator: addressOfValidator(2) })).toBe("validators/changePlanned");
  expect(refusedOf({ validator: "00".repeat(20) })).toBe("validators/unknownValidator");
  expect(refusedOf({ validator: gone })).toBe("validators/validatorGone");
  expect(govern(ledger, type, { validator, power: 5n }, "alice").refused).toBe("authority/roleMissing");
  expect(ledger.digest()).toBe(before);
});
