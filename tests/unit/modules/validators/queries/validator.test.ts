// One validator as a reader sees it.
import { expect, test } from "vitest";
import { validator as query } from "#src/modules/validators/queries/validator.ts";
import { addressOfValidator, createValidatorsLedger, govern, keyOfValidator } from "#tests/support/validators.ts";

test("shows a validator with its plan, under the key that is proved", async () => {
  const ledger = createValidatorsLedger();
  const validator = addressOfValidator(2);
  govern(ledger, "removeValidator", { validator });
  expect(await ledger.query("validators/validator", { validator })).toEqual({
    name: "validator-2",
    publicKey: keyOfValidator(2),
    power: 10n,
    status: "active",
    plan: { change: "removal", fromHeight: 4, reference: "resolution 7", by: ledger.account("governor") },
  });
  expect(query.proves?.({ validator })).toBe(`validators/validator/${validator}`);
});

test("refuses an address that is nobody's", async () => {
  const nobody = { validator: addressOfValidator(9) };
  await expect(createValidatorsLedger().query("validators/validator", nobody)).rejects.toThrow("unknownValidator");
});
