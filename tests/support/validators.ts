// A ledger of several validators, with votes and evidence as an engine reports them.
import { present } from "#src/core/assert.ts";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import type { BlockInput, BlockResult, Misbehaviour } from "#src/machine/block.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { validators } from "#src/modules/validators/module.ts";
import { addressOf } from "#src/modules/validators/rules.ts";
import { validators as rows } from "#src/modules/validators/tables.ts";
import { devnetValidatorKey } from "#src/node/devnet.ts";
import { createTestLedger, type Outcome, type TestLedger } from "./ledger.ts";

/** The key of the validator with a number; those from 1 on stand in genesis, as far as there are powers for them. */
export const keyOfValidator = (number: number): Uint8Array => publicKeyOf(devnetValidatorKey(number));
export const addressOfValidator = (number: number): string => addressOf(keyOfValidator(number));

export const shortWaits = {
  "validators.noticeBlocks": 3n,
  "validators.downtimeWindowBlocks": 10n,
  "validators.downtimeMissesMax": 2n,
};

/** One validator in genesis for each power; `overrides` are values of parameters that differ from short waits. */
export function createValidatorsLedger(
  powers: readonly bigint[] = [10n, 10n, 10n, 10n],
  overrides: Readonly<Record<string, bigint>> = {},
): TestLedger {
  const list = Object.entries({ ...shortWaits, ...overrides }).map(([parameter, value]) => ({ parameter, value }));
  const founders = powers.map((power, at) => ({
    name: `validator-${at + 1}`,
    publicKey: keyOfValidator(at + 1),
    power,
  }));
  return createTestLedger({
    modules: [accounts, authority, parameters, validators],
    genesis: (genesis) => ({
      ...genesis,
      validators: founders,
      modules: { ...genesis.modules, parameters: { overrides: list } },
    }),
  });
}

export const candidate = (number: number, power = 10n) => ({
  name: `validator-${number}`,
  publicKey: keyOfValidator(number),
  power,
  reference: "resolution 7",
});

/** Sends a message of the module in the governor's name. */
export function govern(ledger: TestLedger, message: string, content: object, actor = "governor"): Outcome {
  return ledger.send(actor, `validators/${message}`, { reference: "resolution 7", ...content });
}

/** Makes empty blocks up to a height, and returns the last one. */
export function reach(ledger: TestLedger, height: number): BlockResult {
  let result: BlockResult | undefined;
  while (ledger.state.height < height) result = ledger.advance(1);
  return present(result, "the height lies ahead");
}

/** A block whose commit lacks the signatures of some validators. */
export function missedBy(ledger: TestLedger, ...numbers: readonly number[]): BlockResult {
  const lastCommit: BlockInput["lastCommit"] = [1, 2, 3, 4].map((number) => ({
    validatorAddress: Uint8Array.from(Buffer.from(addressOfValidator(number), "hex")),
    power: 10n,
    signed: !numbers.includes(number),
  }));
  return ledger.executeBlock([], { lastCommit });
}

/** A block with evidence against a validator. */
export function proved(ledger: TestLedger, number: number, kind: Misbehaviour["kind"] = "duplicate-vote"): BlockResult {
  const validatorAddress = Uint8Array.from(Buffer.from(addressOfValidator(number), "hex"));
  const evidence = { kind, validatorAddress, power: 10n, height: 1, timeMs: ledger.state.timeMs };
  return ledger.executeBlock([], { misbehaviour: [evidence] });
}

export const statusOf = (ledger: TestLedger, number: number): string | undefined =>
  rows.get(ledger.state, addressOfValidator(number))?.status;

/** Lets the fourth validator of a new ledger be absent until it is suspended. */
export function suspendFourth(ledger: TestLedger): void {
  for (let block = 0; block < 3; block += 1) missedBy(ledger, 4);
}
