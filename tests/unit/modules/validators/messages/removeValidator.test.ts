// A governor plans the removal of a validator.
import { expect, test } from "vitest";
import {
  addressOfValidator,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  reach,
  statusOf,
  suspendFourth,
} from "#tests/support/validators.ts";

const type = "removeValidator";
const named = (number: number) => ({ validator: addressOfValidator(number) });

test("removes a validator once the notice has passed, and tells the engine", async () => {
  const ledger = createValidatorsLedger();
  expect(govern(ledger, type, named(2)).answer).toEqual({ fromHeight: 4 });
  const { validatorUpdates, blockEvents } = reach(ledger, 4);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(2), power: 0n }]);
  expect(blockEvents).toEqual([{ type: "validators/validatorRemoved", content: { ...named(2), power: 10n } }]);
  expect(statusOf(ledger, 2)).toBe("removed");
  expect(await ledger.audit()).toEqual([]);
});

test("removes a suspended validator without a word to the engine, which knows it no more", () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  const { fromHeight } = govern(ledger, type, named(4)).answer as { fromHeight: number };
  expect(reach(ledger, fromHeight).validatorUpdates).toEqual([]);
  expect(statusOf(ledger, 4)).toBe("removed");
});

test("refuses to remove the last active validator", () => {
  const ledger = createValidatorsLedger([10n]);
  const before = ledger.digest();
  expect(govern(ledger, type, named(1)).refused).toBe("validators/lastValidator");
  expect(ledger.digest()).toBe(before);
});

test("skips the removal that would leave nobody when it falls due", async () => {
  const ledger = createValidatorsLedger([10n, 10n]);
  const removals = [named(1), named(2)].map((content) => ({
    actor: "governor",
    type: "validators/removeValidator",
    content: { ...content, reference: "winding up" },
  }));
  expect(ledger.sendAll(removals).code).toBe(0);
  expect(reach(ledger, 4).validatorUpdates).toEqual([{ publicKey: keyOfValidator(1), power: 0n }]);
  const { validatorUpdates, blockEvents } = reach(ledger, 5);
  expect(validatorUpdates).toEqual([]);
  expect(blockEvents).toEqual([{ type: "validators/removalSkipped", content: { ...named(2), power: 10n } }]);
  expect(statusOf(ledger, 2)).toBe("active");
  expect(await ledger.audit()).toEqual([]);
});

test("refuses what comes too soon, a second plan, and validators unknown or gone, and changes nothing", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, type, named(2));
  reach(ledger, 4);
  govern(ledger, "changeValidatorPower", { ...named(3), power: 5n, fromHeight: 1_000 });
  const before = ledger.digest();
  expect(govern(ledger, type, { ...named(1), fromHeight: 6 }).refused).toBe("validators/noticeTooShort");
  expect(govern(ledger, type, named(3)).refused).toBe("validators/changePlanned");
  expect(govern(ledger, type, named(9)).refused).toBe("validators/unknownValidator");
  expect(govern(ledger, type, named(2)).refused).toBe("validators/validatorGone");
  expect(govern(ledger, type, named(1), "regulator").refused).toBe("authority/roleMissing");
  expect(ledger.digest()).toBe(before);
});
