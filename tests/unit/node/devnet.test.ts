// The genesis of a devnet: one well-known validator, or as many as a testnet brings.
import { expect, test } from "vitest";
import { publicKeyOf } from "#src/crypto/ed25519.ts";
import { devnetGenesis, devnetValidatorKey } from "#src/node/devnet.ts";
import { programModules } from "#src/node/programModules.ts";

const registry = programModules().newest();
const validators = [1, 2, 3, 4].map((number) => ({
  name: `validator-${number}`,
  publicKey: publicKeyOf(devnetValidatorKey(number)),
  power: 10n,
}));

test("names the first well-known validator alone by default", () => {
  expect(devnetGenesis(registry, 0).validators).toEqual(validators.slice(0, 1));
});

test("names the validators of a testnet as they are given", () => {
  expect(devnetGenesis(registry, 0, validators).validators).toEqual(validators);
});
