// Who signs blocks now, as a reader sees it.
import { expect, test } from "vitest";
import { validatorSet } from "#src/modules/validators/queries/validatorSet.ts";
import {
  addressOfValidator,
  candidate,
  createValidatorsLedger,
  govern,
  suspendFourth,
} from "#tests/support/validators.ts";

test("shows the active validators by address, with the totals", async () => {
  const ledger = createValidatorsLedger();
  suspendFourth(ledger);
  govern(ledger, "admitValidator", candidate(5));
  const shown = (await ledger.query("validators/validatorSet")) as { members: { validator: string }[] };
  expect(validatorSet.result.parse(validatorSet.result.encode(shown as never))).toEqual(shown);
  expect(shown.members.map(({ validator }) => validator)).toEqual([1, 2, 3].map(addressOfValidator).sort());
  expect(shown).toMatchObject({
    totals: { seats: 5, active: 3, activePower: 30n, suspendedPower: 10n, reservedPower: 50n },
  });
});
