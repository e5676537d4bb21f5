// A governor plans the admission of a validator.
import { expect, test } from "vitest";
import { limits } from "#src/core/limits.ts";
import { totalPowerMax } from "#src/modules/validators/schemas.ts";
import { validators } from "#src/modules/validators/tables.ts";
import {
  addressOfValidator,
  candidate,
  createValidatorsLedger,
  govern,
  keyOfValidator,
  reach,
  statusOf,
} from "#tests/support/validators.ts";

test("admits a validator once its notice has passed, and tells the engine", async () => {
  const ledger = createValidatorsLedger();
  const operator = ledger.account("alice");
  const planned = govern(ledger, "admitValidator", { ...candidate(5), operator });
  const validator = addressOfValidator(5);
  expect(planned.answer).toEqual({ validator, fromHeight: 4 });
  expect(planned.events).toEqual([
    {
      type: "validators/changePlanned",
      content: {
        validator,
        change: "admission",
        power: 10n,
        fromHeight: 4,
        reference: "resolution 7",
        by: ledger.account("governor"),
      },
    },
  ]);
  expect(reach(ledger, 3).validatorUpdates).toEqual([]);
  expect(statusOf(ledger, 5)).toBe("planned");
  const { validatorUpdates, blockEvents } = reach(ledger, 4);
  expect(validatorUpdates).toEqual([{ publicKey: keyOfValidator(5), power: 10n }]);
  expect(blockEvents).toEqual([{ type: "validators/validatorAdmitted", content: { validator, power: 10n } }]);
  expect(validators.get(ledger.state, validator)).toEqual({
    name: "validator-5",
    publicKey: keyOfValidator(5),
    power: 10n,
    operator,
    status: "active",
  });
  expect(reach(ledger, 5).validatorUpdates).toEqual([]);
  expect(await ledger.audit()).toEqual([]);
});

test("admits later where a later height is asked for, and not earlier than the notice", () => {
  const ledger = createValidatorsLedger();
  const early = govern(ledger, "admitValidator", { ...candidate(5), fromHeight: 3 });
  expect([early.refused, early.details]).toEqual(["validators/noticeTooShort", { earliest: 4 }]);
  const { answer } = govern(ledger, "admitValidator", { ...candidate(5), fromHeight: 9 });
  expect(answer).toMatchObject({ fromHeight: 9 });
  reach(ledger, 8);
  expect(statusOf(ledger, 5)).toBe("planned");
  reach(ledger, 9);
  expect(statusOf(ledger, 5)).toBe("active");
});

test("refuses what nobody can sign with, keys used before, and everyone but governors, and changes nothing", () => {
  const ledger = createValidatorsLedger();
  const before = ledger.digest();
  const publicKeyOf = (publicKey: Uint8Array) =>
    govern(ledger, "admitValidator", { ...candidate(5), publicKey }).refused;
  // No point has this y; the point with y = 1 is of small order.
  expect(publicKeyOf(new Uint8Array(32).fill(0xff))).toBe("validators/keyUnsound");
  expect(publicKeyOf(Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 1 : 0)))).toBe("validators/keyUnsound");
  expect(publicKeyOf(keyOfValidator(2))).toBe("validators/keyUsed");
  for (const actor of ["alice", "issuer", "regulator"]) {
    expect(govern(ledger, "admitValidator", candidate(5), actor).refused, actor).toBe("authority/roleMissing");
  }
  expect(ledger.digest()).toBe(before);
});

test("refuses the key of a validator that was removed", () => {
  const ledger = createValidatorsLedger();
  govern(ledger, "removeValidator", { validator: addressOfValidator(4) });
  reach(ledger, 5);
  expect(govern(ledger, "admitValidator", candidate(4)).refused).toBe("validators/keyUsed");
});

test("fills the last seat and refuses one more", async () => {
  const ledger = createValidatorsLedger([1n]);
  const admissions = Array.from({ length: limits.validatorsMax - 1 }, (_, at) => candidate(at + 2, 1n));
  for (const part of [admissions.slice(0, 64), admissions.slice(64)]) {
    ledger.sendAll(part.map((content) => ({ actor: "governor", type: "validators/admitValidator", content })));
  }
  expect(statusOf(ledger, limits.validatorsMax)).toBe("planned");
  const before = ledger.digest();
  const refused = govern(ledger, "admitValidator", candidate(limits.validatorsMax + 1));
  expect([refused.refused, refused.details]).toEqual(["validators/validatorsFull", { most: limits.validatorsMax }]);
  expect(ledger.digest()).toBe(before);
  expect(await ledger.audit()).toEqual([]);
});

test("reserves power up to the engine's bound and refuses more", () => {
  const ledger = createValidatorsLedger([10n]);
  const most = totalPowerMax - 10n;
  const refused = govern(ledger, "admitValidator", candidate(2, most + 1n));
  expect([refused.refused, refused.details]).toEqual(["validators/powerTooHigh", { most: totalPowerMax }]);
  expect(govern(ledger, "admitValidator", candidate(2, most)).code).toBe(0);
  expect(govern(ledger, "admitValidator", candidate(3, 1n)).refused).toBe("validators/powerTooHigh");
});
