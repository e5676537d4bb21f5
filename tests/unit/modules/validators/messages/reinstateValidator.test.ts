// A governor plans the return of a suspended validator.
import { expect, test } from "vitest";
import {
  addressOfValidator,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  proved,
  reach,
  statusOf,
  suspendFourth,
} from "#tests/support/validators.ts";

const type = "reinstateValidator";
const validator = addressOfValidator(4);

test("lets a suspended validator sign again once the notice has passed, and tells the engine", async () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  const { fromHeight } = govern(ledger, type, { validator }).answer as { fromHeight: number };
  expect(reach(ledger, fromHeight - 1).validatorUpdates).toEqual([]);
  const { validatorUpdates, blockEvents } = reach(ledger, fromHeight);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(4), power: 10n }]);
  expect(blockEvents).toEqual([{ type: "validators/validatorReinstated", content: { validator, power: 10n } }]);
  expect(statusOf(ledger, 4)).toBe("active");
  expect(await ledger.audit()).toEqual([]);
});

test("refuses who is not suspended, what comes too soon, a second plan, and validators unknown or gone", () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  const before = ledger.digest();
  const fromHeight = ledger.state.height + 3;
  expect(govern(ledger, type, { validator, fromHeight }).refused).toBe("validators/noticeTooShort");
  expect(govern(ledger, type, { validator: addressOfValidator(1) }).refused).toBe("validators/notSuspended");
  expect(govern(ledger, type, { validator: addressOfValidator(9) }).refused).toBe("validators/unknownValidator");
  expect(govern(ledger, type, { validator }, "issuer").refused).toBe("authority/roleMissing");
  expect(ledger.digest()).toBe(before);
  govern(ledger, type, { validator });
  expect(govern(ledger, type, { validator }).refused).toBe("validators/changePlanned");
  proved(ledger, 4);
  expect(govern(ledger, type, { validator }).refused).toBe("validators/validatorGone");
});
